package futures_test

import (
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/futures"
)

// Whatever is done to futures, and in whatever order, each ends exactly once, in exactly one way, with its callbacks
// called once; and an executor that is shut down afterwards ends.
func TestEveryFutureEndsOnceWhateverIsDoneToIt(t *testing.T) {
	on(t, 3, func(t *testing.T, e *futures.Executor) {
		const tasks = 300
		random := rand.New(rand.NewPCG(1, 2))
		var all []*futures.Future[int]
		called := make([]atomic.Int32, tasks)
		claimed := map[int]bool{} // cancelled, by Cancel's own word
		for i := range tasks {
			fn := square
			if random.IntN(10) == 0 {
				fn = block
			}
			f := submit(t, e, fn, i)
			f.AddDoneCallback(func(*futures.Future[int]) { called[i].Add(1) })
			all = append(all, f)
			other := random.IntN(len(all))
			switch random.IntN(12) {
			case 0, 1, 2:
				claimed[other] = claimed[other] || all[other].Cancel()
			case 3:
				all[other].Stop()
			case 4:
				e.Limit(1+random.IntN(3), 1+random.IntN(2))
			case 5:
				if random.IntN(8) == 0 { // a kill costs a new worker
					all[other].Kill()
				}
			}
		}
		for _, f := range all {
			f.Stop() // whatever blocks still
		}
		done, pending, err := futures.Wait(t.Context(), all, futures.AllCompleted)
		require.NoError(t, err)
		assert.Len(t, done, tasks)
		assert.Empty(t, pending)
		e.Shutdown(true, false)
		for i, f := range all {
			assert.True(t, f.Done())
			assert.False(t, f.Running())
			assert.EqualValues(t, 1, called[i].Load(), "callbacks of task %d", i)
			value, err := f.Result(t.Context())
			switch {
			case claimed[i] || f.Cancelled():
				assert.True(t, f.Cancelled())
				assert.ErrorIs(t, err, futures.ErrCancelled)
			case err == nil:
				assert.Equal(t, i*i, value)
			}
		}
	})
}
