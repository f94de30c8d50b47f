package lanes

import (
	"context"
	"encoding/binary"
	"errors"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/json"
)

// runPart runs one part of a program in a worker.
var runPart = futures.Define("part", func(_ context.Context, p part) (done, error) {
	partial, err := p.run()
	if err != nil {
		fault, ok := errors.AsType[*kernels.Error](err)
		if !ok {
			return done{}, err
		}
		return done{fault: fault}, nil // keeps its code on the way
	}
	return done{partial: partial}, nil
})

// part is one range of one round of a program. On the way it is a JSON header (its length before it, u32) and the state
// as it is, which a worker in any language can read.
type part struct {
	Program string `json:"program"`
	Args    string `json:"args"`             // as text, for Go
	Values  string `json:"values,omitempty"` // for other languages: the text of a JSON object, see Args.Typed
	Boxed   bool   `json:"boxed,omitempty"`  // the program over values in interfaces is meant
	Round   int    `json:"round"`
	Lo      int64  `json:"lo"`
	Hi      int64  `json:"hi"`
	state   []byte
}

func (p part) run() ([]byte, error) {
	k, err := kernels.Lookup(p.Program)
	if err != nil {
		return nil, err
	}
	args, err := k.ParseArgs(p.Args)
	if err != nil {
		return nil, err
	}
	run := k.Run
	if p.Boxed {
		run = k.Boxed
	}
	if run == nil {
		return nil, errPart
	}
	return run(args, p.Round, p.state, kernels.Range{Lo: p.Lo, Hi: p.Hi})
}

var errPart = errors.New("lanes: a part of a program arrived malformed")

func (p part) MarshalBinary() ([]byte, error) {
	header, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	b := binary.LittleEndian.AppendUint32(make([]byte, 0, 4+len(header)+len(p.state)), uint32(len(header)))
	b = append(b, header...)
	return append(b, p.state...), nil
}

func (p *part) UnmarshalBinary(b []byte) error {
	if len(b) < 4 {
		return errPart
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if n > uint64(len(b)-4) {
		return errPart
	}
	if err := json.Unmarshal(b[4:4+n], p); err != nil {
		return errPart
	}
	p.state = b[4+n:]
	return nil
}

// done is a partial result, or the coded error of a part: a byte that tells which (0 or 1) and then its bytes or JSON.
type done struct {
	partial []byte
	fault   *kernels.Error
}

func (d done) MarshalBinary() ([]byte, error) {
	if d.fault == nil {
		return append([]byte{0}, d.partial...), nil
	}
	fault, err := json.Marshal(d.fault)
	return append([]byte{1}, fault...), err
}

func (d *done) UnmarshalBinary(b []byte) error {
	switch {
	case len(b) > 0 && b[0] == 0:
		d.partial = b[1:]
		return nil
	case len(b) > 0 && b[0] == 1:
		d.fault = &kernels.Error{}
		if json.Unmarshal(b[1:], d.fault) == nil {
			return nil
		}
	}
	return errPart
}
