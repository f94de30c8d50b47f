package labs

import (
	"context"
	"fmt"

	"velocidade/kernels"
)

// CodeBrowserOnly is the code of the error of a laboratory that runs in a browser alone.
const CodeBrowserOnly = "browser-only"

var extensionLab = Lab{
	Name:    "extension",
	Title:   "Extensions: Python calls Go",
	Summary: "CPython calls a function that was compiled from Go: once for each step, or once for all of them. Loads 5.9 MB.",
	Doc: `A C extension speeds Python up by taking a loop out of it. What it gains depends on how much is done in each call, since ` +
		`crossing from one language into the other costs something every time.

Here CPython runs in a worker, and in the same worker a function compiled from Go: how many of the numbers up to n are odd? Python ` +
		`counts by itself; then it asks Go about each number; then it asks Go once, for all of them. All three have to agree.

CPython has to be loaded first: 5.9 MB, once. Natively the extension is a module in Cython; velocidade bench has it as lanes, with ` +
		`and without the interpreter's lock.`,
	Params: []kernels.Param{
		{Name: "n", Kind: kernels.Int, Label: "Count from", Unit: "steps", Doc: "How many numbers are looked at.", Default: "200000", Min: 1, Max: 5_000_000},
		{Name: "repeats", Kind: kernels.Int, Label: "Repeats", Doc: "How often each way is tried.", Default: "5", Min: 1, Max: 30},
	},
	Run: runExtension,
}

// extensionWays are the three ways, each as Python that leaves the odd numbers' count in odd.
var extensionWays = []struct{ title, look, source string }{
	{"Python alone", LookSingle, "odd = 0\nfor i in range(1, n + 1):\n    odd += i & 1\n"},
	{"Go, one call a step", LookThreads, "odd = 0\nfor i in range(1, n + 1):\n    odd += velocidade_go.odd(i)\n"},
	{"Go, one call in all", LookWorkers, "odd = int.from_bytes(velocidade_go.run('countdown', 'n=%d' % n, 0, b'', 0, n), 'little')\n"},
}

func runExtension(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	n := open(env, emit)
	steps, repeats := env.Args.Int("n"), int(env.Args.Int("repeats"))
	n.step("CPython with an extension in Go")
	answers, version, err := extensionTimes(ctx, n, steps, repeats)
	if err != nil {
		return nil, err
	}
	result := &Result{}
	chart := Chart{Kind: Samples, X: Axis{fmt.Sprintf("Time for all %d steps", steps), UnitMs}}
	table := Table{Title: version, Columns: []Column{{Label: "Way"}, {"Calls into Go", UnitCount}, {"Median", UnitMs}, {"A step", UnitNs}, {"Against Python", UnitRatio}}}
	calls := []float64{0, float64(steps), 1}
	var medians [3]float64
	for i, way := range extensionWays {
		medians[i] = median(answers[i])
		chart.Rows = append(chart.Rows, Row{Label: way.title, Look: way.look, Values: answers[i]})
		table.Rows = append(table.Rows, []Cell{text(way.title), num(calls[i]), num(medians[i]), num(medians[i] * 1e6 / float64(steps)), num(medians[0] / medians[i])})
	}
	call := medians[1] * 1e6 / float64(steps)
	chart.Title = fmt.Sprintf("One call a step takes %s, one call in all %s, Python alone %s", ms(medians[1]), ms(medians[2]), ms(medians[0]))
	result.Charts = append(result.Charts, chart)
	result.Tables = append(result.Tables, table)
	result.Finding = fmt.Sprintf("A step that calls Go takes %s. Called once for each of %d steps, Go took %s where Python alone took %s; called once for all "+
		"of them, %s.", nanoseconds(call), steps, ms(medians[1]), ms(medians[0]), ms(medians[2]))
	return result, nil
}
