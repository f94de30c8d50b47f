package reloop

import "encoding/binary"

// Where there are no threads, as in a page, two instances of this package may share a module: each parses it, which is
// quick, and rewrites its half of the functions. What one of them needs of the other's half it rewrites as well, and that
// is little: small functions and a few named ones, whose code may take the place of calls (see candidate).

// Half rewrites the second half of a module's functions, and returns what [Options].Half is to give where the first half is
// rewritten from the same input with the same Options. It returns nil where Rewrite would leave the module as it is.
func Half(input []byte, opts Options) ([]byte, error) {
	m, err := parseModule(input)
	if err != nil {
		return nil, err
	}
	p, _, note := m.program()
	if note != "" {
		return nil, nil
	}
	from := m.middle()
	results := make([]result, len(m.bodies))
	rewriteAll(p, opts, results, from, len(results))
	return encodeHalf(results[from:]), nil
}

// firstShare is how much of the code, in hundredths, the first half has: less than the other, since the functions of the
// runtime, which come first, take longer, and who rewrites them also puts the module together.
const firstShare = 44

// middle is the first function of the second half, by the length of their code.
func (m *module) middle() int {
	total := 0
	for _, body := range m.bodies {
		total += len(body)
	}
	sum := 0
	for i, body := range m.bodies {
		if sum += len(body); 100*sum > firstShare*total {
			return i
		}
	}
	return len(m.bodies)
}

// rewriteHalves rewrites all functions: the second half only where half, which is asked when the first is done, has not. It
// reports whether it has.
func rewriteHalves(p *program, opts Options) (results []result, halved bool) {
	results = make([]result, len(p.bodies))
	if opts.Half == nil {
		rewriteAll(p, opts, results, 0, len(results))
		return results, false
	}
	middle := p.middle()
	rewriteAll(p, opts, results, 0, middle)
	if halved = decodeHalf(opts.Half(), results[middle:]); !halved {
		rewriteAll(p, opts, results, middle, len(results))
	}
	return results, halved
}

// encodeHalf writes results, a length before each text.
func encodeHalf(results []result) []byte {
	size := 0
	for _, r := range results {
		size += len(r.body) + len(r.reason) + 2*binary.MaxVarintLen32
	}
	out := make([]byte, 0, size)
	for _, r := range results {
		out = appendUnsigned(out, uint64(len(r.reason)))
		out = append(out, r.reason...)
		for _, n := range []int{r.blocks, r.loops, r.dispatchers, len(r.body)} {
			out = appendUnsigned(out, uint64(n))
		}
		out = append(out, r.body...)
	}
	return out
}

// decodeHalf reads as many results as there is room for. It reports false where there are not just as many; then they are
// of no use.
func decodeHalf(data []byte, results []result) bool {
	in := reader{data: data}
	for i := range results {
		r := result{reason: Reason(in.name()), blocks: int(in.u32()), loops: int(in.u32()), dispatchers: int(in.u32())}
		r.body = in.bytes(in.count())
		results[i] = r
	}
	return !in.bad && !in.more()
}
