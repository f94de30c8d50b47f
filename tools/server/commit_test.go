package server

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/share"
)

// gathered has runs wait behind a committer that is busy, and then commits them in one go.
func gathered(t *testing.T, c *committer, ctxs []context.Context, runs ...share.Kept) (made []bool, errs []error) {
	t.Helper()
	c.busy = true
	made, errs = make([]bool, len(runs)), make([]error, len(runs))
	var wg sync.WaitGroup
	for i, run := range runs {
		wg.Go(func() { made[i], errs[i] = c.keep(ctxs[i], run) })
		for waiting := 0; waiting <= i; { // in this order
			c.mu.Lock()
			waiting = len(c.waiting)
			c.mu.Unlock()
		}
	}
	c.commitAll()
	wg.Wait()
	return made, errs
}

func TestRunsThatWaitTogetherAreAnsweredEachForItself(t *testing.T) {
	always := context.Background()
	gone, leave := context.WithCancel(always)
	leave()
	one, two := share.Kept{ID: "one", Report: "1"}, share.Kept{ID: "two", Report: "2"}
	for _, c := range []struct {
		says   string
		rule   string // of the database, by which a run is wrong
		ctxs   []context.Context
		runs   []share.Kept
		made   []bool
		failed []string // what each error says; empty: none
		kept   int
	}{
		{"all are kept", "", []context.Context{always, always}, []share.Kept{one, two}, []bool{true, true}, []string{"", ""}, 2},
		{"the same run twice is new once", "", []context.Context{always, always}, []share.Kept{one, one}, []bool{true, false}, []string{"", ""}, 1},
		{"one that goes wrong takes none with it", `CREATE TRIGGER no BEFORE INSERT ON runs WHEN NEW.id = 'two' BEGIN SELECT RAISE(ABORT, 'refused'); END`,
			[]context.Context{always, always, always}, []share.Kept{one, two, {ID: "three", Report: "3"}}, []bool{true, false, true}, []string{"", "refused", ""}, 2},
		{"one that ends the transaction takes none with it", `CREATE TRIGGER no BEFORE INSERT ON runs WHEN NEW.id = 'two' BEGIN SELECT RAISE(ROLLBACK, 'refused'); END`,
			[]context.Context{always, always}, []share.Kept{one, two}, []bool{true, false}, []string{"", "refused"}, 1},
		{"who has left is not waited for, and nothing of his is kept", "", []context.Context{always, always, gone}, []share.Kept{one, two, {ID: "three", Report: "3"}},
			[]bool{true, true, false}, []string{"", "", "canceled"}, 2},
	} {
		t.Run(c.says, func(t *testing.T) {
			db, err := OpenSQLite(filepath.Join(t.TempDir(), "runs.sqlite"), 1)
			require.NoError(t, err)
			defer db.Close()
			require.NoError(t, share.Migrate(always, db))
			if c.rule != "" {
				_, err = db.Exec(c.rule)
				require.NoError(t, err)
			}
			made, errs := gathered(t, &committer{db: db}, c.ctxs, c.runs...)
			assert.Equal(t, c.made, made)
			for i, err := range errs {
				if c.failed[i] == "" {
					assert.NoError(t, err)
				} else {
					assert.ErrorContains(t, err, c.failed[i])
				}
			}
			var kept int
			require.NoError(t, db.QueryRow(`SELECT count(*) FROM runs`).Scan(&kept))
			assert.Equal(t, c.kept, kept)
		})
	}
}
