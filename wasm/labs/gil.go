package labs

import (
	"context"
	"fmt"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/futures"
)

var gilLab = Lab{
	Name:    "gil",
	Title:   "One lock for all threads",
	Summary: "Count down once, then twice: in sequence, in two threads, in two processes. Who gains?",
	Doc: `David Beazley's experiment on Python's global interpreter lock: a loop that counts down from n runs once; then twice, one ` +
		`run after the other; then twice at the same time in two threads; then in two processes. Each five times.

A thread of CPython needs the interpreter's one lock to compute, so two threads take turns and gain nothing. Goroutines inside ` +
		`one WebAssembly instance are in the same position: the instance has one thread. Workers, as processes, have an instance each.

The timeline shows who had the only turn, and when. In a browser CPython can be asked too: it has no ` +
		`threads there, and says so. Natively Go's goroutines run on all cores, and CPython and PyPy are asked where the machine has them.`,
	Params: []kernels.Param{
		{Name: "n", Kind: kernels.Int, Label: "Count from", Unit: "steps", Doc: "From where Go counts down.", Default: "60000000", Min: 1, Max: 4_000_000_000},
		{Name: "python", Kind: kernels.Int, Label: "Ask CPython too", Doc: "In a browser CPython has to be loaded first, 5.9 MB of it. Natively " +
			"it is asked in any case, where there is one.", Default: "0", Min: 0, Max: 1},
		{Name: "repeats", Kind: kernels.Int, Label: "Repeats", Doc: "How often each way is tried.", Default: "5", Min: 1, Max: 50},
	},
	Run: runGIL,
}

// gilWays are the four ways, with what each has for two runs at once.
var gilWays = []struct{ name, title, look string }{
	{"once", "once", LookSingle},
	{"sequence", "twice in sequence", LookSingle},
	{"threads", "in two threads", LookThreads},
	{"processes", "in two processes", LookWorkers},
}

// beazley is one runtime's result.
type beazley struct {
	Version string                    `json:"version"`
	GIL     bool                      `json:"gil"`
	Times   map[string][]float64      `json:"times"` // by way, in ms
	Turns   map[string][][][2]float64 `json:"turns"` // by way and thread, in ms since that way began
}

func runGIL(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	n := open(env, emit)
	result := &Result{}
	steps, repeats := env.Args.Int("n"), int(env.Args.Int("repeats"))
	inGo, err := n.beazleyInGo(ctx, steps, repeats)
	if err != nil {
		return nil, err
	}
	table := Table{Title: fmt.Sprintf("Medians of %d, against counting once", repeats), Columns: []Column{{Label: "Runtime"},
		{"Steps", UnitCount}, {"Once", UnitMs}, {"In sequence", UnitRatio}, {"Two threads", UnitRatio}, {"Two processes", UnitRatio}}}
	result.add(&table, inGo, steps)
	result.Finding = "Twice the work, against doing it once: " + gains(inGo)
	pythons, notes, quotes, err := beazleyInPython(ctx, n, steps, repeats)
	if err != nil {
		return nil, err
	}
	for _, p := range pythons {
		result.add(&table, p.beazley, p.steps)
		result.Finding += "; " + gains(p.beazley)
	}
	result.Finding += "."
	result.Tables = append(result.Tables, table)
	result.Notes = append(result.Notes, notes...)
	result.Quotes = append(result.Quotes, quotes...)
	return result, nil
}

// fewer is by how much CPython counts less far than Go.
const fewer = 15

func fewerNote(version string, steps int64) string {
	return fmt.Sprintf("%s counted from %d, a part of what Go counted from: it is that much slower. What is compared is what two threads and two "+
		"processes take against one, each runtime with itself.", version, steps)
}

// python is one interpreter's result, and how far it counted.
type python struct {
	beazley
	steps int64
}

// gains says what two threads and two processes took, against once.
func gains(b beazley) string {
	once := median(b.Times["once"])
	var took []string
	refused := ""
	for _, way := range gilWays[2:] {
		if spent := b.Times[way.name]; len(spent) > 0 {
			took = append(took, times(median(spent)/once)+" "+way.title)
		} else {
			refused = " and has no threads"
		}
	}
	return b.Version + " took " + strings.Join(took, " and ") + refused
}

// add puts a runtime's figures into the table and the charts.
func (r *Result) add(table *Table, b beazley, steps int64) {
	once := median(b.Times["once"])
	row := []Cell{text(b.Version), num(float64(steps)), num(once)}
	samples := Chart{Kind: Samples, Title: b.Version + ": " + gilTitle(b), X: Axis{"Time", UnitMs}}
	for _, way := range gilWays {
		times := b.Times[way.name]
		if way.name != "once" {
			cell := Cell{}
			if len(times) > 0 {
				cell = num(median(times) / once)
			}
			row = append(row, cell)
		}
		if len(times) > 0 {
			samples.Rows = append(samples.Rows, Row{Label: way.title, Look: way.look, Values: times})
		}
	}
	table.Rows = append(table.Rows, row)
	r.Charts = append(r.Charts, samples)
	turns := Chart{Kind: Timeline, X: Axis{"Time since both began, in the last repeat", UnitMs},
		Note: "A bar is a turn in which the thread computed; a thin line is waiting for one."}
	for _, way := range gilWays[2:] {
		had := b.Turns[way.name]
		for i, mine := range had {
			turns.Rows = append(turns.Rows, turnsRow(fmt.Sprintf("%s %d", singular[way.name], i+1), way.look, mine, 0))
		}
		if way.name == "threads" && len(had) == 2 {
			share := sharedTime(had[0], had[1])
			turns.Title = fmt.Sprintf("%s: both threads computing for %s of the time", b.Version, percent(share))
		}
	}
	if len(turns.Rows) > 0 {
		r.Charts = append(r.Charts, turns)
	}
}

var singular = map[string]string{"threads": "thread", "processes": "process"}

// gilTitle says whether threads gained.
func gilTitle(b beazley) string {
	threads, sequence := b.Times["threads"], b.Times["sequence"]
	if len(threads) == 0 || len(sequence) == 0 {
		return "no threads to be had"
	}
	return fmt.Sprintf("two threads take %s of the time of two runs in sequence", percent(median(threads)/median(sequence)))
}

// beazleyInGo tries the four ways on goroutines and workers.
func (n *notebook) beazleyInGo(ctx context.Context, steps int64, repeats int) (beazley, error) {
	version := "Go in one WebAssembly instance"
	if native {
		version = "Go"
	}
	b := beazley{Version: version, Times: map[string][]float64{}, Turns: map[string][][][2]float64{}}
	pool := futures.Processes(2)
	defer pool.KillWorkers()
	if err := pool.Start(ctx); err != nil {
		return b, err
	}
	if _, err := n.countAtOnce(ctx, pool, 1, steps); err != nil { // warm, as those to come are
		return b, err
	}
	for repeat := range repeats {
		n.step("Go, repeat %d of %d", repeat+1, repeats)
		for _, way := range gilWays {
			// Goroutines of one worker are two threads of one instance; other than those of the coordinator, they
			// compute beside nothing else.
			switch way.name {
			case "threads":
				pool.Limit(1, 2)
			case "processes":
				pool.Limit(2, 1)
			default:
				pool.Limit(1, 1)
			}
			began := n.env.Now()
			var turns [][][2]float64
			var err error
			if way.name == "once" {
				_, err = n.countAtOnce(ctx, pool, 1, steps)
			} else {
				turns, err = n.countAtOnce(ctx, pool, 2, steps)
			}
			if err != nil {
				return b, err
			}
			took := n.env.Now() - began
			b.Times[way.name] = append(b.Times[way.name], took)
			if way.name == "threads" || way.name == "processes" {
				b.Turns[way.name] = turns
			}
			n.call("count "+way.title, ms(took))
		}
	}
	return b, nil
}

// countAtOnce submits so many counts, and returns when each had its turns.
func (n *notebook) countAtOnce(ctx context.Context, pool *futures.Executor, counts int, steps int64) ([][][2]float64, error) {
	began := n.env.Now()
	var all []*future
	for range counts {
		f, err := futures.Submit(pool, countdown, job{N: steps})
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	turns := make([][][2]float64, counts)
	for i, f := range all {
		value, err := f.Result(ctx)
		if err != nil {
			return nil, err
		}
		for _, turn := range value.Turns {
			turns[i] = append(turns[i], [2]float64{turn[0] - began, turn[1] - began})
		}
	}
	return turns, nil
}
