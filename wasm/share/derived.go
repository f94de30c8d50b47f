package share

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"sync"

	"velocidade/wasm/bench"
	"velocidade/wasm/format"
	"velocidade/wasm/json"
	"velocidade/wasm/picture"
)

// Derivation is the version of what follows from a run: its statistics, the sentences about it, its picture. It is raised when any
// of that changes, which a test notices; what an earlier version worked out is then worked out again when it is asked for.
const Derivation = "5"

// facts are what is said of a run where it is shown. What was measured is taken from whoever sent it; what follows from that, the
// verdict above all, is worked out here: nobody's claims appear under our name.
type facts struct {
	Title   string `json:"title"`
	Verdict string `json:"verdict"`
	// Rows has a line for each lane: its name, workers, median, interval and speed-up, with tabs between. None of them holds either,
	// and one text is read far sooner than hundreds.
	Rows  string `json:"rows"`
	Where string `json:"where"`
}

func factsOf(rep *bench.Report) *facts {
	f := &facts{Title: picture.TitleOf(rep), Verdict: rep.Verdict, Where: picture.FactsOf(rep)}
	rows := make([]string, len(rep.Lanes))
	for i := range rep.Lanes {
		l := &rep.Lanes[i]
		rows[i] = strings.Join([]string{picture.LaneText(l), format.Whole(l.Workers), picture.MedianText(l), picture.IntervalText(l), picture.SpeedupText(l)}, "\t")
	}
	f.Rows = strings.Join(rows, "\n")
	return f
}

// facts gives what is said of a run: from memory, from the database, or worked out now and kept for the next reader.
func (s *Service) facts(ctx context.Context, id string) (*facts, error) {
	if f, ok := s.cache.get(id, formFacts, s.Now()).(*facts); ok {
		return f, nil
	}
	body, err := s.stored(ctx, id, formFacts)
	if err != nil {
		return nil, err
	}
	if f := new(facts); body != "" && json.Unmarshal([]byte(body), f) == nil {
		s.cache.put(id, formFacts, f, len(body), s.CacheBytes, s.Now())
		return f, nil
	}
	report, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	fresh := ""
	made, err := s.once.do(id+formFacts, func() (any, error) {
		rep, err := derived(report)
		if err != nil {
			return nil, err
		}
		f := factsOf(rep)
		body, err := json.Marshal(*f)
		if err != nil {
			return nil, err
		}
		fresh = string(body)
		s.cache.put(id, formFacts, f, len(body), s.CacheBytes, s.Now())
		return f, nil
	})
	if err != nil {
		return nil, err
	}
	s.later(ctx, id, formFacts, fresh)
	return made.(*facts), nil
}

// drawn gives a run's picture, likewise.
func (s *Service) drawn(ctx context.Context, id string) ([]byte, error) {
	if data, ok := s.cache.get(id, formPicture, s.Now()).([]byte); ok {
		return data, nil
	}
	body, err := s.stored(ctx, id, formPicture)
	if err != nil {
		return nil, err
	}
	if data, err := base64.StdEncoding.DecodeString(body); err == nil && len(data) > 0 {
		s.cache.put(id, formPicture, data, len(data), s.CacheBytes, s.Now())
		return data, nil
	}
	report, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	fresh := ""
	made, err := s.once.do(id+formPicture, func() (any, error) {
		rep, err := derived(report)
		if err != nil {
			return nil, err
		}
		data, err := picture.Draw(rep)
		if err != nil {
			return nil, err
		}
		fresh = base64.StdEncoding.EncodeToString(data)
		s.cache.put(id, formPicture, data, len(data), s.CacheBytes, s.Now())
		return data, nil
	})
	if err != nil {
		return nil, err
	}
	s.later(ctx, id, formPicture, fresh)
	return made.([]byte), nil
}

// derived reads a report that is kept, and works out what follows from it.
func derived(report []byte) (*bench.Report, error) {
	rep, err := bench.ParseReport(report)
	if err != nil {
		return nil, err
	}
	bench.Derive(rep)
	return rep, nil
}

// later stores what one of those who asked has worked out. A reader does not wait for it where something else can, and is answered
// whether it succeeds or not.
func (s *Service) later(ctx context.Context, id, form, body string) {
	if body == "" {
		return
	}
	task := func(ctx context.Context) {
		if err := s.store(ctx, id, form, body); err != nil && s.Fault != nil {
			s.Fault(err)
		}
	}
	if s.Background != nil {
		s.Background(task)
		return
	}
	task(ctx)
}

// once has what several ask for at the same time worked out once. It only computes: nobody waits in it for a database or a platform,
// which the edge forbids.
type once struct {
	mu       sync.Mutex
	underway map[string]*flight
}

type flight struct {
	done  chan struct{}
	value any
	err   error
}

var errFlight = errors.New("it could not be worked out")

func (o *once) do(key string, work func() (any, error)) (any, error) {
	o.mu.Lock()
	if f := o.underway[key]; f != nil {
		o.mu.Unlock()
		<-f.done
		return f.value, f.err
	}
	if o.underway == nil {
		o.underway = map[string]*flight{}
	}
	f := &flight{done: make(chan struct{}), err: errFlight} // should work panic
	o.underway[key] = f
	o.mu.Unlock()
	defer func() {
		o.mu.Lock()
		delete(o.underway, key)
		o.mu.Unlock()
		close(f.done)
	}()
	f.value, f.err = work()
	return f.value, f.err
}
