package measure

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/here"
	"velocidade/wasm/lanes"
	"velocidade/wasm/port"
)

// Program measures a whole program, of the form that Velocidade's own have.
func Program(k kernels.Kernel) {
	if err := kernels.RegisterOwn(k); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(2)
	}
	futures.Init()
	runner := bench.Runner{
		Now:   port.Now,
		Unix:  func() int64 { return time.Now().UnixMilli() },
		Seed:  rand.Uint32,
		Host:  here.Host(),
		Lanes: ownLanes(),
		Open:  lanes.Open,
	}
	requests := make(chan []byte, 16)
	page := port.Parent(port.Handler{Message: func(data []byte) { requests <- data }})
	if page == nil {
		native(runner, k.Name)
		return
	}
	s := &session{runner: runner, send: func(data []byte) { _ = page.Send(data) }}
	s.announce(k)
	for data := range requests {
		s.handle(data)
	}
}

// ownLanes are the lanes that a program of one's own can run on: those that need no twin in another language.
func ownLanes() []bench.Lane {
	return slices.DeleteFunc(bench.Lanes(), func(l bench.Lane) bool {
		return l.Name != "go/single" && l.Name != "go/goroutines" && l.Name != "go/workers"
	})
}

// native measures where there is no page to ask for it.
func native(runner bench.Runner, name string) {
	report, err := runner.Run(context.Background(), bench.Spec{Program: name}, nil)
	if err == nil {
		err = bench.WriteText(os.Stdout, report)
	}
	if err == nil {
		err = bench.Failure(report)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}
