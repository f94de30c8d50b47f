package bench

// progress follows a run and tells how far it is. Its fraction and its counts never go backwards.
type progress struct {
	now      func() float64
	report   func(Progress)
	begin    float64
	entries  []*entry
	blocks   int
	warmed   map[*entry]bool
	current  Progress
	estimate map[*entry]float64 // expected time of one sample, repeats included
}

func newProgress(now func() float64, entries []*entry, blocks int, report func(Progress)) *progress {
	p := &progress{now: now, report: report, begin: now(), entries: entries, blocks: blocks,
		warmed: map[*entry]bool{}, estimate: map[*entry]float64{}}
	p.current.Phase = "starting"
	return p
}

// about says what will be measured next.
func (p *progress) about(phase string, e *entry) {
	p.current.Phase, p.current.Lane, p.current.Workers, p.current.Sample = phase, e.Lane, e.Workers, nil
	p.emit()
}

// took says what was measured; block is -1 for a warm-up run.
func (p *progress) took(e *entry, block int, wallMs float64) {
	p.estimate[e] = wallMs * float64(e.Repeat)
	p.current.Done++
	p.current.Sample = &Sampled{Lane: e.Lane, Workers: e.Workers, Block: block, WallMs: wallMs}
	if e.shadow {
		p.current.Sample = nil // of no entry that anybody sees
	}
	p.emit()
}

// warm says that an entry needs no more warm-up runs.
func (p *progress) warm(e *entry) { p.warmed[e] = true }

// anew says that an entry begins again, with another size.
func (p *progress) anew(e *entry) {
	delete(p.warmed, e)
	delete(p.estimate, e)
}

// finish ends the reports; a complete run ends at 1.
func (p *progress) finish(complete bool) {
	p.current.Sample = nil
	if complete {
		p.current.Fraction = 1
	}
	p.emit()
}

func (p *progress) emit() {
	p.current.ElapsedMs = p.now() - p.begin
	left, known := p.left()
	p.current.LeftMs = nil
	if known {
		p.current.LeftMs = &left
		if whole := p.current.ElapsedMs + left; whole > 0 {
			p.current.Fraction = min(max(p.current.Fraction, p.current.ElapsedMs/whole), 1)
		}
	}
	if p.report != nil {
		p.report(p.current)
	}
}

// left gives the time that the samples still to be taken are expected to need, and counts them. Entries not yet run are
// expected to take as long as the others do on average.
func (p *progress) left() (ms float64, known bool) {
	mean := 0.0
	for _, e := range p.entries {
		mean += p.estimate[e] / float64(max(len(p.estimate), 1))
	}
	missing := 0
	for _, e := range p.entries {
		if e.Error != nil {
			continue
		}
		todo := p.blocks - len(e.SamplesMs)
		if !p.warmed[e] {
			todo += max(minWarmups-len(e.WarmupMs), 0)
		}
		each, measured := p.estimate[e]
		if !measured {
			each = mean
		}
		ms += each * float64(todo)
		missing += todo
	}
	p.current.Total = p.current.Done + missing
	return ms, len(p.estimate) > 0
}
