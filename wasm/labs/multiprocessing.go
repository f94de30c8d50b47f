package labs

import (
	"context"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/shared"
)

var multiprocessingLab = Lab{
	Name:    "multiprocessing",
	Title:   "Multiprocessing",
	Summary: "One map over a pool of processes, with an initializer, in chunks of different sizes, into shared memory.",
	Doc: `A list of numbers is mapped to a list of results by a pool of worker processes: how many steps does the Collatz sequence ` +
		`take from each? An initializer gives each worker a table of the first answers, once, so that no task has to carry it.

The same map is run with different chunk sizes. Small chunks cost a message each; one large chunk for each worker leaves some ` +
		`idle while the last one still works.

Then the results are not sent back at all: workers write them into shared memory, where the page has any, and only say that ` +
		`they are done. All ways have to give the same results.`,
	Params: []kernels.Param{
		{Name: "workers", Kind: kernels.Int, Label: "Workers", Doc: "How many processes the pool has.", Default: "2", Min: 1, Max: 16},
		{Name: "inputs", Kind: kernels.Int, Label: "Inputs", Doc: "How many numbers are mapped.", Default: "2000", Min: 10, Max: 20_000},
		{Name: "chunks", Kind: kernels.Ints, Label: "Chunk sizes", Doc: "The chunk sizes to try, parted by commas.", Default: "1,10,100,1000",
			Min: 1, Max: 20_000, MaxItems: 8},
	},
	Run: runMultiprocessing,
}

// tableSize is up to where the initializer knows the answers.
const tableSize = 1 << 14

// collatzTable is what the initializer left in this copy of the program.
var collatzTable []int32

var (
	prepareCollatz = futures.Define("lab.collatz.prepare", func(context.Context, job) (futures.None, error) {
		table := make([]int32, tableSize)
		for n := int64(2); n < tableSize; n++ {
			table[n] = collatz(n, table[:n])
		}
		collatzTable = table
		return futures.None{}, nil
	})
	// collatzOf counts the steps from a block of numbers around N, and returns their sum: a number's own are too few to measure.
	collatzOf = futures.Define("lab.collatz", func(_ context.Context, o job) (made, error) {
		return made{N: collatzBlock(o.N)}, nil
	})
	// collatzInto does the same for M inputs from N on, and writes the results into shared memory.
	collatzInto = futures.Define("lab.collatz.into", func(ctx context.Context, o job) (made, error) {
		memory, err := shared.Current()
		if err != nil {
			return made{}, err
		}
		for i := o.N; i < o.N+o.M; i++ {
			memory.Store(int(i), int32(collatzBlock(i)))
			if err := futures.Checkpoint(ctx); err != nil {
				return made{}, err
			}
		}
		return made{N: o.M}, nil
	})
)

// collatz counts the steps from n to 1, with a table of those that are known.
func collatz(n int64, known []int32) int32 {
	steps := int32(0)
	for n > 1 && n >= int64(len(known)) {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	if n > 1 {
		steps += known[n]
	}
	return steps
}

// collatzPerInput is how many numbers one input stands for: a fraction of a millisecond's work.
const collatzPerInput = 500

func collatzBlock(input int64) int64 {
	sum := int64(0)
	for n := 1_000_000 + input*collatzPerInput; n < 1_000_000+(input+1)*collatzPerInput; n++ {
		sum += int64(collatz(n, collatzTable))
	}
	return sum
}

type mappings struct {
	*notebook
	ctx             context.Context
	workers, inputs int
	pool            *futures.Executor
	want            []int64 // the first way's results
	result          Result
}

func runMultiprocessing(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	m := &mappings{notebook: open(env, emit), ctx: ctx, workers: int(env.Args.Int("workers")), inputs: int(env.Args.Int("inputs"))}
	memory, err := shared.New(m.inputs)
	if err != nil {
		memory = nil
		m.result.Notes = append(m.result.Notes, "Shared memory was left out: "+err.Error()+".")
	} else {
		defer memory.Close()
	}
	m.step("%s, each prepared by an initializer", words(m.workers, "process"))
	m.pool = futures.Processes(m.workers, futures.WithInitializer(prepareCollatz, job{}))
	defer m.pool.KillWorkers()
	if err := m.pool.Start(ctx); err != nil {
		return nil, err
	}
	m.call(fmt.Sprintf("Processes(%d, WithInitializer(prepare))", m.workers), fmt.Sprintf("%d ready", len(m.pool.Births())))
	if err := m.chunked(); err != nil {
		return nil, err
	}
	if memory != nil {
		if err := m.into(memory); err != nil {
			return nil, err
		}
	}
	return &m.result, nil
}

const mapRepeats = 5

// chunked maps with each chunk size.
func (m *mappings) chunked() error {
	chart := Chart{Kind: Samples, X: Axis{fmt.Sprintf("Time for all %d inputs", m.inputs), UnitMs},
		Note: fmt.Sprintf("Each mark is one map; a line marks the median of %d.", mapRepeats)}
	var best, worst int64
	var least, most float64
	for _, chunk := range m.env.Args.Ints("chunks") {
		m.step("Map in chunks of %d", chunk)
		row := Row{Label: fmt.Sprintf("chunks of %d", chunk), Look: LookWorkers}
		for range mapRepeats {
			began := m.env.Now()
			results := make([]int64, 0, m.inputs)
			for value, err := range futures.Map(m.ctx, m.pool, collatzOf, numbersFrom(0, m.inputs), futures.ChunkSize(int(chunk))) {
				if err != nil {
					return err
				}
				results = append(results, value.N)
			}
			row.Values = append(row.Values, m.env.Now()-began)
			if err := m.same(results); err != nil {
				return err
			}
		}
		t := median(row.Values)
		m.call(fmt.Sprintf("Map(pool, collatz, 0…%d, ChunkSize(%d))", m.inputs-1, chunk), "median "+ms(t))
		if least == 0 || t < least {
			least, best = t, chunk
		}
		if t > most {
			most, worst = t, chunk
		}
		chart.Rows = append(chart.Rows, row)
	}
	chart.Title = fmt.Sprintf("Chunks of %d took %s, chunks of %d %s", best, ms(least), worst, ms(most))
	m.result.Charts = append(m.result.Charts, chart)
	m.result.Finding = fmt.Sprintf("On %s, %d inputs were mapped quickest in chunks of %d: %s, against %s in chunks of %d.",
		words(m.workers, "process"), m.inputs, best, ms(least), ms(most), worst)
	return nil
}

// into has the workers write their results into shared memory.
func (m *mappings) into(memory *shared.Memory) error {
	m.step("The same results, written into shared memory")
	row := Row{Label: "into shared memory", Look: LookOther}
	const parts = 8 // for each worker, so that none falls idle long before the others
	size := max(m.inputs/(m.workers*parts), 1)
	var all []*future
	var labels []string
	var began float64
	for range mapRepeats {
		all, labels = nil, nil
		began = m.env.Now()
		for at := 0; at < m.inputs; at += size {
			f, err := futures.Submit(m.pool, collatzInto, job{N: int64(at), M: int64(min(size, m.inputs-at))})
			if err != nil {
				return err
			}
			all, labels = append(all, f), append(labels, "")
		}
		t, err := took(m.ctx, m.env, all, began)
		if err != nil {
			return err
		}
		row.Values = append(row.Values, t)
		words := make([]int32, m.inputs)
		memory.Read(0, words)
		results := make([]int64, m.inputs)
		for i, word := range words {
			results[i] = int64(word)
		}
		if err := m.same(results); err != nil {
			return err
		}
	}
	m.call(fmt.Sprintf("%d tasks that write into shared memory", len(all)), "median "+ms(median(row.Values)))
	m.result.Charts[0].Rows = append(m.result.Charts[0].Rows, row)
	m.result.Charts = append(m.result.Charts, Chart{Kind: Timeline, Title: fmt.Sprintf("Who wrote when, in parts of %d inputs", size),
		X: Axis{"Time since the first part was sent", UnitMs}, Rows: spansOf(all, labels, began, "process", LookWorkers)})
	m.result.Finding += fmt.Sprintf(" Written into shared memory they took %s.", ms(median(row.Values)))
	return nil
}

// same holds a way's results against those of the first.
func (m *mappings) same(results []int64) error {
	if m.want == nil {
		m.want = results
	}
	if len(results) != len(m.want) {
		return fmt.Errorf("%d results where %d were expected", len(results), len(m.want))
	}
	for i, n := range results {
		if n != m.want[i] {
			return fmt.Errorf("result %d is %d one way and %d another", i, n, m.want[i])
		}
	}
	return nil
}
