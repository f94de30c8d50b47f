package futures

import (
	"encoding/binary"
	"errors"
	"math"

	"velocidade/wasm/json"
)

// What an executor and its worker processes say to each other. A message is a kind byte and then records, little-endian,
// without padding, so that a worker in another language needs no library to speak it:
//
//	to a worker    init   name text, payload text             call this first, once
//	               tasks  { id u32, name text, payload text } run these, in order
//	               stop   { id u32 }                          their callers gave up
//	               width  threads u32                         how many to run at a time
//	               back                                      send back what has not begun
//	from a worker  hello  booted f64, ready f64, runtime text ready for tasks; when its script began and when it was ready,
//	                                                          and what it runs on, in words
//	               failed error text                          the init call failed
//	               done   { id u32, ok u8, arrived f64, started f64, ended f64, result or error text }
//	               returned { id u32 }                        these have not begun, and will not here
//
// where text is a length (u32) and as many bytes, times are milliseconds since 1970, and an error is a TaskError as JSON.
// The twins of this file, for workers in other languages, are wasm/runtimes/frames.js and wasm/runtimes/worker.py.
type kind byte

const (
	kindInit kind = 1 + iota
	kindTasks
	kindStop
	kindWidth
	kindHello
	kindFailed
	kindDone
	kindBack
	kindReturned
)

func appendText(b, text []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	return append(b, text...)
}

func appendTime(b []byte, ms float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(ms))
}

func appendTask(b []byte, id uint32, name string, payload []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, id)
	b = appendText(b, []byte(name))
	return appendText(b, payload)
}

// outcome is what a worker tells of one task.
type outcome struct {
	id                      uint32
	ok                      bool
	arrived, started, ended float64
	data                    []byte
}

func appendOutcome(b []byte, o outcome) []byte {
	b = binary.LittleEndian.AppendUint32(b, o.id)
	ok := byte(0)
	if o.ok {
		ok = 1
	}
	b = append(b, ok)
	b = appendTime(b, o.arrived)
	b = appendTime(b, o.started)
	b = appendTime(b, o.ended)
	return appendText(b, o.data)
}

var errFrame = errors.New("futures: a message between executor and worker is malformed")

// reader takes records off a message. After the first that does not fit, it is bad and gives zeros.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) more() bool { return len(r.rest) > 0 && !r.bad }

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.bad, r.rest = true, nil
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) u32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) time() float64 {
	if b := r.take(8); b != nil {
		return math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
	return 0
}

func (r *reader) text() []byte {
	n := r.u32()
	if uint64(n) > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return nil
	}
	return r.take(int(n))
}

func (r *reader) outcome() outcome {
	o := outcome{id: r.u32()}
	if b := r.take(1); b != nil {
		o.ok = b[0] == 1
	}
	o.arrived, o.started, o.ended = r.time(), r.time(), r.time()
	o.data = r.text()
	return o
}

func encodeError(err error) []byte {
	data, _ := json.Marshal(taskError(err)) // strings and a bool always marshal
	return data
}

func decodeError(data []byte) error {
	e := &TaskError{}
	if err := json.Unmarshal(data, e); err != nil {
		return errFrame
	}
	return e
}
