package server

import (
	"context"
	"database/sql"
	"sync"

	"velocidade/wasm/share"
)

// committer keeps the runs of all who wait in one transaction: what reaches the disk is waited for once, while the next ones
// gather. Each is answered after its commit, so what is acknowledged is on the disk, as it was when each had its own.
type committer struct {
	db    *sql.DB
	check func() error // whether what was committed is where it will be looked for; nil where that is not asked

	mu      sync.Mutex
	waiting []*waiter
	busy    bool // somebody commits, and will see to whoever waits then
	work    sync.WaitGroup
}

type waiter struct {
	ctx  context.Context
	run  share.Kept
	done chan struct{} // closed when the rest is set
	made bool
	err  error
}

// keep stores a run, and tells whether it was new.
func (c *committer) keep(ctx context.Context, run share.Kept) (bool, error) {
	w := &waiter{ctx: ctx, run: run, done: make(chan struct{})}
	c.mu.Lock()
	c.waiting = append(c.waiting, w)
	if !c.busy {
		c.busy = true
		c.work.Go(c.commitAll)
	}
	c.mu.Unlock()
	select {
	case <-w.done:
		return w.made, w.err
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// commitAll goes on until nobody waits.
func (c *committer) commitAll() {
	for {
		c.mu.Lock()
		batch := c.waiting
		c.waiting = nil
		c.busy = len(batch) > 0
		c.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		c.commit(batch)
		if err := c.lost(); err != nil {
			for _, w := range batch {
				w.made, w.err = false, err
			}
		}
		for _, w := range batch {
			close(w.done)
		}
	}
}

// lost tells whether what was just committed went into a file that nobody will find.
func (c *committer) lost() error {
	if c.check == nil {
		return nil
	}
	return c.check()
}

// commit stores a batch. Where that goes wrong, each run is tried by itself: an error is that run's alone.
func (c *committer) commit(batch []*waiter) {
	// Whoever leaves in the midst of it must not end what the others wait for.
	ctx := context.Background()
	conn, err := c.db.Conn(ctx)
	if err == nil {
		defer conn.Close()
		// A database that is locked or broken is so for all of them, and waiting for it takes seconds.
		_, err = conn.ExecContext(ctx, `BEGIN IMMEDIATE`)
	}
	if err != nil {
		for _, w := range batch {
			w.err = err
		}
		return
	}
	for _, w := range batch {
		if w.err = w.ctx.Err(); w.err == nil {
			w.made, err = w.run.Insert(ctx, conn)
		}
		if err != nil {
			break
		}
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, `COMMIT`)
	}
	if err == nil {
		return
	}
	// Some errors have ended the transaction already; then this one says only that there is none.
	_, _ = conn.ExecContext(ctx, `ROLLBACK`)
	for _, w := range batch {
		w.made, w.err = w.run.Insert(w.ctx, conn)
	}
}
