package futures

import "context"

// Birth tells how a worker process came to be, in milliseconds since 1970.
type Birth struct {
	Worker  int
	Asked   float64 // when it was spawned
	Booted  float64 // when its script began to run
	Ready   float64 // when it could take tasks
	Noticed float64 // when its pool heard of that
	Runtime string  // what it runs on, in words: "CPython 3.14.2"
}

// Births tells how the pool's present worker processes came to be; none for threads.
func (e *Executor) Births() []Birth {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, ok := e.workers.(*processes)
	if !ok {
		return nil
	}
	var births []Birth
	for _, w := range p.slots {
		if w != nil && w.ready {
			births = append(births, w.birth)
		}
	}
	return births
}

func (p *processes) start(ctx context.Context) error {
	e := p.pool
	for {
		e.mu.Lock()
		if err := e.closed(); err != nil {
			e.mu.Unlock()
			return err
		}
		ready, wanted := 0, p.pool.limit
		for i := range p.slots[:wanted] {
			if p.slots[i] == nil {
				p.spawn(i)
			} else if p.slots[i].ready {
				ready++
			}
		}
		news := p.listen()
		e.mu.Unlock()
		if ready == wanted {
			return nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (p *processes) listen() <-chan struct{} {
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	return p.changed
}

func (p *processes) news() {
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}
