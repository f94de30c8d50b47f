package futures_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/futures"
	"velocidade/wasm/shared"
)

// threads are the two things a thread can run on.
var threads = []struct {
	name string
	make func(fn futures.Func[int, int], n int) *futures.Thread
}{
	{"goroutine", futures.GoThread[int, int]},
	{"worker", futures.WorkerThread[int, int]},
}

func onThread(t *testing.T, fn futures.Func[int, int], test func(t *testing.T, thread *futures.Thread)) {
	for _, kind := range threads {
		t.Run(kind.name, func(t *testing.T) {
			thread := kind.make(fn, 2)
			t.Cleanup(thread.Kill)
			test(t, thread)
		})
	}
}

func TestAThreadIsAliveFromStartToItsEnd(t *testing.T) {
	onThread(t, square, func(t *testing.T, thread *futures.Thread) {
		assert.False(t, thread.IsAlive())
		require.NoError(t, thread.Start())
		require.NoError(t, thread.Join(t.Context()))
		assert.False(t, thread.IsAlive())
		assert.NoError(t, thread.Err())
		assert.NotZero(t, thread.Timing().Ended)
		require.NoError(t, thread.Join(t.Context()), "a join may come again")
	})
}

func TestAJoinThatTimesOutLeavesTheThreadAlive(t *testing.T) {
	onThread(t, block, func(t *testing.T, thread *futures.Thread) {
		require.NoError(t, thread.Start())
		over := errors.New("the time is over")
		within, end := context.WithCancelCause(t.Context())
		end(over)
		assert.ErrorIs(t, thread.Join(within), over)
		assert.True(t, thread.IsAlive())
	})
}

func TestAThreadStartsOnceAndIsJoinedAfterThat(t *testing.T) {
	onThread(t, square, func(t *testing.T, thread *futures.Thread) {
		assert.ErrorIs(t, thread.Join(t.Context()), futures.ErrNotStarted)
		require.NoError(t, thread.Start())
		assert.ErrorIs(t, thread.Start(), futures.ErrStarted)
	})
}

func TestAThreadKeepsTheErrorItEndedWith(t *testing.T) {
	onThread(t, odd, func(t *testing.T, thread *futures.Thread) {
		require.NoError(t, thread.Start())
		require.NoError(t, thread.Join(t.Context()))
		assert.EqualError(t, thread.Err(), "even")
	})
}

func TestAKilledWorkerThreadIsDead(t *testing.T) {
	thread := futures.WorkerThread(deaf, 1)
	require.NoError(t, thread.Start())
	thread.Kill()
	require.NoError(t, thread.Join(t.Context()))
	assert.False(t, thread.IsAlive())
	assert.Error(t, thread.Err())
}

// guarded has a worker add one to a word so many times by loading and storing, with the lock around both.
var guarded = futures.Define("guarded", func(ctx context.Context, times int) (int, error) {
	memory, err := shared.Current()
	if err != nil {
		return 0, err
	}
	return 0, addGuarded(ctx, memory, times)
})

func addGuarded(ctx context.Context, memory *shared.Memory, times int) error {
	lock := futures.NewLock(memory, 0)
	for range times {
		if err := lock.With(ctx, func() { memory.Store(1, memory.Load(1)+1) }); err != nil {
			return err
		}
	}
	return nil
}

func memoryFor(t *testing.T, words int) *shared.Memory {
	t.Helper()
	memory, err := shared.New(words)
	require.NoError(t, err)
	t.Cleanup(memory.Close)
	return memory
}

func TestALockKeepsWorkersApart(t *testing.T) {
	memory := memoryFor(t, 2)
	pool := futures.Processes(2)
	defer pool.KillWorkers()
	require.NoError(t, pool.Start(t.Context()))
	one, two := submit(t, pool, guarded, 5000), submit(t, pool, guarded, 5000)
	value(t, one)
	value(t, two)
	assert.Equal(t, int32(10_000), memory.Load(1))
	assert.False(t, futures.NewLock(memory, 0).Locked())
}

func TestALockKeepsGoroutinesApart(t *testing.T) {
	memory := memoryFor(t, 2)
	done := make(chan error)
	for range 4 {
		go func() { done <- addGuarded(t.Context(), memory, 1000) }()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
	assert.Equal(t, int32(4000), memory.AtomicLoad(1))
}

func TestAHolderThatWaitsForAMessageGetsItWhileOthersWaitForTheLock(t *testing.T) {
	lock := futures.NewLock(memoryFor(t, 1), 0)
	require.True(t, lock.TryAcquire())
	pool := futures.Processes(1)
	defer pool.KillWorkers()
	released := make(chan error)
	go func() {
		f, err := futures.Submit(pool, square, 3) // its result comes as a message
		if err == nil {
			_, err = f.Result(t.Context())
		}
		if err == nil {
			err = lock.Release()
		}
		released <- err
	}()
	require.NoError(t, lock.Acquire(t.Context()))
	require.NoError(t, <-released)
}

func TestALockIsTakenOnceAndReleasedByWhoeverLikes(t *testing.T) {
	lock := futures.NewLock(memoryFor(t, 1), 0)
	assert.ErrorIs(t, lock.Release(), futures.ErrNotLocked)
	assert.True(t, lock.TryAcquire())
	assert.True(t, lock.Locked())
	assert.False(t, lock.TryAcquire(), "not even by its holder")
	over, end := context.WithCancel(t.Context())
	end()
	assert.ErrorIs(t, lock.Acquire(over), context.Canceled)
	released := make(chan error)
	go func() { released <- lock.Release() }()
	require.NoError(t, lock.Acquire(t.Context()))
	require.NoError(t, <-released)
	require.NoError(t, lock.Release())
	assert.False(t, lock.Locked())
}

func TestWithReleasesAfterAPanic(t *testing.T) {
	lock := futures.NewLock(memoryFor(t, 1), 0)
	assert.Panics(t, func() { _ = lock.With(t.Context(), func() { panic("inside") }) })
	assert.False(t, lock.Locked())
}
