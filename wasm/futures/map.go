package futures

import (
	"context"
	"encoding/binary"
	"iter"
)

// MapOption sets up a Map.
type MapOption func(*mapping)

type mapping struct{ chunk, buffer int }

// ChunkSize has Map send n inputs at a time to a worker process: for short tasks the way there and back costs more than
// the work. It changes nothing about the results, and nothing at all for Threads.
func ChunkSize(n int) MapOption { return func(m *mapping) { m.chunk = max(n, 1) } }

// Buffer has Map take inputs only as its results are taken, at most n tasks ahead. Without it all inputs are submitted
// before the first result is waited for.
func Buffer(n int) MapOption { return func(m *mapping) { m.buffer = max(n, 1) } }

// Map applies fn to every input and yields the results in the order of the inputs, as they are ready. The first error is
// the last pair, and leaving the loop early ends it too: what has not run by then is cancelled. As iterators in Go do, and
// other than in Python, it begins when it is ranged over, and does all its work again where that is done twice.
func Map[A, R any](ctx context.Context, e *Executor, fn Func[A, R], inputs iter.Seq[A], options ...MapOption) iter.Seq2[R, error] {
	m := mapping{chunk: 1}
	for _, option := range options {
		option(&m)
	}
	if _, local := e.workers.(*threads); local || m.chunk == 1 {
		return mapped(ctx, e, fn, inputs, m.buffer, func(r R) ([]R, error) { return []R{r}, nil })
	}
	chunked := Func[chunkOf[A], chunkDone[R]]{name: chunkMark + fn.name}
	return mapped(ctx, e, chunked, chunks(inputs, m.chunk), m.buffer, func(done chunkDone[R]) ([]R, error) {
		return done.results, done.failed
	})
}

// mapped is Map over tasks that give several results each.
func mapped[A, T, R any](ctx context.Context, e *Executor, fn Func[A, T], inputs iter.Seq[A], ahead int,
	results func(T) ([]R, error)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var queue []*Future[T]
		defer func() {
			for _, f := range queue {
				f.Cancel()
			}
		}()
		var none R
		head := func() bool { // yields the oldest task's results
			f := queue[0]
			queue = queue[1:]
			value, err := f.Result(ctx)
			if err != nil {
				f.Cancel()
				yield(none, err)
				return false
			}
			list, err := results(value)
			for _, r := range list {
				if !yield(r, nil) {
					return false
				}
			}
			if err != nil {
				yield(none, err)
			}
			return err == nil
		}
		for input := range inputs {
			if ahead > 0 && len(queue) >= ahead && !head() {
				return
			}
			f, err := Submit(e, fn, input)
			if err != nil {
				yield(none, err)
				return
			}
			queue = append(queue, f)
		}
		for len(queue) > 0 {
			if !head() {
				return
			}
		}
	}
}

func chunks[A any](inputs iter.Seq[A], n int) iter.Seq[chunkOf[A]] {
	return func(yield func(chunkOf[A]) bool) {
		var chunk chunkOf[A]
		for input := range inputs {
			if chunk = append(chunk, input); len(chunk) == n {
				if !yield(chunk) {
					return
				}
				chunk = nil
			}
		}
		if len(chunk) > 0 {
			yield(chunk)
		}
	}
}

// chunkMark before a function's name asks a worker to call it on each argument of a chunk.
const chunkMark = "*"

// chunkOf is arguments on their way, each as a text record.
type chunkOf[A any] []A

func (c chunkOf[A]) MarshalBinary() ([]byte, error) {
	var b []byte
	for _, arg := range c {
		data, err := encode(&arg)
		if err != nil {
			return nil, err
		}
		b = appendText(b, data)
	}
	return b, nil
}

// chunkDone is results on their way back, each as a text record after their count, and the error of the call that ended the
// chunk early, if one did.
type chunkDone[R any] struct {
	results []R
	failed  error
}

func (c *chunkDone[R]) UnmarshalBinary(data []byte) error {
	r := &reader{rest: data}
	for range r.u32() {
		var result R
		text := r.text()
		if r.bad {
			return errFrame
		}
		if err := decode(text, &result); err != nil {
			return err
		}
		c.results = append(c.results, result)
	}
	if r.more() {
		c.failed = decodeError(r.text())
	}
	if r.bad {
		return errFrame
	}
	return nil
}

// callEach is what a worker does with a chunk: as in CPython, the first call that fails ends it.
func callEach(ctx context.Context, fn remote, data []byte) ([]byte, error) {
	r := &reader{rest: data}
	out := make([]byte, 4, len(data)+4)
	for n := uint32(1); r.more(); n++ {
		arg := r.text()
		if r.bad {
			return nil, errFrame
		}
		var result []byte
		err := protect(ctx, func(ctx context.Context) error {
			var err error
			result, err = fn(ctx, arg)
			return err
		})
		if err != nil {
			return appendText(out, encodeError(err)), nil
		}
		out = appendText(out, result)
		binary.LittleEndian.PutUint32(out, n)
	}
	if r.bad {
		return nil, errFrame
	}
	return out, nil
}
