//go:build !js

package runtimes

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/port"
)

func program(t testing.TB, runtime string) port.Program {
	t.Helper()
	k, err := kernels.Lookup("countdown")
	require.NoError(t, err)
	p, err := Program(t.Context(), runtime, k)
	if IsMissing(err) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return p
}

func TestWhatIsMissingIsNamedWithAWayToGetIt(t *testing.T) {
	t.Chdir(t.TempDir()) // in no checkout
	t.Setenv("PATH", t.TempDir())
	k, err := kernels.Lookup("countdown")
	require.NoError(t, err)
	for runtime, get := range map[string]string{CPython: "apt-get install python3", PyPy: "apt-get install pypy3", JS: "nodejs.org", Cython: "python3"} {
		_, err := Program(t.Context(), runtime, k)
		var fault *kernels.Error
		require.ErrorAs(t, err, &fault, runtime)
		assert.Equal(t, CodeMissing, fault.Code)
		assert.Equal(t, "lanes", fault.Field)
		assert.Contains(t, fault.Message, get)
	}
}

func TestAProgramThatWasNotWrittenForARuntimeIsRefused(t *testing.T) {
	kernels.Register(kernels.Kernel{Name: "lonely", Title: "t", Group: kernels.GroupLoops, Summary: "s", Doc: "d", Source: "s",
		Split: func(kernels.Args, int, int) []kernels.Range { return nil },
		Run:   func(kernels.Args, int, []byte, kernels.Range) ([]byte, error) { return nil, nil },
		Merge: func(kernels.Args, int, []byte, [][]byte) ([]byte, error) { return nil, nil },
		Want:  []kernels.Want{{Args: "", Result: "r"}}})
	defer kernels.Unregister("lonely")
	k, err := kernels.Lookup("lonely")
	require.NoError(t, err)
	for _, runtime := range []string{GoBoxed, JS, CPython, PyPy, Cython, CythonNoGIL, CythonUntyped, Shedskin} {
		_, err := Program(t.Context(), runtime, k)
		var fault *kernels.Error
		require.ErrorAs(t, err, &fault, runtime)
		assert.Equal(t, CodeNoTwin, fault.Code, runtime)
	}
}

func TestWhatIsCompiledGoesIntoTheCacheOnce(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	var fills atomic.Int32
	fill := func(dir string) error {
		fills.Add(1)
		return os.WriteFile(filepath.Join(dir, "made"), nil, 0o644)
	}
	var group sync.WaitGroup
	dirs := make([]string, 8)
	for i := range dirs {
		group.Go(func() {
			dir, err := cached("test", []string{"a", "b"}, fill)
			assert.NoError(t, err)
			dirs[i] = dir
		})
	}
	group.Wait()
	for _, dir := range dirs {
		assert.Equal(t, dirs[0], dir)
	}
	before := fills.Load()
	again, err := cached("test", []string{"a", "b"}, fill)
	require.NoError(t, err)
	assert.Equal(t, dirs[0], again)
	assert.Equal(t, before, fills.Load(), "what is there is not made again")
	other, err := cached("test", []string{"ab", ""}, fill)
	require.NoError(t, err)
	assert.NotEqual(t, dirs[0], other)
	_, err = cached("test", []string{"c"}, func(string) error { return os.ErrPermission })
	assert.ErrorIs(t, err, os.ErrPermission)
	left, err := filepath.Glob(filepath.Join(cacheDir(), ".making-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestSourceRunsInAWorkerInPython(t *testing.T) {
	pool := futures.Processes(1, futures.On(program(t, CPython)))
	defer pool.KillWorkers()
	for _, c := range []struct{ says, source, want, fails string }{
		{"its result comes back as text", "result = 2 ** 64", "18446744073709551616", ""},
		{"without one there is none", "x = 1", "", ""},
		{"each has a namespace of its own", "result = 'x' in globals()", "False", ""},
		{"an exception has its own last line", "1 / 0", "", "ZeroDivisionError: division by zero"},
		{"so has what is no Python", "result =", "", "SyntaxError"},
		{"a program that exits ends only itself", "raise SystemExit(3)", "", "SystemExit: 3"},
		{"what it prints disturbs nobody", "print('hello'); result = 1", "1", ""},
	} {
		t.Run(c.says, func(t *testing.T) {
			f, err := futures.Submit(pool, Exec, c.source)
			require.NoError(t, err)
			got, err := f.Result(t.Context())
			if c.fails != "" {
				assert.ErrorContains(t, err, c.fails)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

// A message of tasks with one part of countdown in it: by hand, since the format is what other languages go by.
func countdownTask(id uint32) []byte {
	text := func(b []byte, s string) []byte {
		return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
	}
	header := `{"program":"countdown","args":"n=9","values":"{\"n\":9}","round":0,"lo":0,"hi":9}`
	payload := text(nil, header)
	return text(text(binary.LittleEndian.AppendUint32([]byte{2}, id), "part"), string(payload))
}

// Whatever message a worker gets, it ends with a complaint or goes on and answers the next one. It never answers what was not
// asked, and never hangs.
func FuzzWorkers(f *testing.F) {
	task := countdownTask(7)
	for _, seed := range [][]byte{{}, {0}, {1}, {2}, {2, 1, 0, 0, 0}, {3, 9, 0, 0, 0}, {4, 2, 0, 0, 0}, {4, 255, 255, 255}, {8}, {200, 1, 2},
		task[:len(task)-1], append(task[:len(task):len(task)], 1, 2, 3),
		[]byte("\x02\x01\x00\x00\x00\xff\xff\xff\xffpart"), []byte("\x02\x01\x00\x00\x00\x04\x00\x00\x00none\x00\x00\x00\x00")} {
		f.Add(seed)
	}
	programs := map[string]port.Program{CPython: program(f, CPython), JS: program(f, JS)}
	// One worker takes message after message until it ends: to start one takes a tenth of a second, and a message a thousandth of that.
	type running struct {
		worker   *port.Port
		messages chan []byte
		closed   chan error
	}
	workers := map[string]*running{}
	id := uint32(0xf0000000)
	f.Fuzz(func(t *testing.T, message []byte) {
		if len(message) > 0 && message[0] == 4 && len(message) >= 5 && binary.LittleEndian.Uint32(message[1:]) > 64 {
			t.Skip("as many threads are a machine's whole memory: a pool never asks for them")
		}
		id++
		for runtime, p := range programs {
			w := workers[runtime]
			if w == nil {
				w = &running{messages: make(chan []byte, 1000), closed: make(chan error, 1)}
				var err error
				w.worker, err = port.Spawn(p, port.Handler{
					Message: func(data []byte) { w.messages <- data },
					Closed:  func(err error) { w.closed <- err },
				})
				require.NoError(t, err)
				workers[runtime] = w
				hello := <-w.messages
				require.Equal(t, byte(5), hello[0], runtime)
			}
			_ = w.worker.Send(message)
			_ = w.worker.Send(countdownTask(id))
			for answered := false; !answered; {
				select {
				case err := <-w.closed:
					assert.NotContains(t, err.Error(), "before its work was done", "%s says why it ended", runtime)
					w.worker.Kill()
					delete(workers, runtime)
					answered = true
				case data := <-w.messages:
					require.Contains(t, []byte{6, 7, 9}, data[0], runtime)
					if data[0] == 7 && binary.LittleEndian.Uint32(data[1:]) == id {
						require.Equal(t, byte(1), data[5], runtime)
						require.Equal(t, uint64(5), binary.LittleEndian.Uint64(data[len(data)-8:]), "%s counts the odd numbers up to 9", runtime)
						answered = true
					}
				}
			}
		}
	})
}

// Of a message with a task and two behind it, what has not begun is given back when it is asked for, and no task is both given
// back and answered.
func TestAWorkerGivesBackWhatItHasNotBegun(t *testing.T) {
	for _, runtime := range []string{CPython, JS} {
		messages := make(chan []byte, 100)
		worker, err := port.Spawn(program(t, runtime), port.Handler{Message: func(data []byte) { messages <- data }})
		require.NoError(t, err)
		defer worker.Kill()
		<-messages // the greeting
		tasks := countdownTask(1)
		for id := uint32(2); id <= 20; id++ {
			tasks = append(tasks, countdownTask(id)[1:]...)
		}
		require.NoError(t, worker.Send(tasks))
		require.NoError(t, worker.Send([]byte{8}))
		seen := map[uint32]int{}
		for asked := true; asked || len(seen) < 20; {
			data := <-messages
			switch data[0] {
			case 7:
				seen[binary.LittleEndian.Uint32(data[1:])]++
			case 9:
				asked = false
				for rest := data[1:]; len(rest) > 0; rest = rest[4:] {
					seen[binary.LittleEndian.Uint32(rest)]++
				}
			default:
				require.Fail(t, "an unknown message", "%s: %v", runtime, data)
			}
		}
		for id, times := range seen {
			assert.Equal(t, 1, times, "%s, task %d", runtime, id)
		}
	}
}

func TestAWorkersGreetingTellsWhatItIs(t *testing.T) {
	for runtime, says := range map[string]string{CPython: "CPython 3.", JS: "Node "} {
		greeting := make(chan []byte, 10)
		worker, err := port.Spawn(program(t, runtime), port.Handler{Message: func(data []byte) { greeting <- data }})
		require.NoError(t, err)
		hello := <-greeting
		worker.Kill()
		require.Equal(t, byte(5), hello[0])
		require.Greater(t, len(hello), 21)
		assert.True(t, strings.HasPrefix(string(hello[21:]), says), "%q", hello[21:])
		assert.Equal(t, len(hello)-21, int(binary.LittleEndian.Uint32(hello[17:])))
	}
}

func TestTheTwinsOfTheProtocolOpenWithTheSameParagraph(t *testing.T) {
	words := func(name string) string {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		_, after, found := strings.Cut(string(text), "What an executor and its worker processes say")
		require.True(t, found, name)
		paragraph, _, found := strings.Cut(after, "is a TaskError as JSON.")
		require.True(t, found, name)
		return strings.Join(strings.Fields(strings.ReplaceAll(paragraph, "//", " ")), " ")
	}
	want := words("../futures/frame.go")
	assert.Equal(t, want, words("frames.js"))
	assert.Equal(t, want, words("worker.py"))
}
