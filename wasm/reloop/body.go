package reloop

import "velocidade/wasm/module"

// decoded is a body, its instructions and the types of its locals, the parameter first.
type decoded struct {
	body   []byte
	code   []module.Instruction
	locals []byte
	ok     bool
}

func (d *decoded) decode() {
	r := module.Reader{Data: d.body}
	d.locals = localTypes(append(d.locals[:0], module.TypeI32), &r)
	d.code, d.ok = module.Decode(d.code[:0], d.body, r.Pos)
	d.ok = d.ok && !r.Bad
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
func localTypes(types []byte, r *module.Reader) []byte {
	for n := r.Count(); n > 0; n-- {
		count, t := int(r.U32()), r.Byte()
		if count > module.MaxLocals-len(types) {
			r.Fail()
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
	out = module.AppendUnsigned(out, uint64(runs))
	for i := 0; i < len(types); {
		from := i
		for i < len(types) && types[i] == types[from] {
			i++
		}
		out = append(module.AppendUnsigned(out, uint64(i-from)), types[from])
	}
	return out
}
