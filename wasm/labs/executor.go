package labs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/futures"
)

var executorLab = Lab{
	Name:    "executor",
	Title:   "Executors and futures",
	Summary: "Tasks are submitted to pools; their futures move from pending to done, are cancelled, waited for, mapped.",
	Doc: `Six numbers go to a pool of worker processes: is each of them prime? A future comes back at once for each, and moves ` +
		`from pending to running to done. They complete in whatever order they like, and as_completed hands them over in that ` +
		`order. A pending one can be cancelled; a running one cannot.

Then every method of a future is called once, wait is tried in its three modes, map with different chunk sizes, and an ` +
		`initializer prepares each worker.

Last, a pool of threads and a pool of processes do the same work. On computing, threads that share one interpreter lock, ` +
		`as goroutines share one WebAssembly instance, gain nothing; on waiting they gain as much as processes.`,
	Params: []kernels.Param{
		{Name: "workers", Kind: kernels.Int, Label: "Workers", Doc: "How many workers each pool has.", Default: "4", Min: 1, Max: 16},
		{Name: "numbers", Kind: kernels.Ints, Label: "Numbers", Doc: "The numbers to test, parted by commas.",
			Default: "112272535095293,112582705942171,112272535095293,115280095190773,115797848077099,1099726899285419",
			Max:     kernels.MaxInt, MaxItems: 64},
		{Name: "wait", Kind: kernels.Int, Label: "Waiting task", Unit: "ms", Doc: "How long each of the waiting tasks waits.",
			Default: "60", Min: 1, Max: 2000},
	},
	Run: runExecutor,
}

// executors is one run of the executor laboratory.
type executors struct {
	*notebook
	ctx     context.Context
	workers int
	numbers []int64
	result  Result
}

func runExecutor(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	x := &executors{notebook: open(env, emit), ctx: ctx, workers: int(env.Args.Int("workers")), numbers: env.Args.Ints("numbers")}
	for _, part := range []func() error{x.completion, x.methods, x.waiting, x.mapping, x.initializer, x.comparison} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return &x.result, nil
}

// primes submits the numbers.
func (x *executors) primes(pool *futures.Executor, b *board) (all []*future, labels []string, err error) {
	for _, n := range x.numbers {
		label := fmt.Sprint(n)
		f, err := b.submit(pool, isPrime, job{N: n}, label)
		if err != nil {
			return nil, nil, err
		}
		all, labels = append(all, f), append(labels, label)
	}
	return all, labels, nil
}

// completion is the chapter's example: futures in the order in which they complete.
func (x *executors) completion() error {
	x.step("%s on a pool of %s: is each prime?", words(len(x.numbers), "number"), words(x.workers, "process"))
	pool := futures.Processes(x.workers)
	defer pool.KillWorkers()
	if err := pool.Start(x.ctx); err != nil {
		return err
	}
	b := x.board()
	defer b.end()
	began := x.env.Now()
	all, labels, err := x.primes(pool, b)
	if err != nil {
		return err
	}
	table := Table{Title: "Futures in the order in which they completed",
		Columns: []Column{{Label: "Number"}, {Label: "Submitted as", Unit: UnitCount}, {Label: "Worker", Unit: UnitCount},
			{Label: "After", Unit: UnitMs}, {Label: "Result"}}}
	var ranks []string
	for f, err := range futures.AsCompleted(x.ctx, all) {
		if err != nil {
			return err
		}
		at := slices.Index(all, f)
		value, err := f.Result(x.ctx)
		said := "not prime"
		switch {
		case errors.Is(err, futures.ErrCancelled):
			said = "cancelled"
		case errors.Is(err, futures.ErrKilled):
			said = "killed"
		case err != nil:
			return err
		case value.Yes:
			said = "prime"
		}
		after := x.env.Now() - began
		x.call(fmt.Sprintf("AsCompleted → future %d, %s", at+1, labels[at]), said)
		ranks = append(ranks, fmt.Sprint(at+1))
		table.Rows = append(table.Rows, []Cell{text(labels[at]), count(at + 1), count(f.Timing().Worker + 1), num(after), text(said)})
	}
	x.result.Finding = fmt.Sprintf("Submitted as 1 to %d, the futures completed in the order %s", len(all), strings.Join(ranks, ", "))
	x.result.Tables = append(x.result.Tables, table)
	x.result.Charts = append(x.result.Charts, Chart{Kind: Timeline, Title: "Each worker takes the next number as it falls idle",
		X: Axis{"Time since the first was submitted", UnitMs}, Rows: spansOf(all, labels, began, "worker", LookWorkers)})
	return nil
}

// methods calls every method of a future once.
func (x *executors) methods() error {
	x.step("Every method of a future, on a pool of one thread")
	pool := futures.Threads(1)
	defer pool.KillWorkers()
	b := x.board()
	defer b.end()
	number, release := gate()
	defer release()
	f1, err := b.submit(pool, gated, job{N: number, Text: "42"}, "f1")
	if err != nil {
		return err
	}
	f2, err := b.submit(pool, doze, job{}, "f2")
	if err != nil {
		return err
	}
	open3, release3 := gate()
	release3()
	f3, err := b.submit(pool, gated, job{N: open3, M: 1, Text: "ValueError: no such number"}, "f3")
	if err != nil {
		return err
	}
	called := make(chan string, 1)
	f1.AddDoneCallback(func(f *future) { called <- fmt.Sprintf("called with f1, whose Done() is %v", f.Done()) })
	x.call("f1.AddDoneCallback(fn)", "added")
	x.call("f1.Running()", f1.Running())
	x.call("f2.Running()", f2.Running())
	x.call("f1.Cancel()", f1.Cancel())
	x.call("f2.Cancel()", f2.Cancel())
	x.call("f2.Cancelled()", f2.Cancelled())
	x.call("f2.Done()", f2.Done())
	x.call("f1.Done()", f1.Done())
	soon, cancel := context.WithTimeout(x.ctx, time.Millisecond)
	_, err = f1.Result(soon)
	cancel()
	x.call("f1.Result(1 ms)", err)
	b.look()
	release()
	value, err := f1.Result(x.ctx)
	if err != nil {
		return err
	}
	x.call("f1.Result()", value.Text)
	x.call("fn", <-called)
	x.call("f1.Err()", f1.Err(x.ctx))
	x.call("f3.Err()", f3.Err(x.ctx))
	_, err = f2.Result(x.ctx)
	x.call("f2.Result()", err)
	if err := x.ctx.Err(); err != nil {
		return context.Cause(x.ctx)
	}
	return nil
}

// waiting tries wait's three modes: a task succeeds, then one fails, then the last succeeds.
func (x *executors) waiting() error {
	x.step("Wait in its three modes, on a pool of three threads")
	pool := futures.Threads(3)
	defer pool.KillWorkers()
	b := x.board()
	defer b.end()
	var all []*future
	var open []func()
	for i, said := range []string{"one", "ValueError: two", "three"} {
		number, release := gate()
		defer release()
		f, err := b.submit(pool, gated, job{N: number, M: int64(i % 2), Text: said}, fmt.Sprintf("task %d", i+1))
		if err != nil {
			return err
		}
		all, open = append(all, f), append(open, release)
	}
	for i, mode := range []struct {
		name string
		when futures.When
	}{{"FirstCompleted", futures.FirstCompleted}, {"FirstError", futures.FirstError}, {"AllCompleted", futures.AllCompleted}} {
		open[i]()
		done, pending, err := futures.Wait(x.ctx, all, mode.when)
		if err != nil {
			return err
		}
		x.call(fmt.Sprintf("Wait(futures, %s)", mode.name), fmt.Sprintf("%d done, %d not", len(done), len(pending)))
		b.look()
	}
	return nil
}

// mapping tries map with different chunk sizes on tasks that are far shorter than a message.
func (x *executors) mapping() error {
	const inputs, repeats = 600, 5
	x.step("Map over %d short tasks, in chunks of different sizes", inputs)
	pool := futures.Processes(x.workers)
	defer pool.KillWorkers()
	if err := pool.Start(x.ctx); err != nil {
		return err
	}
	chart := Chart{Kind: Samples, X: Axis{fmt.Sprintf("Time for all %d", inputs), UnitMs}}
	var least, alone float64
	var best int
	for _, chunk := range []int{1, 10, 100} {
		row := Row{Label: fmt.Sprintf("chunks of %d", chunk), Look: LookWorkers}
		for range repeats {
			began := x.env.Now()
			primes := 0
			for value, err := range futures.Map(x.ctx, pool, isPrime, numbersFrom(1000, inputs), futures.ChunkSize(chunk)) {
				if err != nil {
					return err
				}
				if value.Yes {
					primes++
				}
			}
			row.Values = append(row.Values, x.env.Now()-began)
			if len(row.Values) == repeats {
				x.call(fmt.Sprintf("Map(pool, isPrime, 1000…%d, ChunkSize(%d))", 1000+inputs-1, chunk),
					fmt.Sprintf("%d primes in order, median %s", primes, ms(median(row.Values))))
			}
		}
		m := median(row.Values)
		if chunk == 1 {
			alone = m
		}
		if least == 0 || m < least {
			least, best = m, chunk
		}
		chart.Rows = append(chart.Rows, row)
	}
	chart.Title = fmt.Sprintf("One input a message takes %s, chunks of %d take %s", ms(alone), best, ms(least))
	chart.Note = fmt.Sprintf("Each mark is one map over %d numbers; a line marks the median of %d.", inputs, repeats)
	x.result.Charts = append(x.result.Charts, chart)
	return nil
}

func numbersFrom(first int64, n int) func(yield func(job) bool) {
	return func(yield func(job) bool) {
		for i := range int64(n) {
			if !yield(job{N: first + i}) {
				return
			}
		}
	}
}

// initializer shows that every worker calls it once, before its first task.
func (x *executors) initializer() error {
	x.step("An initializer prepares each of two workers before its first task")
	pool := futures.Processes(2, futures.WithInitializer(initialize, job{Text: "prepared"}))
	defer pool.KillWorkers()
	if err := pool.Start(x.ctx); err != nil {
		return err
	}
	b := x.board()
	defer b.end()
	for i := range 4 {
		f, err := b.submit(pool, recall, job{Ms: 5}, fmt.Sprintf("task %d: what did the initializer leave?", i+1))
		if err != nil {
			return err
		}
		value, err := f.Result(x.ctx)
		if err != nil {
			return err
		}
		if value.Text != "prepared" {
			return fmt.Errorf("a task ran in a worker without its initializer: %q", value.Text)
		}
	}
	x.call("what each task found", "prepared")
	return nil
}

// comparison has threads and processes do the same work.
func (x *executors) comparison() error {
	const repeats = 5
	waitMs := float64(x.env.Args.Int("wait"))
	x.step("Threads against processes, on computing and on waiting")
	table := Table{Title: fmt.Sprintf("Medians of %d, on %s each", repeats, words(x.workers, "worker")),
		Columns: []Column{{Label: "Pool"}, {Label: "Computing", Unit: UnitMs}, {Label: "Waiting", Unit: UnitMs}}}
	chart := Chart{Kind: Samples, X: Axis{"Time for all tasks", UnitMs}}
	var computing, waiting [2]float64
	for i, kind := range []struct {
		name, look string
		make       func(int, ...futures.Option) *futures.Executor
	}{{"thread pool", LookThreads, futures.Threads}, {"process pool", LookWorkers, futures.Processes}} {
		pool := kind.make(x.workers)
		values, err := x.timed(pool, repeats, waitMs)
		pool.KillWorkers()
		if err != nil {
			return err
		}
		computing[i], waiting[i] = median(values[0]), median(values[1])
		x.call(kind.name, fmt.Sprintf("computing %s, waiting %s", ms(computing[i]), ms(waiting[i])))
		table.Rows = append(table.Rows, []Cell{text(kind.name), num(computing[i]), num(waiting[i])})
		chart.Rows = append(chart.Rows, Row{Label: kind.name + ", computing", Look: kind.look, Values: values[0]},
			Row{Label: kind.name + ", waiting", Look: kind.look, Values: values[1]})
	}
	chart.Title = fmt.Sprintf("Processes compute in %s where threads take %s; they wait for %s and %s",
		ms(computing[1]), ms(computing[0]), ms(waiting[1]), ms(waiting[0]))
	chart.Note = fmt.Sprintf("Computing tests the numbers above; waiting is %s of %s each.", words(2*x.workers, "task"), ms(waitMs))
	x.result.Charts = append(x.result.Charts, chart)
	x.result.Tables = append(x.result.Tables, table)
	x.result.Finding += fmt.Sprintf("; computing took the process pool %s and the thread pool %s, waiting %s and %s.",
		ms(computing[1]), ms(computing[0]), ms(waiting[1]), ms(waiting[0]))
	return nil
}

// timed runs both kinds of work several times and returns what each took.
func (x *executors) timed(pool *futures.Executor, repeats int, waitMs float64) (values [2][]float64, err error) {
	if err := pool.Start(x.ctx); err != nil {
		return values, err
	}
	for range repeats {
		for i := range 2 {
			began := x.env.Now()
			var all []*future
			for k := range max(len(x.numbers), 2*x.workers) {
				var f *future
				switch {
				case i == 0 && k < len(x.numbers):
					f, err = futures.Submit(pool, isPrime, job{N: x.numbers[k]})
				case i == 1 && k < 2*x.workers:
					f, err = futures.Submit(pool, doze, job{Ms: waitMs})
				default:
					continue
				}
				if err != nil {
					return values, err
				}
				all = append(all, f)
			}
			t, err := took(x.ctx, x.env, all, began)
			if err != nil {
				return values, err
			}
			values[i] = append(values[i], t)
		}
	}
	return values, nil
}
