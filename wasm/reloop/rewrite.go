package reloop

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"velocidade/wasm/module"
)

// Options choose what is rewritten. The zero value rewrites all that can be.
type Options struct {
	// Select tells, by a function's name as the Go linker records it ("runtime.mallocgc"), whether it may be rewritten.
	// Nil selects all. It is called from one goroutine, in order of the functions.
	Select func(name string) bool

	// Half, if it is not nil, is called when the first half of the functions is rewritten, and gives what the function Half
	// made of the second, elsewhere and meanwhile. Where it gives nil, the second half is rewritten as well.
	Half func() []byte

	inlining inlining // for tests
}

// Stats tell what was done.
type Stats struct {
	Note        string         // why the whole module was returned unchanged; "" if it was not
	Go          string         // the version that wrote the module, if it says so
	Tested      bool           // whether that is of a release that this package is tested with
	Functions   int            // functions with a body
	Rewritten   int            // those that were rewritten
	Left        map[Reason]int // the others, by the reason why they were left as they were
	Blocks      int            // segments and dispatchers in the rewritten functions
	Loops       int            // loops in them
	Dispatchers int            // dispatchers, each a br_table
	BytesBefore int            // code of the rewritten functions
	BytesAfter  int
	Half        bool // whether what Options.Half gave is in the result
}

// Rewrite returns a module that does what the given one, linked by Go for js/wasm or wasip1/wasm, does, with blocks and
// loops in place of the dispatch loops, and with fewer data segments. The result is the same for the same input, and never shares its bytes.
//
// A module that is no program of Go's is returned as it is, with the cause in Stats.Note. So is one of a release that this
// package is not tested with (see [Tested]), if the result would not be valid. The error is an [*module.Error], for input
// that is no module; the result is then nil.
func Rewrite(input []byte, opts Options) ([]byte, Stats, error) {
	m, err := module.Parse(input)
	if err != nil {
		return nil, Stats{}, err
	}
	stats := Stats{Go: m.Producer, Tested: Tested(m.Producer), Functions: len(m.Bodies), Left: map[Reason]int{}}
	p, mem, note := programOf(m)
	if note != "" {
		stats.Note = note
		return slices.Clone(input), stats, nil
	}
	results, halved := rewriteHalves(p, opts)
	left := p.passLeft(results)
	if left == nil && p.passing != nil {
		p.passing, halved = nil, false
		results = make([]result, len(m.Bodies))
		rewriteAll(p, opts, results, 0, len(results))
	}
	stats.Half = halved
	for i, r := range results {
		if r.reason != "" {
			stats.Left[r.reason]++
			if left != nil {
				m.Bodies[i] = left[i]
			}
			continue
		}
		stats.Rewritten++
		stats.Blocks += r.blocks
		stats.Loops += r.loops
		stats.Dispatchers += r.dispatchers
		stats.BytesBefore += len(m.Bodies[i])
		stats.BytesAfter += len(r.body)
		m.Bodies[i] = r.body
	}
	if p.passing != nil {
		encodePassing(m, p.passing)
	}
	p.encodeHints()
	mergeData(m, mem, dataRoom(m, len(input)))
	out := m.Encode()
	if !stats.Tested && spoilt(input, out) {
		left := map[Reason]int{Invalid: len(m.Bodies)}
		return slices.Clone(input), Stats{Go: stats.Go, Note: string(Invalid), Functions: stats.Functions, Left: left}, nil
	}
	return out, stats, nil
}

// programOf finds what has to be known of a module to rewrite it, or says why it is not to be.
func programOf(m *module.Module) (p *program, mem module.Memory, note string) {
	if m.Producer == "" {
		return nil, nil, "the module does not say that Go wrote it"
	}
	mem, ok := module.NewMemory(m.Segments)
	if !ok {
		return nil, nil, "the module's data segments overlap"
	}
	functions, ok := module.Functions(m, mem)
	if !ok {
		return nil, nil, "the module has no table of its functions where Go keeps it (pclntab)"
	}
	if len(m.Globals) == 0 || m.Globals[globalSP] != module.TypeI32 {
		return nil, nil, "the module's first global is not Go's stack pointer"
	}
	return newProgram(m, functions), mem, ""
}

// result is what became of one function.
type result struct {
	reason                     Reason
	body                       []byte
	blocks, loops, dispatchers int
}

// rewriteAll rewrites the functions results[from:past] on all processors; which one takes which makes no difference to the
// results.
func rewriteAll(p *program, opts Options, results []result, from, past int) {
	selected := make([]bool, len(results))
	for i := range selected {
		selected[i] = opts.Select == nil || opts.Select(p.functions[i].Name)
	}
	// First those whose code takes the place of calls: few, but from anywhere.
	inlined := make([]*variant, len(results))
	inParallel(len(results), func() func(int) {
		var g graph // its slices are used again from function to function
		var f form
		return func(i int) {
			if !selected[i] || !p.candidate(i, opts.inlining) {
				return
			}
			if r := rewriteFunction(&g, &f, p, i); r.reason != "" || !p.wanted(i, r.body, opts.inlining) {
				return
			}
			if r := structure(&g, &f, p, i, false); r.reason == "" && r.dispatchers == 0 {
				inlined[i] = p.newVariant(slices.Clone(r.body))
			}
		}
	})
	inParallel(past-from, func() func(int) {
		var g graph
		var f form
		e := expander{program: p, inlined: inlined, inlining: opts.inlining}
		var w narrower
		var b decoded
		var kept pool
		return func(i int) {
			i += from
			if results[i] = (result{reason: ExcludedByOption}); !selected[i] {
				return
			}
			if results[i] = rewriteFunction(&g, &f, p, i); results[i].reason != "" {
				return
			}
			b.body = results[i].body
			if b.decode(); b.ok {
				b = e.expand(b, i)
			}
			w.passes = p.passing != nil && p.passing.passes[p.Imported+i]
			results[i].body = kept.keep(w.narrowBody(p, b))
		}
	})
}

// pool keeps copies of texts in large pieces of memory: one at a time would take longer to allocate than to write.
type pool []byte

const poolPiece = 256 << 10

func (p *pool) keep(text []byte) []byte {
	if len(text) > cap(*p)-len(*p) {
		*p = make([]byte, 0, max(poolPiece, len(text)))
	}
	from := len(*p)
	*p = append(*p, text...)
	return (*p)[from:len(*p):len(*p)]
}

// inParallel calls what work returns, once for each processor, with all numbers below n, each once.
func inParallel(n int, work func() func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		do := work()
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// goSignature is the type of every Go function: it takes PC_B and returns whether the stack is to be unwound.
var goSignature = module.Signature{Params: string([]byte{module.TypeI32}), Results: string([]byte{module.TypeI32})}

func rewriteFunction(g *graph, f *form, p *program, i int) result {
	if s, _ := p.Signature(int64(p.Imported + i)); s != goSignature {
		return result{reason: NotGo}
	}
	if reason := matchForm(f, p.Bodies[i]); reason != "" {
		return result{reason: reason}
	}
	return structure(g, f, p, i, true)
}

// structure makes blocks and loops of a body's segments. One that is not to be resumed is entered at its beginning only.
// The new body is the graph's, until it is used for the next.
func structure(g *graph, f *form, p *program, i int, resumed bool) result {
	if reason := g.buildGraph(f, p, i, resumed); reason != "" {
		return result{reason: reason}
	}
	if reason := g.findLoops(); reason != "" {
		return result{reason: reason}
	}
	g.findOrder()
	if !g.findDominators() {
		return result{reason: Inconsistent}
	}
	g.place()
	body, ok := g.emit()
	if !ok {
		return result{reason: Inconsistent}
	}
	r := result{body: body, blocks: len(g.list), loops: len(g.loops)}
	for _, n := range g.list {
		if g.nodes[n].dispatcher {
			r.dispatchers++
		}
	}
	return r
}
