package server

import (
	"context"
	"sync"
	"time"
)

// background does what no reader has to wait for, one thing after the other. What does not fit into its queue is left undone: it is
// asked for again by the next reader.
type background struct {
	mu      sync.Mutex
	waiting []func(context.Context)
	busy    bool
	work    sync.WaitGroup
}

const (
	mostTasks   = 256 // of a picture each, some 50 KB
	taskTimeout = 10 * time.Second
)

func (b *background) run(task func(ctx context.Context)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) >= mostTasks {
		return
	}
	b.waiting = append(b.waiting, task)
	if !b.busy {
		b.busy = true
		b.work.Go(b.all)
	}
}

func (b *background) all() {
	for {
		b.mu.Lock()
		tasks := b.waiting
		b.waiting = nil
		b.busy = len(tasks) > 0
		b.mu.Unlock()
		if len(tasks) == 0 {
			return
		}
		for _, task := range tasks {
			ctx, cancel := context.WithTimeout(context.Background(), taskTimeout)
			task(ctx)
			cancel()
		}
	}
}

func (b *background) wait() { b.work.Wait() }
