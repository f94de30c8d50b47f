// Package soak runs the service under mixed load for a long time and checks, throughout, what it promises:
//
//   - a run that was acknowledged is there, unchanged, until its keeper deletes it, whatever happens to the process;
//   - one that was deleted is gone;
//   - no answer is anything but the right one or a refusal that says why;
//   - /healthz answers, with 503 while the disk is full and with 200 otherwise;
//   - no client holds a connection for longer than the limits say;
//   - memory does not grow beyond bounds.
//
// Writers, readers and hostile clients (package hostile) go on while the server, a process of its own, is killed and started again,
// and while its disk is full.
package soak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"velocidade/tools/hostile"
	"velocidade/tools/server"
)

// Options say how long, and with how many.
type Options struct {
	Dir      string // for the database; empty before the soak
	Duration time.Duration
	Writers  int
	Readers  int
	Hostile  int // clients of each kind
	Phases   server.Phases
	Period   time.Duration // of a kill, a full disk and a quiet time
	Seed     uint64
	Out      io.Writer
}

// soak is one that goes on.
type soak struct {
	Options
	child *child

	mu      sync.Mutex
	kept    map[string]string // token by id
	ids     []string          // of those, in the order in which they came
	seed    atomic.Uint32
	full    atomic.Bool // the disk may be full
	counts  counts
	faults  []string
	latency []time.Duration
}

type counts struct{ written, read, deleted, refused, held, kills, fills, health atomic.Int64 }

// mostFaults are told; more would only be more of the same.
const mostFaults = 20

// Run soaks, and gives an error that says what was not as promised.
func Run(ctx context.Context, opts Options) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := listener.Addr().String()
	listener.Close()
	s := &soak{Options: opts, kept: map[string]string{}, child: &child{serving: serving{Dir: opts.Dir, Address: address, Phases: opts.Phases}}}
	s.seed.Store(uint32(opts.Seed))
	if err := s.child.writeSite(); err != nil {
		return err
	}
	if err := s.child.start(); err != nil {
		return err
	}
	defer s.child.kill()
	load, cancel := context.WithTimeout(ctx, opts.Duration)
	defer cancel()
	var wg sync.WaitGroup
	for i := range opts.Writers {
		wg.Go(func() { s.write(load, rand.New(rand.NewPCG(opts.Seed, uint64(i)))) })
	}
	for i := range opts.Readers {
		wg.Go(func() { s.read(load, rand.New(rand.NewPCG(opts.Seed, 1000+uint64(i)))) })
	}
	for k, kind := range hostile.Kinds {
		for i := range opts.Hostile {
			wg.Go(func() { s.hold(load, kind, uint64(k*opts.Hostile+i)) })
		}
	}
	wg.Go(func() { s.probe(load) })
	wg.Go(func() { s.tell(load) })
	if err := s.disturb(load); err != nil {
		s.fault("the server cannot be started again: %v", err)
		cancel()
	}
	wg.Wait()
	if err := s.settle(ctx); err != nil {
		return err
	}
	s.summary("at the end")
	if len(s.faults) > 0 {
		return fmt.Errorf("%d promises were broken: %w", len(s.faults), errors.New(s.faults[0]))
	}
	return nil
}

// fault notes what was not as promised.
func (s *soak) fault(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := fmt.Sprintf(format, args...)
	if len(s.faults) < mostFaults {
		s.faults = append(s.faults, text)
		fmt.Fprintln(s.Out, "BROKEN:", text)
	}
}

// disturb kills the server and fills its disk, in turns, with quiet times between.
func (s *soak) disturb(ctx context.Context) error {
	for turn := 0; ; turn++ {
		if !pause(ctx, s.Period) {
			return nil
		}
		if turn%2 == 0 {
			s.counts.kills.Add(1)
			s.child.kill()
			if err := s.child.start(); err != nil {
				return err
			}
			continue
		}
		s.counts.fills.Add(1)
		s.full.Store(true)
		if err := s.child.say("full"); err != nil {
			return err
		}
		pause(ctx, s.Period/2)
		if err := s.child.say("room"); err != nil {
			return err
		}
		// What was asked while it was full may be answered now.
		time.AfterFunc(5*time.Second, func() { s.full.Store(false) })
	}
}

// hold is a hostile client, over and over.
func (s *soak) hold(ctx context.Context, kind hostile.Kind, n uint64) {
	random := rand.New(rand.NewPCG(s.Seed, 2000+n))
	p := s.Phases
	client := hostile.Client{Kind: kind, Address: s.child.Address, Large: largePath, Bytes: largeBytes, Drip: p.Headers / 20,
		Most: 3*max(p.Headers, p.Request, p.Idle) + 30*time.Second}
	if kind.Untaken {
		client.Most = 3 * p.Piece
	}
	for pause(ctx, time.Duration(random.Int64N(int64(time.Second)))) {
		before := s.child.started()
		err := client.Hold(ctx)
		switch {
		case errors.Is(err, hostile.ErrHeld) && s.child.started() == before:
			s.fault("%v", err)
		case err == nil:
			s.counts.held.Add(1)
		}
	}
}

// pause waits, and reports false where the soak is over.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// tell says every minute how it goes.
func (s *soak) tell(ctx context.Context) {
	for pause(ctx, time.Minute) {
		s.summary("so far")
	}
}

func (s *soak) summary(when string) {
	c := &s.counts
	s.mu.Lock()
	kept, p99 := len(s.ids), quantile(s.latency, 0.99)
	s.mu.Unlock()
	fmt.Fprintf(s.Out, "%s: %d runs written, %d deleted, %d kept; %d reads (p99 %s); %d refusals; %d hostile connections ended; %d kills, %d full disks, %d health checks; %d MB of memory\n",
		when, c.written.Load(), c.deleted.Load(), kept, c.read.Load(), p99.Round(time.Millisecond), c.refused.Load(), c.held.Load(), c.kills.Load(), c.fills.Load(), c.health.Load(),
		s.child.memory()>>20)
}

// DefaultOptions are those of make soak.
func DefaultOptions(dir string, duration time.Duration) Options {
	return Options{Dir: dir, Duration: duration, Writers: 4, Readers: 32, Hostile: 30, Phases: server.DefaultPhases, Period: 30 * time.Second,
		Seed: uint64(time.Now().UnixNano()), Out: os.Stdout}
}
