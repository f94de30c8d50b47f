package labs

import (
	"context"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/futures"
)

var ioLab = Lab{
	Name:    "io",
	Title:   "Waiting for ten pages",
	Summary: "Ten requests to a slow page: one by one, five at a time on goroutines, five at a time in workers.",
	Doc: `Ten requests go to an address of this site that answers after a fifth of a second. One by one they take ten times that. ` +
		`Five at a time they take two times that, and it makes no difference whether five goroutines of one instance wait or five ` +
		`workers: whoever waits needs no processor.

This is where threads pay under a global interpreter lock, and where goroutines pay inside one WebAssembly instance: ` +
		`concurrency without parallelism.

Browsers ask one server for six things at a time at most, over HTTP/1.1; five stay below that. Where this site is served by a host ` +
		`that has no such address, a timer stands for it.`,
	Params: []kernels.Param{
		{Name: "requests", Kind: kernels.Int, Label: "Requests", Doc: "How many pages are fetched.", Default: "10", Min: 1, Max: 60},
		{Name: "ms", Kind: kernels.Int, Label: "Delay", Unit: "ms", Doc: "After how long the page answers.", Default: "200", Min: 0, Max: 2000},
		{Name: "workers", Kind: kernels.Int, Label: "At a time", Doc: "How many requests are under way at a time.", Default: "5", Min: 1, Max: 16},
	},
	Run: runIO,
}

// fetches waits for the page at Text to answer after so many Ms; without an address a timer stands for it.
var fetches = futures.Define("lab.fetch", func(ctx context.Context, o job) (made, error) {
	if o.Text == "" {
		return made{}, sleep(ctx, o.Ms)
	}
	return made{}, fetchDelayed(ctx, fmt.Sprintf("%s?ms=%.0f", o.Text, o.Ms))
})

func runIO(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	n := open(env, emit)
	result := &Result{}
	requests, atATime, delay := int(env.Args.Int("requests")), int(env.Args.Int("workers")), float64(env.Args.Int("ms"))
	address := env.Delay
	if address == "" {
		address = delayAddress()
	}
	n.step("Is there a slow page to fetch?")
	if err := probe(ctx, address); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		n.note("There is none here (%v): a timer stands for it.", err)
		result.Notes = append(result.Notes, "The host of this site has no slow page to fetch, so a timer stood for it: it waits as long, and asks nobody.")
		address = ""
	} else {
		n.call("GET "+address+"?ms=0", "answered")
	}
	chart := Chart{Kind: Samples, X: Axis{fmt.Sprintf("Time for all %d", requests), UnitMs}}
	table := Table{Title: fmt.Sprintf("%s of %s each", capital(words(requests, "request")), ms(delay)),
		Columns: []Column{{Label: "Way"}, {"Time", UnitMs}, {"One by one, against it", UnitRatio}}}
	var took [3]float64
	for i, way := range []struct {
		title, row, look  string
		processes, inside int
	}{
		{"one by one", "request", LookSingle, 1, 1},
		{fmt.Sprintf("%s in one instance", words(atATime, "goroutine")), "goroutine", LookThreads, 1, atATime},
		{words(atATime, "worker"), "worker", LookWorkers, atATime, 1},
	} {
		n.step("%s", way.title)
		t, rows, err := n.fetchAll(ctx, address, requests, delay, way.processes, way.inside, way.row, way.look)
		if err != nil {
			return nil, err
		}
		took[i] = t
		n.call("all answered", ms(t))
		chart.Rows = append(chart.Rows, Row{Label: way.title, Look: way.look, Values: []float64{t}})
		table.Rows = append(table.Rows, []Cell{text(way.title), num(t), num(took[0] / t)})
		result.Charts = append(result.Charts, Chart{Kind: Timeline, Title: fmt.Sprintf("%s: %s", capital(way.title), ms(t)),
			X: Axis{"Time since the first was asked for", UnitMs}, Rows: rows})
	}
	chart.Title = fmt.Sprintf("Five at a time take %s and %s, one by one %s", ms(took[1]), ms(took[2]), ms(took[0]))
	if atATime != 5 {
		chart.Title = fmt.Sprintf("%d at a time take %s and %s, one by one %s", atATime, ms(took[1]), ms(took[2]), ms(took[0]))
	}
	result.Charts = append([]Chart{chart}, result.Charts...)
	result.Tables = append(result.Tables, table)
	result.Finding = fmt.Sprintf("One by one the %s took %s, on %s %s, in %s %s: waiting needs no processor, so one instance is enough.",
		words(requests, "request"), ms(took[0]), words(atATime, "goroutine"), ms(took[1]), words(atATime, "worker"), ms(took[2]))
	if took[1] > 0.8*took[0] {
		result.Finding = fmt.Sprintf("One by one the %s took %s, on %s %s, in %s %s.",
			words(requests, "request"), ms(took[0]), words(atATime, "goroutine"), ms(took[1]), words(atATime, "worker"), ms(took[2]))
	}
	return result, nil
}

// probe asks the page to answer at once.
func probe(ctx context.Context, address string) error { return fetchDelayed(ctx, address+"?ms=0") }

// fetchAll makes all requests on so many workers with so many goroutines each, and returns the time and who waited when.
func (n *notebook) fetchAll(ctx context.Context, address string, requests int, delay float64, processes, inside int, row, look string) (float64, []Row, error) {
	pool := futures.Processes(processes, futures.WithThreads(inside))
	defer pool.KillWorkers()
	if err := pool.Start(ctx); err != nil {
		return 0, nil, err
	}
	b := n.board()
	defer b.end()
	began := n.env.Now()
	var all []*future
	var labels []string
	for i := range requests {
		label := fmt.Sprintf("request %d", i+1)
		f, err := b.submit(pool, fetches, job{Text: address, Ms: delay}, label)
		if err != nil {
			return 0, nil, err
		}
		all, labels = append(all, f), append(labels, fmt.Sprint(i+1))
	}
	t, err := took(ctx, n.env, all, began)
	if err != nil {
		return 0, nil, err
	}
	if inside == 1 {
		return t, spansOf(all, labels, began, row, look), nil
	}
	return t, lanesOf(all, labels, began, row, look), nil
}

// lanesOf lays tasks of one worker on a timeline, in as few rows as keep them from covering each other: its goroutines.
func lanesOf(all []*future, labels []string, began float64, rowLabel, look string) []Row {
	var rows []Row
	var ends []float64
	for i, f := range all {
		t := f.Timing()
		at := -1
		for k := range rows {
			if ends[k] <= t.Started {
				at = k
				break
			}
		}
		if at < 0 {
			at = len(rows)
			rows, ends = append(rows, Row{Label: fmt.Sprintf("%s %d", rowLabel, at+1), Look: look}), append(ends, 0)
		}
		ends[at] = t.Ended
		rows[at].Spans = append(rows[at].Spans, Span{StartMs: t.Started - began, EndMs: t.Ended - began, Phase: "run", Label: labels[i]})
	}
	return rows
}
