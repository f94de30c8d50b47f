package labs

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/shared"
)

// CodeNotIsolated is the code of the error of a page that has no shared memory.
const CodeNotIsolated = "not-isolated"

var raceLab = Lab{
	Name:    "race",
	Title:   "Data races and locks",
	Summary: "Workers add to one counter and write to one log, first without a lock, then with atomics, then with one.",
	Doc: `Two workers add to the same word of shared memory, each very many times. Adding is three things: load, add one, ` +
		`store. Where both load the same number, both store the same sum, and one addition is lost. It is counted how many are.

Then each addition is one indivisible operation; then a lock stands around load and store, taken and released by hand, and ` +
		`by a function that holds it for as long as it runs, as Python's with statement does. Nothing is lost any more, and it ` +
		`is measured what that costs.

The log is the same once more, with something to see: each worker appends lines at the place where the log ends, as the log ` +
		`tells. Without a lock lines land on each other.`,
	Params: []kernels.Param{
		{Name: "runs", Kind: kernels.Int, Label: "Runs", Doc: "How often each way is tried.", Default: "10", Min: 1, Max: 50},
		{Name: "ms", Kind: kernels.Int, Label: "Length of a run", Unit: "ms", Doc: "How long each worker adds without a lock, if nobody disturbs it. The " +
			"ways that keep apart take longer for each addition, and make a tenth as many.", Default: "60", Min: 1, Max: 1000},
		{Name: "workers", Kind: kernels.Int, Label: "Workers", Doc: "How many add at the same time.", Default: "2", Min: 1, Max: 8},
		{Name: "lines", Kind: kernels.Int, Label: "Lines", Doc: "How many lines each worker writes to the log.", Default: "10000", Min: 1, Max: 50_000},
	},
	Run: runRace,
}

// What the words of the race's memory are. They lie in cache lines of their own, so that only what shares a word competes.
const (
	counterWord = 0
	lockWord    = 32
	comersWord  = 64  // how many have come to the meeting
	meetingWord = 96  // which meeting it is
	logEndWord  = 128 // where the log ends, in words from its beginning
	logWord     = 160
	lineWords   = 8
)

// ways are how the workers keep apart, or do not.
var ways = []struct{ name, title, look string }{
	{"racy", "load, add, store", LookOther},
	{"atomic", "atomic add", LookSingle},
	{"lock", "lock, by hand", LookThreads},
	{"with", "lock, by With", LookWorkers},
}

type racing struct {
	*notebook
	ctx                 context.Context
	runs, workers, line int
	ms                  float64
	memory              *shared.Memory
	pool                *futures.Executor
	result              Result
}

func runRace(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	r := &racing{notebook: open(env, emit), ctx: ctx, runs: int(env.Args.Int("runs")), ms: float64(env.Args.Int("ms")),
		workers: int(env.Args.Int("workers")), line: int(env.Args.Int("lines"))}
	memory, err := shared.New(logWord + r.workers*r.line*lineWords)
	if errors.Is(err, shared.ErrUnavailable) {
		return nil, &kernels.Error{Code: CodeNotIsolated, Message: "This laboratory needs memory that workers share, which browsers " +
			"grant to cross-origin isolated pages alone. This page is not one: open the laboratory in a page of its own."}
	} else if err != nil {
		return nil, err
	}
	defer memory.Close()
	r.memory = memory
	// Before the memory is let go of, nobody must be left who writes to it.
	r.pool = futures.Processes(r.workers)
	defer r.pool.KillWorkers()
	if err := r.pool.Start(ctx); err != nil {
		return nil, err
	}
	for _, part := range []func() error{r.counting, r.logging, r.inside} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	quotes, notes := raceDetector(r.ctx, r.notebook)
	r.result.Quotes = append(r.result.Quotes, quotes...)
	r.result.Notes = append(r.result.Notes, notes...)
	return &r.result, nil
}

// counting tries the four ways, several times each.
func (r *racing) counting() error {
	lost := Chart{Kind: Samples, X: Axis{"Additions lost, of all", UnitPercent},
		Note: "Each mark is a run. A way that keeps the workers apart has all its marks at zero."}
	costs := Chart{Kind: Samples, X: Axis{"Time of one addition", UnitNs}}
	table := Table{Title: capital(words(r.workers, "worker")) + " adding at the same time", Columns: []Column{{Label: "Way"}, {"Runs", UnitCount},
		{"Additions in a run", UnitCount}, {"Runs that lost", UnitCount}, {"Lost, median", UnitPercent}, {"One alone", UnitNs}, {"All together", UnitNs}}}
	most, err := r.additions()
	if err != nil {
		return err
	}
	var findings []string
	var together [4]float64
	for w, way := range ways {
		r.step("%s on %s: %s", words(r.runs, "run"), words(r.workers, "worker"), way.title)
		adds := most
		if way.name != "racy" {
			adds = max(most/10, 1)
		}
		total := adds * r.workers
		alone, _, err := r.race(r.pool, way.name, 1, adds)
		if err != nil {
			return err
		}
		losers, shares, ns := 0, []float64{}, []float64{}
		for run := range r.runs {
			cost, missing, err := r.race(r.pool, way.name, r.workers, adds)
			if err != nil {
				return err
			}
			if missing > 0 {
				losers++
			}
			shares, ns = append(shares, float64(missing)/float64(total)), append(ns, cost)
			r.call(fmt.Sprintf("run %d: counter", run+1), fmt.Sprintf("%d of %d, %d lost", total-missing, total, missing))
		}
		together[w] = median(ns)
		lost.Rows = append(lost.Rows, Row{Label: way.title, Look: way.look, Values: shares})
		costs.Rows = append(costs.Rows, Row{Label: way.title, Look: way.look, Values: ns})
		table.Rows = append(table.Rows, []Cell{text(way.title), count(r.runs), count(total), count(losers), num(median(shares)), num(alone), num(together[w])})
		findings = append(findings, fmt.Sprint(losers))
	}
	lost.Title = fmt.Sprintf("Runs that lost additions, of %d: %s without keeping apart, %s with atomics, %s and %s with a lock",
		r.runs, findings[0], findings[1], findings[2], findings[3])
	costs.Title = fmt.Sprintf("Keeping apart costs: %s unguarded, %s atomic, %s with a lock", nanoseconds(together[0]),
		nanoseconds(together[1]), nanoseconds(together[2]))
	r.result.Charts = append(r.result.Charts, lost, costs)
	r.result.Tables = append(r.result.Tables, table)
	r.result.Finding = fmt.Sprintf("Without keeping apart, %s of %d runs lost additions; with atomics %s did, with a lock %s. "+
		"The lock made an addition take %s instead of %s.", findings[0], r.runs, none(findings[1]), none(findings[2]),
		nanoseconds(together[2]), nanoseconds(together[0]))
	return nil
}

func none(n string) string {
	if n == "0" {
		return "none"
	}
	return n
}

func nanoseconds(ns float64) string { return digits(ns) + " ns" }

// additions finds how many additions without a lock take as long as a run is to take: long enough for a busy machine to
// interrupt workers in their midst, and a quiet one to run them beside each other.
func (r *racing) additions() (int, error) {
	least := 0.0
	for range 5 { // what takes longer was disturbed
		ns, _, err := r.race(r.pool, "racy", 1, 2*batch)
		if err != nil {
			return 0, err
		}
		if least == 0 || ns < least {
			least = ns
		}
	}
	const most = 2_000_000_000 // what a word of 32 bits can count
	return int(min(max(r.ms*1e6/max(least, 1), 1), float64(most/r.workers))), nil
}

// race has so many of the pool's workers add at once, and returns what an addition took and how many are missing.
func (r *racing) race(pool *futures.Executor, way string, workers, adds int) (ns float64, missing int, err error) {
	for _, word := range []int{counterWord, lockWord, comersWord, meetingWord, logEndWord} {
		r.memory.AtomicStore(word, 0)
	}
	var all []*future
	for me := range workers {
		f, err := futures.Submit(pool, raceAdd, job{N: int64(adds), M: int64(workers), Me: int64(me), Lock: way})
		if err != nil {
			return 0, 0, err
		}
		all = append(all, f)
	}
	for _, f := range all {
		value, err := f.Result(r.ctx)
		if err != nil {
			return 0, 0, err
		}
		ns += value.Ms * 1e6 / float64(adds) / float64(workers)
	}
	return ns, workers*adds - int(r.memory.AtomicLoad(counterWord)), nil
}

// inside is the race between goroutines of this program.
func (r *racing) inside() error {
	r.step("The same race between goroutines of one program")
	pool := futures.Threads(r.workers)
	defer func() {
		pool.KillWorkers()
		pool.Shutdown(true, true)
	}()
	adds, err := r.additions()
	if err != nil {
		return err
	}
	losers := 0
	for range r.runs {
		_, missing, err := r.race(pool, "racy", r.workers, adds)
		if err != nil {
			return err
		}
		if missing > 0 {
			losers++
		}
	}
	r.call("runs that lost additions", fmt.Sprintf("%d of %d", losers, r.runs))
	note := fmt.Sprintf("Goroutines of one program, without a lock: %d of %d runs lost additions.", losers, r.runs)
	if !native {
		note += " Inside one WebAssembly instance only one goroutine computes at a time, and it is never interrupted between its load and " +
			"its store. A Python thread is: its lock may change hands between any two bytecodes."
	}
	r.result.Notes = append(r.result.Notes, note)
	return nil
}

// logging has the workers write lines to the end of one log.
func (r *racing) logging() error {
	table := Table{Title: fmt.Sprintf("The log after %d lines", r.line*r.workers),
		Columns: []Column{{Label: "Way"}, {"Lines written", UnitCount}, {"Lines in the log", UnitCount}, {"Missing", UnitCount}, {"Garbled", UnitCount}}}
	damaged := 0
	for _, way := range []struct{ name, title string }{{"racy", "no lock"}, {"with", "lock around the write"}} {
		r.step("%s append %d lines each to one log: %s", words(r.workers, "worker"), r.line, way.title)
		whole, garbled, sample, err := r.log(way.name)
		if err != nil {
			return err
		}
		written := r.line * r.workers
		damaged += written - whole
		r.call("the log", fmt.Sprintf("%d lines whole, %d garbled, %d missing", whole, garbled, written-whole-garbled))
		table.Rows = append(table.Rows, []Cell{text(way.title), count(written), count(whole + garbled), count(written - whole - garbled), count(garbled)})
		if sample != "" {
			r.result.Quotes = append(r.result.Quotes, Quote{Title: "From the log that was written without a lock: each worker's lines " +
				"consist of its letter alone", Text: sample})
		}
	}
	r.result.Tables = append(r.result.Tables, table)
	if damaged == 0 {
		r.result.Notes = append(r.result.Notes, "The log that was written without a lock came out whole this time. A race shows when it likes.")
	}
	return nil
}

// log writes one log and reads it: lines that are one worker's alone, garbled ones, and some of the latter to show.
func (r *racing) log(way string) (whole, garbled int, sample string, err error) {
	// An untouched line shows as one of zeros.
	r.memory.Write(logWord, make([]int32, r.workers*r.line*lineWords))
	for _, word := range []int{lockWord, comersWord, meetingWord, logEndWord} {
		r.memory.AtomicStore(word, 0)
	}
	var all []*future
	for i := range r.workers {
		f, err := futures.Submit(r.pool, raceLog, job{N: int64(r.line), M: int64(r.workers), Me: int64(i), Lock: way})
		if err != nil {
			return 0, 0, "", err
		}
		all = append(all, f)
	}
	for _, f := range all {
		if _, err := f.Result(r.ctx); err != nil {
			return 0, 0, "", err
		}
	}
	lines := make([]int32, r.memory.AtomicLoad(logEndWord))
	r.memory.Read(logWord, lines)
	var shown []string
	for at := 0; at+lineWords <= len(lines); at += lineWords {
		line := lines[at : at+lineWords]
		mixed := false
		for _, letter := range line {
			mixed = mixed || letter != line[0]
		}
		if mixed {
			garbled++
		} else if line[0] != 0 {
			whole++
		}
		if mixed && len(shown) < 8 {
			shown = append(shown, lettersOf(line))
		}
	}
	return whole, garbled, strings.Join(shown, "\n"), nil
}

func lettersOf(line []int32) string {
	letters := make([]rune, len(line))
	for i, letter := range line {
		letters[i] = '·'
		if letter != 0 {
			letters[i] = rune(letter)
		}
	}
	return string(letters)
}
