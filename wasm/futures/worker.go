package futures

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"velocidade/wasm/port"
)

func isWorker() bool { return port.IsWorker() }

// host is the worker's side of a pool of processes: it runs the tasks that arrive and sends their outcomes.
type host struct {
	parent  *port.Port
	mu      sync.Mutex
	wake    *sync.Cond
	tasks   []arrival
	width   int // tasks to run at a time
	runners int
	stops   map[uint32]context.CancelFunc // of running tasks
	stopped map[uint32]bool               // given up before they ran
	busy    bool                          // with the initializer: no task may run before it
	heard   float64                       // when messages were last let in
	outbox  []byte                        // outcomes that wait for company
	since   float64                       // when the first of them was put there
}

type arrival struct {
	id      uint32
	name    string
	payload []byte
	at      float64
}

// outboxMs is for how long an outcome waits for others to share its message, while there are tasks to run.
const outboxMs = 1.0

// serve runs tasks until the pool ends this worker.
func serve() {
	h := &host{width: 1, stops: map[uint32]context.CancelFunc{}, stopped: map[uint32]bool{}}
	thisHost = h
	h.wake = sync.NewCond(&h.mu)
	// The handler runs before Parent has returned where messages came early, so nothing is sent from within it.
	h.parent = port.Parent(port.Handler{
		Message: h.receive,
		Closed:  func(error) { os.Exit(0) }, // the pool is gone, and so is the reason to live
	})
	hello := appendTime(appendTime([]byte{byte(kindHello)}, port.Booted()), port.Now())
	_ = h.parent.Send(appendText(hello, []byte(runtime.Version())))
	h.mu.Lock()
	for {
		for h.runners < h.width {
			h.runners++
			go h.run()
		}
		h.wake.Wait()
	}
}

func (h *host) receive(data []byte) {
	at := port.Now()
	r := &reader{rest: data}
	kinds := r.take(1)
	if r.bad {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = at
	switch kind(kinds[0]) {
	case kindInit:
		// Run by whoever comes first, before any task: it stands at the front of the queue.
		h.tasks = append(h.tasks, arrival{id: 0, name: string(r.text()), payload: r.text(), at: at})
	case kindTasks:
		for r.more() {
			t := arrival{id: r.u32(), name: string(r.text()), payload: r.text(), at: at}
			if !r.bad {
				h.tasks = append(h.tasks, t)
			}
		}
	case kindStop:
		id := r.u32()
		if cancel := h.stops[id]; cancel != nil {
			cancel()
		} else if h.waiting(id) {
			h.stopped[id] = true
		}
	case kindWidth:
		h.width = int(r.u32())
	case kindBack:
		h.giveBack()
	}
	h.wake.Broadcast()
}

// run is one of the worker's threads: it takes tasks until there are more threads than wanted.
func (h *host) run() {
	h.mu.Lock()
	for h.runners <= h.width {
		if len(h.tasks) == 0 || h.busy {
			h.wake.Wait()
			continue
		}
		t := h.tasks[0]
		h.tasks[0] = arrival{}
		h.tasks = h.tasks[1:]
		if t.id == 0 {
			h.initialize(t)
			continue
		}
		h.flush(port.Now() - outboxMs)
		ctx, cancel := context.WithCancel(context.Background())
		h.stops[t.id] = cancel
		if h.stopped[t.id] {
			cancel()
		}
		h.mu.Unlock()

		o := outcome{id: t.id, arrived: t.at, started: port.Now()}
		data, err := call(ctx, t)
		o.ended, o.ok, o.data = port.Now(), err == nil, data
		if err != nil {
			o.data = encodeError(err)
		}
		cancel()

		h.mu.Lock()
		delete(h.stops, t.id)
		delete(h.stopped, t.id)
		h.post(o)
		h.listen(o.ended)
	}
	h.runners--
	h.mu.Unlock()
}

// giveBack returns to the pool what has not begun, so that another worker can run it; mu is held. A task whose caller gave
// up stays: it ends as soon as it begins.
func (h *host) giveBack() {
	message := []byte{byte(kindReturned)}
	h.tasks = slices.DeleteFunc(h.tasks, func(t arrival) bool {
		mine := t.id == 0 || h.stopped[t.id]
		if !mine {
			message = binary.LittleEndian.AppendUint32(message, t.id)
		}
		return !mine
	})
	h.flush(port.Now())
	_ = h.parent.Send(message)
}

// quietMs is for how long a worker with tasks waiting computes before it lets messages in: the pool may want those tasks
// back. A turn costs a browser 50 µs, so that is a quarter of a percent.
const quietMs = 20.0

// listen lets messages in before the next task, where none came in lately; mu is held, but not meanwhile.
func (h *host) listen(now float64) {
	if len(h.tasks) == 0 || now-h.heard < quietMs {
		return
	}
	h.heard = now
	h.mu.Unlock()
	port.Turn()
	h.mu.Lock()
}

// waiting reports whether a task has arrived and not begun; mu is held.
func (h *host) waiting(id uint32) bool {
	return slices.ContainsFunc(h.tasks, func(t arrival) bool { return t.id == id })
}

// initialize runs the initializer while the other runners wait; mu is held, but not during the call, which may wait for
// messages itself.
func (h *host) initialize(t arrival) {
	h.busy = true
	h.mu.Unlock()
	_, err := call(context.Background(), t)
	h.mu.Lock()
	if err != nil {
		_ = h.parent.Send(appendText([]byte{byte(kindFailed)}, encodeError(err)))
		return // busy for ever: the pool is broken, and its tasks are not to run
	}
	h.busy = false
	h.wake.Broadcast()
}

// post sends an outcome, together with others where tasks are shorter than a message is worth. One that waits for company
// is sent when the next task is about to begin or reaches a checkpoint, if it has waited long enough by then, or while the next
// one waits for something.
func (h *host) post(o outcome) {
	if h.outbox == nil {
		h.outbox, h.since = append(h.outbox, byte(kindDone)), o.ended
		if len(h.tasks) > 0 {
			time.AfterFunc(outboxMs*time.Millisecond, func() {
				h.mu.Lock()
				defer h.mu.Unlock()
				h.flush(port.Now() - outboxMs)
			})
		}
	}
	h.outbox = appendOutcome(h.outbox, o)
	if len(h.tasks) == 0 || o.ended-o.started >= outboxMs {
		h.flush(o.ended)
	} else {
		h.flush(o.ended - outboxMs)
	}
}

// flush sends the outcomes that wait, where the first of them has waited since the given time or before; mu is held.
func (h *host) flush(since float64) {
	if h.outbox != nil && h.since <= since {
		_ = h.parent.Send(h.outbox)
		h.outbox = nil
	}
}

func call(ctx context.Context, t arrival) (data []byte, err error) {
	name, chunk := strings.CutPrefix(t.name, chunkMark)
	definedMu.RLock()
	fn := defined[name]
	definedMu.RUnlock()
	if fn == nil {
		return nil, fmt.Errorf("futures: this worker knows no function %q: define it while the program initializes", name)
	}
	err = protect(ctx, func(ctx context.Context) error {
		var err error
		if chunk {
			data, err = callEach(ctx, fn, t.payload)
		} else {
			data, err = fn(ctx, t.payload)
		}
		return err
	})
	return data, err
}

// thisHost is the host of this copy of the program, nil where it is no worker.
var thisHost *host

// turnMs is how often a computing task lets messages in: rarely enough that the 50 µs of a browser's turn cost 1 %.
const turnMs = 5.0

var lastTurn struct {
	sync.Mutex
	at float64
}

// Checkpoint is how a long computation hears that its caller gave up: called every now and then, it returns the
// context's error once there is one. In a browser nothing can reach a worker that computes, so every 5 ms it lets the
// worker take in its messages; in between it costs no more than a look at the clock.
func Checkpoint(ctx context.Context) error {
	now := port.Now()
	lastTurn.Lock()
	due := now-lastTurn.at >= turnMs
	if due {
		lastTurn.at = now
	}
	lastTurn.Unlock()
	if due {
		if thisHost != nil {
			thisHost.mu.Lock()
			thisHost.flush(now - outboxMs)
			thisHost.mu.Unlock()
		}
		port.Turn()
	}
	return context.Cause(ctx)
}
