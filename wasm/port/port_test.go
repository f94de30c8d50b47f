package port_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/port"
)

// TestMain makes a copy of the test binary that Spawn started into a worker that echoes, and that ends or panics when it
// is told to.
func TestMain(m *testing.M) {
	if !port.IsWorker() {
		os.Exit(m.Run())
	}
	var parent *port.Port
	messages := make(chan []byte, 100)
	parent = port.Parent(port.Handler{
		Message: func(data []byte) { messages <- data },
		Closed:  func(error) { os.Exit(0) },
	})
	for data := range messages {
		switch string(data) {
		case "exit":
			os.Exit(3)
		case "panic":
			panic("the worker's last words")
		case "print":
			fmt.Print("to standard output, without a newline")
			fmt.Fprintln(os.Stderr, "to standard error")
		case "worker?":
			data = []byte("no")
			if port.IsWorker() {
				data = []byte("yes")
			}
		}
		_ = parent.Send(data)
	}
}

// spawned is a worker and what comes from it.
type spawned struct {
	*port.Port
	messages chan []byte
	closed   chan error
}

func spawn(t *testing.T) spawned {
	t.Helper()
	s := spawned{messages: make(chan []byte, 1000), closed: make(chan error, 10)}
	p, err := port.Spawn(port.Program{}, port.Handler{
		Message: func(data []byte) { s.messages <- data },
		Closed:  func(err error) { s.closed <- err },
	})
	require.NoError(t, err)
	s.Port = p
	t.Cleanup(p.Kill)
	return s
}

func TestMessagesArriveWholeAndInOrder(t *testing.T) {
	s := spawn(t)
	want := [][]byte{{}, {0}, []byte("text"), bytes.Repeat([]byte{1, 2, 3}, 1<<20)}
	for n := range 200 {
		want = append(want, bytes.Repeat([]byte{byte(n)}, n))
	}
	for _, data := range want {
		require.NoError(t, s.Send(data))
	}
	for i, data := range want {
		require.True(t, bytes.Equal(data, <-s.messages), "message %d", i)
	}
}

func TestSendKeepsACopy(t *testing.T) {
	s := spawn(t)
	data := []byte("before")
	require.NoError(t, s.Send(data))
	copy(data, "after!")
	assert.Equal(t, "before", string(<-s.messages))
}

func TestTheEndOfAWorkerIsHeardOfOnce(t *testing.T) {
	for _, c := range []struct {
		says, order string
		code        int
		output      string
	}{
		{"that exits, with its code", "exit", 3, ""},
		{"that panics, with its last words", "panic", 2, "panic: the worker's last words"},
	} {
		t.Run(c.says, func(t *testing.T) {
			s := spawn(t)
			require.NoError(t, s.Send([]byte(c.order)))
			var closed *port.ClosedError
			require.ErrorAs(t, <-s.closed, &closed)
			assert.Equal(t, c.code, closed.Code)
			assert.Contains(t, closed.Output, c.output)
			assert.Error(t, s.Send([]byte("anyone?")))
			assert.Empty(t, s.closed)
		})
	}
}

func TestAKilledWorkerIsGoneAndClosedIsNotCalled(t *testing.T) {
	s := spawn(t)
	require.NoError(t, s.Send([]byte("hello")))
	<-s.messages
	s.Kill()
	s.Kill()
	assert.ErrorIs(t, s.Send([]byte("hello")), port.ErrClosed)
	other := spawn(t) // by the time that it answers, the first one's end would have been heard of
	require.NoError(t, other.Send([]byte("hello")))
	<-other.messages
	assert.Empty(t, s.closed)
}

func TestAWorkerIsNoWorkerToWhatItStarts(t *testing.T) {
	s := spawn(t)
	require.NoError(t, s.Send([]byte("worker?")))
	assert.Equal(t, "no", string(<-s.messages))
}

func TestTheClockGoesForward(t *testing.T) {
	a := port.Now()
	port.Turn()
	b := port.Now()
	assert.LessOrEqual(t, port.Booted(), a)
	assert.LessOrEqual(t, a, b)
	assert.Positive(t, port.Cores())
}
