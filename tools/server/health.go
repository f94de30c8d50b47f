package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"

	"velocidade/wasm/share"
)

// probeEvery is how long the answer about the disk holds: whoever asks more often is told the same again.
const probeEvery = time.Second

// prober finds out whether a run can be kept, by writing as much as the largest run takes, and remembers the answer for a while.
type prober struct {
	mu    sync.Mutex
	asked time.Time
	err   error
}

// Healthy reports whether runs can be read and kept: the file is still the one that is open, and what is written to it reaches the
// disk.
func (s *Runs) Healthy(ctx context.Context) error {
	s.probe.mu.Lock()
	defer s.probe.mu.Unlock()
	if err := s.identity.check(); err != nil {
		return err
	}
	if now := s.service.Now(); s.probe.asked.IsZero() || now.Sub(s.probe.asked) >= probeEvery {
		s.probe.err, s.probe.asked = s.tryWriting(ctx), now
	}
	return s.probe.err
}

func (s *Runs) tryWriting(ctx context.Context) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	var one int
	if err := s.service.Read.QueryRowContext(ctx, `SELECT 1 FROM runs UNION SELECT 1`).Scan(&one); err != nil {
		return err
	}
	var body [share.MaxReport / 2]byte
	if _, err := rand.Read(body[:]); err != nil { // no two alike, or nothing would have to be written
		return err
	}
	// It does not stay: the room that it took is for the next run, and where there is none any more, there is none for it either.
	if _, err := s.service.Write.ExecContext(ctx, `INSERT INTO probe (body) VALUES (?)`, hex.EncodeToString(body[:])); err != nil {
		return err
	}
	if _, err := s.service.Write.ExecContext(ctx, `DELETE FROM probe`); err != nil {
		return err
	}
	return s.identity.check()
}
