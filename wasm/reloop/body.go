package reloop

// decoded is a body, its instructions and the types of its locals, the parameter first.
type decoded struct {
	body   []byte
	code   []instruction
	locals []byte
	ok     bool
}

func (d *decoded) decode() {
	r := reader{data: d.body}
	d.locals = localTypes(append(d.locals[:0], typeI32), &r)
	d.code, d.ok = decode(d.code[:0], d.body, r.pos)
	d.ok = d.ok && !r.bad
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// localTypes appends the types of a body's locals, which its declarations give, to those of its parameters.
func localTypes(types []byte, r *reader) []byte {
	for n := r.count(); n > 0; n-- {
		count, t := int(r.u32()), r.byte()
		if count > maxLocals-len(types) {
			r.fail()
			return nil
		}
		for range count {
			types = append(types, t)
		}
	}
	return types
}

func appendLocals(out, types []byte) []byte {
	runs := 0
	for i := range types {
		if i == 0 || types[i] != types[i-1] {
			runs++
		}
	}
	out = appendUnsigned(out, uint64(runs))
	for i := 0; i < len(types); {
		from := i
		for i < len(types) && types[i] == types[from] {
			i++
		}
		out = append(appendUnsigned(out, uint64(i-from)), types[from])
	}
	return out
}
