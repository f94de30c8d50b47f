package labs

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"velocidade/wasm/futures"
	"velocidade/wasm/order"
)

// notebook is where a laboratory writes down what happens.
type notebook struct {
	env   *Env
	emit  func(Event)
	began float64

	mu    sync.Mutex
	tasks int
}

func open(env *Env, emit func(Event)) *notebook {
	return &notebook{env: env, emit: emit, began: env.Now()}
}

func (n *notebook) write(e Event) {
	if e.AtMs == 0 {
		e.AtMs = n.env.Now() - n.began
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.emit(e)
}

func (n *notebook) step(format string, args ...any) {
	n.write(Event{Type: "step", Text: capital(fmt.Sprintf(format, args...))})
}

func (n *notebook) note(format string, args ...any) {
	n.write(Event{Type: "note", Text: fmt.Sprintf(format, args...)})
}

func (n *notebook) call(call string, gave any) {
	n.write(Event{Type: "call", Call: call, Gave: fmt.Sprint(gave)})
}

// board shows tasks and the states they move through.
type board struct {
	book    *notebook
	mu      sync.Mutex
	entries []*entry
	over    chan struct{}
	looker  sync.WaitGroup
}

type entry struct {
	id           int
	label, state string
	future       *future
}

// lookMs is how often a board looks: often enough for an eye, and no load.
const lookMs = 12

// board begins to follow tasks, and hears what the reader does to them.
func (n *notebook) board() *board {
	b := &board{book: n, over: make(chan struct{})}
	b.looker.Go(func() {
		tick := time.NewTicker(lookMs * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				b.look()
			case act := <-n.env.Acts:
				b.act(act)
			case <-b.over:
				return
			}
		}
	})
	return b
}

// submit has fn(arg) run and follows it.
func (b *board) submit(pool *futures.Executor, fn taskFunc, arg job, label string) (*future, error) {
	f, err := futures.Submit(pool, fn, arg)
	if err != nil {
		return nil, err
	}
	n := b.book
	n.mu.Lock()
	n.tasks++
	id := n.tasks
	n.mu.Unlock()
	b.mu.Lock()
	b.entries = append(b.entries, &entry{id: id, label: label, future: f})
	b.mu.Unlock()
	b.look()
	return f, nil
}

// look tells of every task whose state is another than it was.
func (b *board) look() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.entries {
		b.follow(e)
	}
}

func (b *board) follow(e *entry) {
	// In this order: a task that is done has all its times, and one that runs knows its worker.
	done := e.future.Done()
	running := e.future.Running()
	timing := e.future.Timing()
	if e.state == "" {
		b.tell(e, Pending, -1, "", timing.Submitted)
	}
	// A short task may have run between two looks.
	if e.state == Pending && (running || done && timing.Started > 0) {
		b.tell(e, Running, timing.Worker, "", max(timing.Sent, timing.Started))
	}
	if done && (e.state == Pending || e.state == Running) {
		value, err := e.future.Result(context.Background())
		state, said := outcomeOf(value, err)
		b.tell(e, state, timing.Worker, said, max(timing.Ended, 0))
	}
}

func outcomeOf(value made, err error) (state, said string) {
	switch err {
	case nil:
		return Done, value.Text
	case futures.ErrCancelled:
		return Cancelled, ""
	case futures.ErrKilled:
		return Killed, ""
	}
	return Failed, err.Error()
}

func (b *board) tell(e *entry, state string, worker int, said string, at float64) {
	e.state = state
	if at > 0 {
		at -= b.book.began
	}
	b.book.write(Event{Type: "task", AtMs: at,
		Task: &Task{ID: e.id, Label: e.label, State: state, Worker: worker, Text: said}})
}

// act does what a reader asks for.
func (b *board) act(a Act) {
	b.mu.Lock()
	var found *entry
	for _, e := range b.entries {
		if e.id == a.Task {
			found = e
		}
	}
	b.mu.Unlock()
	if found == nil {
		return
	}
	switch a.Do {
	case "cancel":
		b.book.call(fmt.Sprintf("(%s).Cancel()", found.label), found.future.Cancel())
	case "kill":
		b.book.call(fmt.Sprintf("(%s).Kill()", found.label), found.future.Kill())
	}
	b.look()
}

// end stops following, after a last look.
func (b *board) end() {
	close(b.over)
	b.looker.Wait()
	b.look()
}

// spansOf lays finished tasks on a timeline, a row for each worker.
func spansOf(futures []*future, labels []string, began float64, rowLabel, look string) []Row {
	var rows []Row
	for i, f := range futures {
		t := f.Timing()
		if t.Worker < 0 || t.Ended == 0 {
			continue
		}
		for len(rows) <= t.Worker {
			rows = append(rows, Row{Label: fmt.Sprintf("%s %d", rowLabel, len(rows)+1), Look: look})
		}
		rows[t.Worker].Spans = append(rows[t.Worker].Spans,
			Span{StartMs: t.Started - began, EndMs: t.Ended - began, Phase: "run", Label: labels[i]})
	}
	return rows
}

// took waits for all and returns how many milliseconds it was since began; a task that failed ends it with its error.
func took(ctx context.Context, env *Env, all []*future, began float64) (float64, error) {
	for _, f := range all {
		if _, err := f.Result(ctx); err != nil {
			return 0, err
		}
	}
	return env.Now() - began, nil
}

// median of a list that is not empty; an even number of values has the mean of the middle two.
func median(values []float64) float64 {
	sorted := order.Floats(values)
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// ms writes a time with three significant figures or so: "12.3 ms", "1.23 s", "123 µs".
func ms(t float64) string {
	switch {
	case t >= 1000:
		return digits(t/1000) + " s"
	case t >= 1:
		return digits(t) + " ms"
	}
	return digits(t*1000) + " µs"
}

func times(x float64) string { return digits(x) + "×" }

// percent writes a share of one.
func percent(share float64) string { return strconv.FormatFloat(100*share, 'f', 0, 64) + " %" }

func digits(x float64) string {
	decimals := 2
	if x >= 100 {
		decimals = 0
	} else if x >= 10 {
		decimals = 1
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

// bytes writes a size as people do.
func bytesText(n int) string {
	for _, unit := range []struct {
		bytes int
		name  string
	}{{1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		switch {
		case n >= unit.bytes && n%unit.bytes == 0:
			return strconv.Itoa(n/unit.bytes) + " " + unit.name
		case n >= unit.bytes:
			return digits(float64(n)/float64(unit.bytes)) + " " + unit.name
		}
	}
	return strconv.Itoa(n) + " bytes"
}

// numerals are the numbers that a sentence writes out.
var numerals = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// words counts things in a sentence, the number as a word: "two workers".
func words(n int, one string) string {
	word := strconv.Itoa(n)
	if n >= 0 && n < len(numerals) {
		word = numerals[n]
	}
	switch {
	case n == 1:
		return word + " " + one
	case strings.HasSuffix(one, "ss"):
		return word + " " + one + "es"
	}
	return word + " " + one + "s"
}

// capital starts a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
