package labs_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/labs"
	"velocidade/wasm/port"
)

// TestMain lets the test binary be its own worker process.
func TestMain(m *testing.M) {
	futures.Init()
	os.Exit(m.Run())
}

// heard is what a laboratory emitted.
type heard struct {
	sync.Mutex
	events []labs.Event
	first  chan struct{} // closed at the first event
}

func (h *heard) hear(e labs.Event) {
	h.Lock()
	defer h.Unlock()
	if h.events = append(h.events, e); len(h.events) == 1 && h.first != nil {
		close(h.first)
	}
}

// calls gives what each call gave, in order.
func (h *heard) calls() map[string][]string {
	all := map[string][]string{}
	for _, e := range h.events {
		if e.Type == "call" {
			all[e.Call] = append(all[e.Call], e.Gave)
		}
	}
	return all
}

func find(t *testing.T, name, args string) (*labs.Lab, kernels.Args) {
	t.Helper()
	lab, err := labs.Lookup(name)
	require.NoError(t, err)
	parsed, err := lab.ParseArgs(args)
	require.NoError(t, err)
	return lab, parsed
}

func run(t *testing.T, name, args string) (*labs.Result, *heard) {
	t.Helper()
	lab, parsed := find(t, name, args)
	h := &heard{}
	result, err := lab.Run(t.Context(), &labs.Env{Args: parsed, Now: port.Now, Cores: 2}, h.hear)
	require.NoError(t, err)
	check(t, result, h)
	return result, h
}

// check holds what every laboratory gives against what whoever shows it relies on.
func check(t *testing.T, r *labs.Result, h *heard) {
	t.Helper()
	assert.True(t, strings.HasSuffix(r.Finding, "."), "a finding is a sentence: %q", r.Finding)
	require.NotEmpty(t, h.events)
	assert.Equal(t, "step", h.events[0].Type, "what happens stands under the step in which it does")
	states := map[int]string{}
	for _, e := range h.events {
		assert.False(t, math.IsNaN(e.AtMs) || e.AtMs < -1 || e.AtMs > 1e9, "%v ms is no time since the beginning", e.AtMs)
		if e.Task != nil {
			before := states[e.Task.ID]
			assert.Contains(t, map[string][]string{
				"":           {labs.Pending},
				labs.Pending: {labs.Running, labs.Cancelled, labs.Failed},
				labs.Running: {labs.Done, labs.Failed, labs.Killed},
			}[before], e.Task.State, "task %d, %s", e.Task.ID, e.Task.Label)
			states[e.Task.ID] = e.Task.State
		}
	}
	for id, state := range states {
		assert.NotContains(t, []string{labs.Pending, labs.Running}, state, "task %d is left %s", id, state)
	}
	for _, table := range r.Tables {
		assert.NotEmpty(t, table.Rows, table.Title)
		for _, row := range table.Rows {
			assert.Len(t, row, len(table.Columns), table.Title)
		}
	}
	for _, chart := range r.Charts {
		assert.NotEmpty(t, chart.Title)
		assert.NotEmpty(t, chart.Rows, chart.Title)
		for _, row := range chart.Rows {
			assert.NotEmpty(t, row.Label, chart.Title)
			assert.Contains(t, []string{labs.LookSingle, labs.LookThreads, labs.LookWorkers, labs.LookOther}, row.Look)
			for _, span := range row.Spans {
				assert.LessOrEqual(t, span.StartMs, span.EndMs+1e-3, chart.Title)
			}
		}
	}
	_, err := json.Marshal(r) // refuses what is no number
	assert.NoError(t, err)
	var text strings.Builder
	for _, e := range h.events {
		labs.WriteEvent(&text, e)
	}
	require.NoError(t, labs.WriteResult(&text, r))
	assert.Contains(t, text.String(), r.Finding)
}

func TestEveryLaboratoryIsDescribed(t *testing.T) {
	for _, lab := range labs.All() {
		for _, words := range []string{lab.Title, lab.Summary, lab.Doc} {
			assert.NotEmpty(t, words, lab.Name)
		}
		_, err := lab.ParseArgs("") // the defaults are what they may be
		assert.NoError(t, err, lab.Name)
		for _, p := range lab.Params {
			assert.NotEmpty(t, p.Label, "%s: %s", lab.Name, p.Name)
			assert.NotEmpty(t, p.Doc, "%s: %s", lab.Name, p.Name)
		}
	}
}

func TestWhatIsNotThereIsRefusedByName(t *testing.T) {
	var fault *kernels.Error
	_, err := labs.Lookup("alchemy" + strings.Repeat("!", 1000))
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, labs.CodeUnknownLab, fault.Code)
	assert.Less(t, len(fault.Message), 400)
	lab, _ := find(t, "race", "")
	for args, code := range map[string]string{"runs=0": kernels.CodeOutOfRange, "runs=x": kernels.CodeBadArgument, "cats=1": kernels.CodeUnknownParameter} {
		_, err := lab.ParseArgs(args)
		require.ErrorAs(t, err, &fault, args)
		assert.Equal(t, code, fault.Code, args)
	}
}

func TestTheExecutorLaboratory(t *testing.T) {
	result, h := run(t, "executor", "workers=2,wait=5")
	calls := h.calls()
	for call, want := range map[string][]string{
		"f1.Running()":                  {"true"},
		"f2.Running()":                  {"false"},
		"f1.Cancel()":                   {"false"},
		"f2.Cancel()":                   {"true"},
		"f2.Cancelled()":                {"true"},
		"f2.Done()":                     {"true"},
		"f1.Done()":                     {"false"},
		"f1.Result(1 ms)":               {context.DeadlineExceeded.Error()},
		"f1.Result()":                   {"42"},
		"fn":                            {"called with f1, whose Done() is true"},
		"f1.Err()":                      {"<nil>"},
		"f3.Err()":                      {"ValueError: no such number"},
		"f2.Result()":                   {futures.ErrCancelled.Error()},
		"Wait(futures, FirstCompleted)": {"1 done, 2 not"},
		"Wait(futures, FirstError)":     {"2 done, 1 not"},
		"Wait(futures, AllCompleted)":   {"3 done, 0 not"},
		"what each task found":          {"prepared"},
	} {
		assert.Equal(t, want, calls[call], call)
	}
	// Every number once, with what is known of it.
	answers := map[string]string{}
	order := map[float64]bool{}
	for _, row := range result.Tables[0].Rows {
		number, _ := row[0].Text()
		answers[number], _ = row[4].Text()
		at, _ := row[1].Number()
		order[at] = true
	}
	assert.Equal(t, map[string]string{"112272535095293": "prime", "112582705942171": "prime", "115280095190773": "prime",
		"115797848077099": "prime", "1099726899285419": "not prime"}, answers)
	assert.Len(t, order, 6)
}

func TestAReaderCancelsATask(t *testing.T) {
	// One worker, so that the second number waits; by then the act is there.
	lab, args := find(t, "executor", "workers=1,wait=1,numbers=1000000000000037,112272535095293,1000000000000037")
	acts := make(chan labs.Act, 1)
	h := &heard{}
	result, err := lab.Run(t.Context(), &labs.Env{Args: args, Now: port.Now, Acts: acts}, func(e labs.Event) {
		if e.Task != nil && e.Task.ID == 3 && e.Task.State == labs.Pending {
			acts <- labs.Act{Do: "cancel", Task: 3}
		}
		h.hear(e)
	})
	require.NoError(t, err)
	check(t, result, h)
	state := ""
	for _, e := range h.events {
		if e.Task != nil && e.Task.ID == 3 {
			state = e.Task.State
		}
	}
	assert.Equal(t, labs.Cancelled, state)
}

func TestTheThreadLaboratory(t *testing.T) {
	result, h := run(t, "thread", "work=60,timeout=1,count=2000000")
	calls := h.calls()
	assert.Equal(t, []string{"returned", futures.ErrStarted.Error(), "returned", futures.ErrStarted.Error()}, calls["t.Start()"])
	assert.Equal(t, []string{futures.ErrNotStarted.Error(), "returned", futures.ErrNotStarted.Error(), "returned"}, calls["t.Join()"])
	assert.Len(t, result.Tables[0].Rows, 2)
	for _, row := range result.Tables[0].Rows {
		before, _ := row[1].Text()
		after, _ := row[4].Text()
		assert.Equal(t, []string{"no", "no"}, []string{before, after})
	}
}

func TestTheLaboratoryOfOneLock(t *testing.T) {
	result, _ := run(t, "gil", "n=3000000,repeats=2")
	assert.Contains(t, result.Finding, "in two threads and")
	assert.Len(t, result.Charts[0].Rows, 4)
	for _, row := range result.Charts[0].Rows {
		assert.Len(t, row.Values, 2)
	}
	assert.Len(t, result.Charts[1].Rows, 4, "two threads and two processes have their turns")
}

func TestRacesLoseAndLocksDoNot(t *testing.T) {
	result, h := run(t, "race", "runs=10,lines=1000")
	rows := result.Tables[0].Rows
	require.Len(t, rows, 4)
	lost := make([]float64, 4)
	for i, row := range rows {
		lost[i], _ = row[3].Number()
	}
	assert.GreaterOrEqual(t, lost[0], 9.0, "of ten runs without keeping apart")
	assert.Equal(t, []float64{0, 0, 0}, lost[1:], "with atomics and locks")
	log := result.Tables[1].Rows[1]
	missing, _ := log[3].Number()
	garbled, _ := log[4].Number()
	assert.Equal(t, []float64{0, 0}, []float64{missing, garbled}, "lines of a log with a lock around each write")
	assert.Len(t, h.calls()["the log"], 2)
}

func TestTheLaboratoryOfWaitingHasATimerWhereNoPageIsSlow(t *testing.T) {
	result, _ := run(t, "io", "requests=4,ms=5,workers=2")
	assert.Len(t, result.Charts, 4)
	require.NotEmpty(t, result.Notes)
	assert.Contains(t, result.Notes[0], "timer")
}

func TestTheLaboratoryOfSending(t *testing.T) {
	result, h := run(t, "send", "passes=1,largest=64")
	calls := h.calls()
	assert.Contains(t, calls["Submit(pool, f, a channel).Err()"][0], "chan int cannot be sent to another worker")
	assert.Contains(t, calls["Submit(pool, f, a function).Err()"][0], "func() cannot be sent to another worker")
	require.NotEmpty(t, result.Quotes)
	for _, chart := range result.Charts {
		for _, row := range chart.Rows {
			assert.Len(t, row.Points, 4, "%s: %s", chart.Title, row.Label)
		}
	}
	gains, turns, times := result.Charts[1], result.Tables[0], result.Tables[1]
	assert.Len(t, gains.Rows, len(result.Charts[0].Rows))
	assert.Len(t, turns.Rows, len(gains.Rows))
	assert.Len(t, times.Columns, len(gains.Rows)+2, "payload, here, and each way to carry it")
	for _, mark := range gains.Marks {
		assert.True(t, mark.X > 1<<10 && mark.X < 64<<10, "a crossover lies between what was tried")
	}
}

func TestTheLaboratoryOfSpawning(t *testing.T) {
	result, h := run(t, "spawn", "repeats=1,workers=2")
	assert.Equal(t, []string{"true"}, h.calls()["future.Kill()"])
	for _, row := range result.Charts[1].Rows {
		assert.Len(t, row.Spans, 3, "script, module, message")
	}
}

func TestTheLaboratoryOfMultiprocessing(t *testing.T) {
	result, h := run(t, "multiprocessing", "inputs=200,chunks=1,50")
	assert.Equal(t, []string{"2 ready"}, h.calls()["Processes(2, WithInitializer(prepare))"])
	assert.Len(t, result.Charts[0].Rows, 3, "two chunk sizes and shared memory, all with the same results")
}

func TestEveryLaboratoryStops(t *testing.T) {
	for _, lab := range labs.All() {
		if lab.Name == "extension" {
			continue // Python is a part of the site: web/test/e2e/lab.e2e.ts
		}
		t.Run(lab.Name, func(t *testing.T) {
			args, err := lab.ParseArgs("")
			require.NoError(t, err)
			ctx, stop := context.WithCancel(t.Context())
			h := &heard{first: make(chan struct{})}
			ended := make(chan error, 1)
			go func() {
				_, err := lab.Run(ctx, &labs.Env{Args: args, Now: port.Now, Cores: 2}, h.hear)
				ended <- err
			}()
			<-h.first
			stop()
			assert.ErrorIs(t, <-ended, context.Canceled)
		})
	}
}
