package shared_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/futures"
	"velocidade/wasm/shared"
)

// TestMain lets the test binary be its own worker process.
func TestMain(m *testing.M) {
	futures.Init()
	os.Exit(m.Run())
}

// add has a worker add one to a word so many times, indivisibly.
var add = futures.Define("shared.add", func(_ context.Context, times int) (int, error) {
	memory, err := shared.Current()
	if err != nil {
		return 0, err
	}
	for range times {
		memory.Add(3, 1)
	}
	return memory.Words(), nil
})

// memory makes one, or ends the test where there is none to be had: in a browser that is the business of the page.
func memory(t *testing.T, words int) *shared.Memory {
	t.Helper()
	m, err := shared.New(words)
	require.NoError(t, err)
	t.Cleanup(m.Close)
	return m
}

func TestWorkersThatStartLaterShareTheMemory(t *testing.T) {
	m := memory(t, 8)
	pool := futures.Processes(2)
	defer pool.KillWorkers()
	require.NoError(t, pool.Start(t.Context()))
	for range 2 {
		var sent []*futures.Future[int]
		for range 2 {
			f, err := futures.Submit(pool, add, 1000)
			require.NoError(t, err)
			sent = append(sent, f)
		}
		for _, f := range sent {
			words, err := f.Result(t.Context())
			require.NoError(t, err)
			assert.Equal(t, 8, words)
		}
	}
	assert.Equal(t, int32(4000), m.AtomicLoad(3))
}

func TestAWorkerThatStartedEarlierHasNone(t *testing.T) {
	pool := futures.Processes(1)
	defer pool.KillWorkers()
	require.NoError(t, pool.Start(t.Context()))
	memory(t, 8)
	f, err := futures.Submit(pool, add, 1)
	require.NoError(t, err)
	_, err = f.Result(t.Context())
	assert.ErrorContains(t, err, shared.ErrNone.Error())
}

func TestWordsKeepWhatIsWritten(t *testing.T) {
	m := memory(t, 16)
	m.Store(0, -5)
	assert.Equal(t, int32(-5), m.Load(0))
	assert.Equal(t, int32(-3), m.Add(0, 2))
	assert.False(t, m.CompareAndSwap(0, 7, 8))
	assert.True(t, m.CompareAndSwap(0, -3, 8))
	assert.Equal(t, int32(8), m.AtomicLoad(0))
	m.AtomicStore(0, 9)
	m.Write(4, []int32{1, 2, 3})
	all := make([]int32, 16)
	m.Read(0, all)
	assert.Equal(t, []int32{9, 0, 0, 0, 1, 2, 3, 0}, all[:8])
	m.Wait(0, 1, 1e6) // it does not hold 1, so there is nothing to wait for
	m.Notify(0, 1)
}

func TestWordsOutsideAreRefused(t *testing.T) {
	m := memory(t, 4)
	for _, outside := range []func(){
		func() { m.Load(4) }, func() { m.Store(-1, 0) }, func() { m.Add(4, 1) }, func() { m.AtomicLoad(-1) },
		func() { m.Read(2, make([]int32, 3)) }, func() { m.Write(4, make([]int32, 1)) },
	} {
		assert.Panics(t, outside)
	}
	for _, words := range []int{0, -1, shared.MaxWords + 1} {
		_, err := shared.New(words)
		assert.Error(t, err, "%d words", words)
	}
}

func TestGoroutinesAddWithoutLoss(t *testing.T) {
	m := memory(t, 1)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 1000 {
				m.Add(0, 1)
			}
		})
	}
	all.Wait()
	assert.Equal(t, int32(4000), m.AtomicLoad(0))
}
