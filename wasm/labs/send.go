package labs

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/port"
	"velocidade/wasm/shared"
)

var sendLab = Lab{
	Name:    "send",
	Title:   "Sending values",
	Summary: "A value that no message can carry; then payloads copied, transferred and shared, against the work they are worth.",
	Doc: `Arguments of a task that runs in another process have to be turned into bytes. Python pickles them, and what cannot be ` +
		`pickled cannot be sent; here a channel or a function is refused in the same way, by the future's error.

Then payloads of growing size go to a worker: copied into a message, transferred (the message's bytes change their owner), or ` +
		`written into memory that both share.

Last, the question that matters: a checksum passes over the payload several times, here or by halves on workers. While the work ` +
		`is small, sending costs more than it saves. Where the two are even is the crossover: below it workers stop paying. With few passes a ` +
		`byte is worth so little that a copy of it may never pay, at any size.`,
	Params: []kernels.Param{
		{Name: "passes", Kind: kernels.Int, Label: "Passes", Doc: "How often the checksum passes over each byte: the work that a byte is worth.",
			Default: "32", Min: 1, Max: 1000},
		{Name: "workers", Kind: kernels.Int, Label: "Workers", Doc: "Among how many the payload is divided.", Default: "2", Min: 1, Max: 16},
		{Name: "largest", Kind: kernels.Int, Label: "Largest payload", Unit: "KiB", Doc: "Up to where payloads grow, each four times the last, from one KiB.",
			Default: "4096", Min: 1, Max: 65_536},
	},
	Run: runSend,
}

var (
	unsentChannel = futures.Define("lab.send.channel", func(context.Context, chan int) (made, error) { return made{}, nil })
	unsentFunc    = futures.Define("lab.send.func", func(context.Context, func()) (made, error) { return made{}, nil })
	// digest passes over the payload as often as its first four bytes say.
	digest = futures.Define("lab.send.digest", func(_ context.Context, data []byte) (made, error) {
		return made{N: digestOf(data[4:], int(binary.LittleEndian.Uint32(data)))}, nil
	})
	// digestShared passes as often as Me says over M bytes of shared memory from byte N on.
	digestShared = futures.Define("lab.send.shared", func(_ context.Context, o job) (made, error) {
		memory, err := shared.Current()
		if err != nil {
			return made{}, err
		}
		data := make([]byte, o.M)
		memory.ReadBytes(int(o.N/4), data)
		return made{N: digestOf(data, int(o.Me))}, nil
	})
)

// digestOf is a checksum over the data, so many times; with no pass it only touches it.
func digestOf(data []byte, passes int) int64 {
	sum := uint64(len(data))
	for range passes {
		for _, b := range data {
			sum = (sum ^ uint64(b)) * 1099511628211
		}
	}
	return int64(sum >> 16)
}

// header is what stands before a payload: how many passes it is worth.
const header = 4

func payload(size, passes int) []byte {
	data := make([]byte, header+size)
	binary.LittleEndian.PutUint32(data, uint32(passes))
	for i := header; i < len(data); i++ {
		data[i] = byte(i * 31)
	}
	return data
}

type sending struct {
	*notebook
	ctx     context.Context
	passes  int
	workers int
	sizes   []int
	memory  *shared.Memory // nil where there is none
	pool    *futures.Executor
	result  Result
}

func runSend(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	s := &sending{notebook: open(env, emit), ctx: ctx, passes: int(env.Args.Int("passes")), workers: int(env.Args.Int("workers"))}
	largest := int(env.Args.Int("largest")) << 10
	for size := largest; size >= 1<<10; size /= growth {
		s.sizes = append([]int{size &^ 63}, s.sizes...) // whole words for up to sixteen workers
	}
	var err error
	if s.memory, err = shared.New((largest + 3) / 4); err != nil {
		s.memory = nil
		s.result.Notes = append(s.result.Notes, "Shared memory was left out: "+err.Error()+".")
	} else {
		defer s.memory.Close()
	}
	s.pool = futures.Processes(s.workers)
	defer s.pool.KillWorkers()
	if err := s.pool.Start(ctx); err != nil {
		return nil, err
	}
	for _, part := range []func() error{s.refused, s.alone, s.divided} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return &s.result, nil
}

// refused submits values that no message can carry.
func (s *sending) refused() error {
	s.step("Values that cannot be sent")
	channel, err := futures.Submit(s.pool, unsentChannel, make(chan int))
	if err != nil {
		return err
	}
	function, err := futures.Submit(s.pool, unsentFunc, func() {})
	if err != nil {
		return err
	}
	number, err := futures.Submit(s.pool, doze, job{Ms: math.NaN()})
	if err != nil {
		return err
	}
	for _, tried := range []struct {
		what string
		err  error
	}{{"a channel", channel.Err(s.ctx)}, {"a function", function.Err(s.ctx)}, {"a number that is none, in JSON", number.Err(s.ctx)}} {
		if tried.err == nil {
			return fmt.Errorf("%s was sent, which cannot be", tried.what)
		}
		s.call("Submit(pool, f, "+tried.what+").Err()", tried.err)
	}
	s.result.Quotes = append(s.result.Quotes, Quote{Title: "The error of a future whose argument is a channel", Text: channel.Err(s.ctx).Error()})
	quotes, notes := unpicklable(s.ctx, s.notebook)
	s.result.Quotes = append(s.result.Quotes, quotes...)
	s.result.Notes = append(s.result.Notes, notes...)
	return nil
}

// carriers are the ways in which a payload gets to a worker.
var carriers = []struct{ name, title, look string }{
	{"copied", "copied", LookWorkers},
	{"transferred", "transferred", LookThreads},
	{"shared", "shared memory", LookOther},
}

// can tells whether a way is to be had here.
func (s *sending) can(carrier string) bool {
	switch carrier {
	case "transferred":
		can := port.Transfer(true)
		port.Transfer(false)
		return can
	case "shared":
		return s.memory != nil
	}
	return true
}

// carry has each part of the data gone over by a worker, and waits for all.
func (s *sending) carry(carrier string, data []byte, parts, passes int) error {
	port.Transfer(carrier == "transferred")
	defer port.Transfer(false)
	size := (len(data) - header) / parts
	var all []*future
	for i := range parts {
		var f *future
		var err error
		if carrier == "shared" {
			part := data[header+i*size : header+(i+1)*size]
			s.memory.WriteBytes(i*size/4, part)
			f, err = futures.Submit(s.pool, digestShared, job{N: int64(i * size), M: int64(size), Me: int64(passes)})
		} else {
			part := data
			if parts > 1 {
				part = append(append(make([]byte, 0, header+size), data[:header]...), data[header+i*size:header+(i+1)*size]...)
			}
			f, err = futures.Submit(s.pool, digest, part)
		}
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	_, err := took(s.ctx, s.env, all, 0)
	return err
}

const sendRepeats = 7

// growth is how many times larger each payload is than the last.
const growth = 4

// timed gives the median time of something done several times, the first of which does not count.
func (s *sending) timed(do func() error) (float64, error) {
	var times []float64
	for i := range sendRepeats + 1 {
		if err := context.Cause(s.ctx); err != nil {
			return 0, err
		}
		began := s.env.Now()
		if err := do(); err != nil {
			return 0, err
		}
		if i > 0 {
			times = append(times, s.env.Now()-began)
		}
	}
	return median(times), nil
}

// alone sends payloads to one worker that does next to nothing with them.
func (s *sending) alone() error {
	s.step("A payload to one worker, and word back")
	chart := Chart{Kind: Lines, Log: true, X: Axis{"Payload", UnitBytes}, Y: &Axis{"Time there and back", UnitMs},
		Note: fmt.Sprintf("Each mark is the median of %d.", sendRepeats)}
	for _, carrier := range carriers {
		if !s.can(carrier.name) {
			if carrier.name == "transferred" {
				s.result.Notes = append(s.result.Notes, "Nothing is transferred between processes: what goes through a pipe is copied.")
			}
			continue
		}
		row := Row{Label: carrier.title, Look: carrier.look}
		for _, size := range s.sizes {
			data := payload(size, 0)
			t, err := s.timed(func() error { return s.carry(carrier.name, data, 1, 0) })
			if err != nil {
				return err
			}
			row.Points = append(row.Points, [2]float64{float64(size), t})
		}
		last := row.Points[len(row.Points)-1][1]
		s.call(fmt.Sprintf("%s, %s", bytesText(s.sizes[len(s.sizes)-1]), carrier.title), ms(last))
		chart.Rows = append(chart.Rows, row)
	}
	chart.Title = fmt.Sprintf("%s there and back:", bytesText(s.sizes[len(s.sizes)-1]))
	for i, row := range chart.Rows {
		if i > 0 {
			chart.Title += ","
		}
		chart.Title += fmt.Sprintf(" %s %s", row.Label, ms(row.Points[len(row.Points)-1][1]))
	}
	s.result.Charts = append(s.result.Charts, chart)
	return nil
}

// way is a way to have the work done.
type way struct {
	title, look string
	do          func(data []byte) error
	ms          []float64 // the median time of each size
}

// ways are here, and then divided among workers by every carrier that there is.
func (s *sending) ways() []*way {
	all := []*way{{title: "here", look: LookSingle, do: func(data []byte) error {
		if digestOf(data[header:], s.passes) == 0 {
			return fmt.Errorf("the checksum is zero")
		}
		return nil
	}}}
	for _, carrier := range carriers {
		if s.can(carrier.name) {
			all = append(all, &way{title: carrier.title, look: carrier.look, do: func(data []byte) error {
				return s.carry(carrier.name, data, s.workers, s.passes)
			}})
		}
	}
	return all
}

// race times every way at a size. They take turns, so that a machine that slows down meanwhile does so for all.
func (s *sending) race(all []*way, size int) error {
	data := payload(size, s.passes)
	times := make([][]float64, len(all))
	for i := range sendRepeats + 1 {
		for k, w := range all {
			if err := context.Cause(s.ctx); err != nil {
				return err
			}
			began := s.env.Now()
			if err := w.do(data); err != nil {
				return err
			}
			if i > 0 { // the first is a warm-up
				times[k] = append(times[k], s.env.Now()-began)
			}
		}
	}
	for k, w := range all {
		w.ms = append(w.ms, median(times[k]))
	}
	return nil
}

// divided has the work done here, and by parts on workers.
func (s *sending) divided() error {
	s.step("%s over each byte: here, or divided among %s", capital(words(s.passes, "pass")), words(s.workers, "worker"))
	all := s.ways()
	for _, size := range s.sizes {
		if err := s.race(all, size); err != nil {
			return err
		}
	}
	last := bytesText(s.sizes[len(s.sizes)-1])
	chart := Chart{Kind: Lines, Log: true, Level: 1, X: Axis{"Payload", UnitBytes}, Y: &Axis{"Times as quick as here", UnitRatio},
		Note: "Above 1× workers pay, below it sending costs more than they save. A ring is where that turns, read off the line between two payloads."}
	table := Table{Title: "Where workers begin to pay",
		Columns: []Column{{Label: "Carried"}, {"Crossover", UnitBytes}, {Label: "Workers pay"}, {"With " + last, UnitRatio}}}
	var findings []string
	never := 0
	for _, w := range all[1:] {
		row := Row{Label: w.title, Look: w.look}
		for i, size := range s.sizes {
			row.Points = append(row.Points, [2]float64{float64(size), gain(all[0].ms[i], w.ms[i])})
		}
		where := stretches(row.Points)
		pays := stretchWords(where, row.Points)
		if len(where) == 0 {
			never++
		}
		turn := Cell{}
		if marks := crossings(row); len(marks) > 0 {
			turn = num(marks[0].X)
			chart.Marks = append(chart.Marks, marks...)
		}
		chart.Rows = append(chart.Rows, row)
		s.call(w.title+": workers pay", pays)
		table.Rows = append(table.Rows, []Cell{text(w.title), turn, text(pays), num(row.Points[len(row.Points)-1][1])})
		findings = append(findings, w.title+" "+pays)
	}
	chart.Title = fmt.Sprintf("With %s over each byte, %s pay: %s", words(s.passes, "pass"), words(s.workers, "worker"), strings.Join(findings, ", "))
	if never == len(findings) {
		chart.Title = fmt.Sprintf("With %s over each byte, %s do not pay up to %s, however the payload is carried: there is no crossover",
			words(s.passes, "pass"), words(s.workers, "worker"), last)
	}
	s.result.Charts = append(s.result.Charts, chart)
	s.result.Tables = append(s.result.Tables, table, s.timesOf(all))
	s.result.Finding = chart.Title + "."
	return nil
}

func (s *sending) timesOf(all []*way) Table {
	table := Table{Title: "Until the result is here", Columns: []Column{{"Payload", UnitBytes}}}
	for _, w := range all {
		table.Columns = append(table.Columns, Column{w.title, UnitMs})
	}
	for i, size := range s.sizes {
		row := []Cell{count(size)}
		for _, w := range all {
			row = append(row, num(w.ms[i]))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// gain is how many times as quick there is as here. Clocks of browsers are coarse enough for a time of nothing.
func gain(here, there float64) float64 {
	const least = 0.001
	return max(here, least) / max(there, least)
}
