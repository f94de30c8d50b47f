package reloop

import (
	"encoding/binary"

	"velocidade/wasm/module"
)

// Where there are no threads, as in a page, two instances of this package may share a module: each parses it, which is
// quick, and rewrites its half of the functions. What one of them needs of the other's half it rewrites as well, and that
// is little: small functions and a few named ones, whose code may take the place of calls (see candidate).

// Half rewrites the second half of a module's functions, and returns what [Options].Half is to give where the first half is
// rewritten from the same input with the same Options. It returns nil where Rewrite would leave the module as it is.
func Half(input []byte, opts Options) ([]byte, error) {
	m, err := module.Parse(input)
	if err != nil {
		return nil, err
	}
	p, _, note := programOf(m)
	if note != "" {
		return nil, nil
	}
	from := middle(m)
	results := make([]result, len(m.Bodies))
	rewriteAll(p, opts, results, from, len(results))
	return encodeHalf(results[from:]), nil
}

// firstShare is how much of the code, in hundredths, the first half has: less than the other, since the functions of the
// runtime, which come first, take longer, and who rewrites them also puts the module together.
const firstShare = 44

// middle is the first function of the second half, by the length of their code.
func middle(m *module.Module) int {
	total := 0
	for _, body := range m.Bodies {
		total += len(body)
	}
	sum := 0
	for i, body := range m.Bodies {
		if sum += len(body); 100*sum > firstShare*total {
			return i
		}
	}
	return len(m.Bodies)
}

// rewriteHalves rewrites all functions: the second half only where half, which is asked when the first is done, has not. It
// reports whether it has.
func rewriteHalves(p *program, opts Options) (results []result, halved bool) {
	results = make([]result, len(p.Bodies))
	if opts.Half == nil {
		rewriteAll(p, opts, results, 0, len(results))
		return results, false
	}
	from := middle(p.Module)
	rewriteAll(p, opts, results, 0, from)
	if halved = decodeHalf(opts.Half(), results[from:]); !halved {
		rewriteAll(p, opts, results, from, len(results))
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
		out = module.AppendUnsigned(out, uint64(len(r.reason)))
		out = append(out, r.reason...)
		for _, n := range []int{r.blocks, r.loops, r.dispatchers, len(r.body)} {
			out = module.AppendUnsigned(out, uint64(n))
		}
		out = append(out, r.body...)
	}
	return out
}

// decodeHalf reads as many results as there is room for. It reports false where there are not just as many; then they are
// of no use.
func decodeHalf(data []byte, results []result) bool {
	in := module.Reader{Data: data}
	for i := range results {
		r := result{reason: Reason(in.Name()), blocks: int(in.U32()), loops: int(in.U32()), dispatchers: int(in.U32())}
		r.body = in.Bytes(in.Count())
		results[i] = r
	}
	return !in.Bad && !in.More()
}
