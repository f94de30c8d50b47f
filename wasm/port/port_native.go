//go:build !js

package port

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// DrainMs is for how long a killed worker keeps burning its core: natively it ends at once.
const DrainMs = 0

// maxFrame bounds what a frame's length may claim, so that a stray write to the pipe is an error and no huge allocation.
const maxFrame = 1 << 30

// Port is one end of a connection.
type Port struct {
	mu   sync.Mutex // serializes writers
	out  *bufio.Writer
	in   io.ReadCloser
	cmd  *exec.Cmd
	gone atomic.Bool // killed, or ended by itself
}

var (
	booted    = time.Now()
	wallStart = float64(booted.UnixNano()) / 1e6
)

// Now is the time in milliseconds since 1970, from the monotonic clock, comparable between processes as far as their
// wall clocks agreed when they started.
func Now() float64 { return wallStart + float64(time.Since(booted))/1e6 }

// Booted is the time at which this process began to run its own code.
func Booted() float64 { return wallStart }

// Cores is how many tasks the machine can run at once.
func Cores() int { return runtime.NumCPU() }

// Parent returns the port to the process that started this one with Spawn, or nil where none did.
// From then on standard output belongs to the port: what the program prints goes to standard error.
func Parent(h Handler) *Port {
	if !IsWorker() {
		return nil
	}
	os.Unsetenv(workerEnv)
	p := &Port{out: bufio.NewWriterSize(os.Stdout, 1<<16), in: os.Stdin}
	os.Stdout = os.Stderr
	go func() {
		err := p.receive(h)
		if h.Closed != nil {
			h.Closed(err)
		}
	}()
	return p
}

// Spawn starts this executable again as a worker.
func Spawn(h Handler) (*Port, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("port: cannot find this program to start it again: %w", err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), workerEnv+"=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	output := &head{}
	cmd.Stderr = output
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("port: cannot start a worker: %w", err)
	}
	p := &Port{out: bufio.NewWriterSize(stdin, 1<<16), in: stdout, cmd: cmd}
	go func() {
		_ = p.receive(h) // how the process ended tells more than how its pipe did
		cmd.Wait()
		if !p.gone.Swap(true) && h.Closed != nil {
			h.Closed(&ClosedError{Code: cmd.ProcessState.ExitCode(), Output: output.text()})
		}
	}()
	return p, nil
}

// ErrClosed is returned by Send when the other side is gone.
var ErrClosed = errors.New("port: the worker is gone")

// Send writes data as one frame.
func (p *Port) Send(data []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone.Load() {
		return ErrClosed
	}
	var size [4]byte
	binary.LittleEndian.PutUint32(size[:], uint32(len(data)))
	p.out.Write(size[:])
	p.out.Write(data)
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("%w: %w", ErrClosed, err)
	}
	return nil
}

// Kill ends the worker now, whatever it does. Closed is not called.
func (p *Port) Kill() {
	// Not under mu: a writer blocked on a full pipe holds it, and only the kill sets it free.
	if !p.gone.Swap(true) && p.cmd != nil {
		p.cmd.Process.Kill()
	}
}

// Turn gives incoming messages a turn. Natively they have threads of their own and need none.
func Turn() {}

func (p *Port) receive(h Handler) error {
	in := bufio.NewReaderSize(p.in, 1<<16)
	for {
		var size [4]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return &ClosedError{Code: -1}
		}
		n := binary.LittleEndian.Uint32(size[:])
		if n > maxFrame {
			return fmt.Errorf("port: a frame of %d bytes is over the limit of %d", n, maxFrame)
		}
		data := make([]byte, n)
		if _, err := io.ReadFull(in, data); err != nil {
			return &ClosedError{Code: -1}
		}
		h.Message(data)
	}
}

// head keeps the first part of what is written to it: a panic's message stands before its stacks.
type head struct {
	mu  sync.Mutex
	buf strings.Builder
}

func (t *head) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := outputLimit - t.buf.Len(); room > 0 {
		t.buf.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}

func (t *head) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(t.buf.String())
}
