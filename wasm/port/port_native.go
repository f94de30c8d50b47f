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
	"syscall"
	"time"
)

// DrainMs is for how long a killed worker keeps burning its core: natively it ends at once.
const DrainMs = 0

// framesFd is where a copy of this program writes its frames, so that standard output stays the program's own. It is the
// first of exec.Cmd's ExtraFiles.
const framesFd = 3

// maxFrame bounds what a frame's length may claim, so that a stray write to the pipe is an error and no huge allocation.
const maxFrame = 1 << 30

// Port is one end of a connection.
type Port struct {
	mu     sync.Mutex
	wake   *sync.Cond
	outbox [][]byte // frames that the writer has not taken yet
	out    *bufio.Writer
	in     io.ReadCloser
	cmd    *exec.Cmd
	gone   atomic.Bool // killed, or ended by itself
}

func newPort(out io.Writer, in io.ReadCloser, cmd *exec.Cmd) *Port {
	p := &Port{out: bufio.NewWriterSize(out, 1<<16), in: in, cmd: cmd}
	p.wake = sync.NewCond(&p.mu)
	go p.write()
	return p
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
func Parent(h Handler) *Port {
	if !IsWorker() {
		return nil
	}
	os.Unsetenv(workerEnv)
	syscall.CloseOnExec(framesFd) // what this worker starts must not hold its port open
	p := newPort(os.NewFile(framesFd, "port"), os.Stdin, nil)
	go func() {
		err := p.receive(h)
		if err == nil {
			err = &ClosedError{Code: -1}
		}
		if h.Closed != nil {
			h.Closed(err)
		}
	}()
	return p
}

// Spawn starts a program, by default this executable again, as a worker.
func Spawn(program Program, h Handler) (*Port, error) {
	cmd, err := program.command()
	if err != nil {
		return nil, err
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	frames, sent, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("port: cannot start a worker: %w", err)
	}
	output := &head{}
	if len(program.Command) > 0 {
		cmd.Stdout, cmd.Stderr = sent, output
	} else {
		// What a copy of this program prints is this program's, and so is what it dies of.
		cmd.Stdout, cmd.Stderr = os.Stdout, io.MultiWriter(output, os.Stderr)
		cmd.ExtraFiles = []*os.File{sent}
	}
	err = cmd.Start()
	sent.Close() // the worker has its own
	if err != nil {
		frames.Close()
		return nil, fmt.Errorf("port: cannot start a worker: %w", err)
	}
	p := newPort(stdin, frames, cmd)
	go func() {
		broken := p.receive(h)
		if broken != nil {
			cmd.Process.Kill() // it would wait for ever for somebody to read on
		}
		cmd.Wait()
		frames.Close()
		if !p.end() || h.Closed == nil {
			return
		}
		if broken == nil {
			broken = &ClosedError{Code: cmd.ProcessState.ExitCode(), Output: output.text()}
		}
		h.Closed(broken)
	}()
	return p, nil
}

func (p Program) command() (*exec.Cmd, error) {
	if len(p.Command) > 0 {
		cmd := exec.Command(p.Command[0], p.Command[1:]...)
		cmd.Dir = p.Dir
		cmd.Env = append(os.Environ(), p.Env...)
		return cmd, nil
	}
	if p.Name != "" {
		return nil, fmt.Errorf("port: there is no program %q here: only browsers find programs by name", p.Name)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("port: cannot find this program to start it again: %w", err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), workerEnv+"=1")
	return cmd, nil
}

// ErrClosed is returned by Send when the other side is gone.
var ErrClosed = errors.New("port: the worker is gone")

// Send sends a copy of data as one frame. It never waits, as a browser's postMessage does not: two sides that both wait for
// the other to read would wait for ever.
func (p *Port) Send(data []byte) error {
	if len(data) > maxFrame {
		return fmt.Errorf("port: a message of %d bytes is over the limit of %d", len(data), maxFrame)
	}
	frame := binary.LittleEndian.AppendUint32(make([]byte, 0, 4+len(data)), uint32(len(data)))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone.Load() {
		return ErrClosed
	}
	p.outbox = append(p.outbox, append(frame, data...))
	p.wake.Signal()
	return nil
}

// write writes what Send leaves, until the port has ended.
func (p *Port) write() {
	for {
		p.mu.Lock()
		for len(p.outbox) == 0 && !p.gone.Load() {
			p.wake.Wait()
		}
		frames := p.outbox
		p.outbox = nil
		p.mu.Unlock()
		if len(frames) == 0 {
			return
		}
		for _, frame := range frames {
			p.out.Write(frame)
		}
		// A pipe that broke is heard of by whoever reads from it.
		_ = p.out.Flush()
	}
}

// end marks the port as ended, and reports whether it was not so before.
func (p *Port) end() bool {
	first := !p.gone.Swap(true)
	p.mu.Lock()
	p.wake.Signal()
	p.mu.Unlock()
	return first
}

// Transfer would have messages handed over instead of copied. It reports whether this platform can do that: a pipe cannot.
func Transfer(bool) bool { return false }

// Kill ends the worker now, whatever it does. Closed is not called.
func (p *Port) Kill() {
	if p.end() && p.cmd != nil {
		p.cmd.Process.Kill()
	}
}

// Turn gives incoming messages a turn. Natively they have threads of their own and need none.
func Turn() {}

// receive hands on what arrives until the other side ends, which is no error, or sends what is no frame.
func (p *Port) receive(h Handler) error {
	in := bufio.NewReaderSize(p.in, 1<<16)
	for {
		var size [4]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return nil
		}
		n := binary.LittleEndian.Uint32(size[:])
		if n > maxFrame {
			return fmt.Errorf("port: a frame of %d bytes is over the limit of %d", n, maxFrame)
		}
		data := make([]byte, n)
		if _, err := io.ReadFull(in, data); err != nil {
			return nil
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
