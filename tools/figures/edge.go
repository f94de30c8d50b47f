package figures

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"velocidade/tools/edge"
)

// The Workers that are compared: one Go instance for all requests, one for each, and JavaScript that has one answer, the least that
// the runtime can do.
const (
	oneForAll  = "entry"
	oneForEach = "stock"
	noGo       = "plain"
)

// onEdge compares what a request costs in the edge's runtime, and checks the module's size.
func onEdge(ctx context.Context, t *table, dir, site string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	program := filepath.Join(dir, "app.wasm")
	if err := edge.CompileProgram(t.Root, program); err != nil {
		return err
	}
	build := func(name, shim string) (string, int, error) {
		out := filepath.Join(dir, name)
		size, err := edge.Build(edge.Options{Root: t.Root, Out: out, Site: site, Program: program, Shim: shim, Writes: 1000, Reads: 1_000_000})
		return out, size, err
	}
	ours, size, err := build(oneForAll, "entry")
	if err != nil {
		return err
	}
	t.plain("edge module, gzip", fmt.Sprintf("%.2f MB", float64(size)/1e6), fmt.Sprintf("≤ %.1f MB", edge.Budget/1e6))
	runtime, missing := edge.FindRuntime(ctx, t.Root)
	if missing != nil {
		t.plain(costOfReading, "not measured: "+missing.Error(), costTarget)
		return nil
	}
	r := readers{}
	defer r.stop()
	start := func(name, out string) error {
		local, err := runtime.Start(ctx, out, filepath.Join(dir, "state-"+name), "127.0.0.1", 0, io.Discard)
		if err == nil {
			r[name] = &reader{worker: local}
		}
		return err
	}
	if err := start(oneForAll, ours); err != nil {
		return err
	}
	stock, _, err := build(oneForEach, "stock")
	if err == nil {
		err = start(oneForEach, stock)
	}
	if err != nil {
		return err
	}
	plain, _, err := build(noGo, "entry")
	if err == nil {
		err = answerAlways(r[oneForAll].worker.URL, filepath.Join(plain, "entry.mjs"))
	}
	if err == nil {
		err = start(noGo, plain)
	}
	if err != nil {
		return err
	}
	for range t.Blocks {
		for _, name := range []string{oneForAll, oneForEach, noGo} {
			if err := r[name].read(name != noGo); err != nil {
				return err
			}
		}
	}
	r.tell(t)
	return nil
}

const (
	costOfReading = "reading a run in the edge's runtime, against the stock shim (processor time of the process that runs the Worker)"
	costTarget    = "≤ 0.4"
)

// readers are the Workers by name.
type readers map[string]*reader

func (r readers) stop() {
	for _, reader := range r {
		reader.worker.Stop()
	}
}

// tell writes the ratios.
func (r readers) tell(t *table) {
	ours, stock, plain := r[oneForAll], r[oneForEach], r[noGo]
	if len(ours.costs) == 0 {
		t.plain(costOfReading, "not measured: this system does not tell what a process took", costTarget)
	} else {
		t.ratio(costOfReading, ours.costs, stock.costs, costTarget)
		t.ratio("… a Worker without Go that always gives that answer, against the stock shim", plain.costs, stock.costs, "")
	}
	t.ratio("reading a run in the edge's runtime, against the stock shim (time, of which both pass some in the local tool's proxy)", ours.times, stock.times, "")
	t.ratio("… a run that the instance was not asked for before", ours.firsts, stock.firsts, "")
	t.ratio("… a Worker without Go that always gives that answer, against the stock shim", plain.times, stock.times, "")
}

// reader reads from a Worker, and notes a figure for each block.
type reader struct {
	worker *edge.Local
	costs  []float64 // ms of processor time a request
	times  []float64 // ms until the answer, the median
	firsts []float64 // the same of runs that were not read before
}

// reads are the requests of a block.
const reads = 40

func (r *reader) read(kept bool) error {
	runs := []string{r.worker.URL + "/api/runs/any"}
	if kept {
		runs = nil
		for range 10 {
			id, err := send(r.worker.URL, uint32(time.Now().UnixMicro()))
			if err != nil {
				return err
			}
			runs = append(runs, r.worker.URL+"/api/runs/"+id)
		}
		first, err := medianOfEach(runs)
		if err != nil {
			return err
		}
		r.firsts = append(r.firsts, first)
	}
	before, unknown := r.worker.ProcessorTime()
	p50, err := medianOf(runs[0], 1, reads)
	if err != nil {
		return err
	}
	r.times = append(r.times, p50)
	if unknown != nil {
		return nil
	}
	after, err := r.worker.ProcessorTime()
	if err != nil {
		return err
	}
	r.costs = append(r.costs, (after-before).Seconds()*1000/reads)
	return nil
}

// answerAlways writes a Worker that always gives the answer which another gives for a run, and for one that is not there.
func answerAlways(url, file string) error {
	id, err := send(url, 1)
	if err != nil {
		return err
	}
	answers := map[string]answer{}
	for name, path := range map[string]string{"run": "/api/runs/" + id, "none": "/api/runs/00000000000000000000"} {
		if answers[name], err = answerOf(url + path); err != nil {
			return err
		}
	}
	text, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	return os.WriteFile(file, fmt.Appendf(nil, `const answers = %s;
for (const answer of Object.values(answers)) answer.body = new TextEncoder().encode(answer.body);
export default {
  async fetch(request) {
    const answer = request.url.endsWith("/00000000000000000000") ? answers.none : answers.run;
    return new Response(answer.body, answer);
  },
};
`, text), 0o644)
}

// answer is a response as JavaScript's Response takes it.
type answer struct {
	Body    string            `json:"body"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
}

func answerOf(url string) (answer, error) {
	res, err := http.Get(url)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	a := answer{string(body), res.StatusCode, map[string]string{}}
	for name := range res.Header {
		if name != "Content-Length" && name != "Date" {
			a.Headers[name] = res.Header.Get(name)
		}
	}
	return a, err
}

// edgeBuilt builds a Worker that refuses nobody into a folder of that name, for the same figures in the edge's local runtime. There is no
// folder where the machine lacks the runtime, which the table then says.
func edgeBuilt(ctx context.Context, site string, t *table, name string) (edge.Runtime, string, error) {
	runtime, missing := edge.FindRuntime(ctx, t.Root)
	if missing != nil {
		t.plain("the same in the edge's local runtime", "not measured: "+missing.Error(), "")
		return runtime, "", nil
	}
	out := filepath.Join(t.Root, ".cache", "figures", "edge", name)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return runtime, "", err
	}
	if _, err := edge.Build(edge.Options{Root: t.Root, Out: out, Site: site, Writes: 1_000_000, Reads: 1_000_000}); err != nil {
		return runtime, "", err
	}
	return runtime, out, nil
}
