package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/lanes"
	"velocidade/wasm/port"
	"velocidade/wasm/underway"
)

// TestMain lets the test binary be its own worker process.
func TestMain(m *testing.M) {
	futures.Init()
	os.Exit(m.Run())
}

// rogue is a program that misbehaves as its argument says. It is registered by init, so that workers have it too.
func init() {
	kernels.Register(kernels.Kernel{
		Name: "rogue", Title: "Rogue", Group: kernels.GroupLoops, Summary: "Misbehaves.", Doc: "For tests.", Source: "None.",
		Params: []kernels.Param{{Name: "how", Kind: kernels.Int, Label: "How", Doc: "In which way.", Default: "0", Max: 4}},
		Split:  func(kernels.Args, int, int) []kernels.Range { return []kernels.Range{{Lo: 0, Hi: 1}} },
		Run:    misbehave,
		Merge:  func(kernels.Args, int, []byte, [][]byte) ([]byte, error) { return []byte("well"), nil },
		Want:   []kernels.Want{{Args: "", Result: "well"}},
	})
}

const (
	behave = iota
	panicking
	exiting
	endless
	hungry
)

var hoard [][]byte

func misbehave(a kernels.Args, _ int, _ []byte, _ kernels.Range) ([]byte, error) {
	switch a.Int("how") {
	case panicking:
		panic("index out of range in a kernel")
	case exiting:
		os.Exit(7)
	case endless:
		for n := 0; ; n++ {
			if n < 0 {
				return nil, nil
			}
		}
	case hungry:
		for {
			hoard = append(hoard, make([]byte, 256<<20))
		}
	}
	return nil, nil
}

// answer is a response as the page reads it.
type answer struct {
	Type     string
	ID       int
	Error    *kernels.Error
	Progress *struct{ Phase string }

	Comparisons *bench.Comparisons
	Beside      []bench.Comparison
	Judged      *bench.Judgement
	Result      *struct{ Finding string }
	Report      *struct {
		Status  string
		Verdict string
		Lanes   []struct {
			Lane      string
			SamplesMs []float64
			Result    string
			Error     *kernels.Error
		}
	}
}

// page is the other side of a session.
type page struct {
	*session
	progress chan answer
	ended    chan answer
}

func open(t *testing.T) *page {
	t.Helper()
	p := &page{progress: make(chan answer, 10_000), ended: make(chan answer, 100)}
	p.session = &session{
		runner: bench.Runner{
			Now:  port.Now,
			Unix: func() int64 { return 1 },
			Seed: func() uint32 { return 1 },
			Host: bench.Host{Engine: "test", Cores: 2, Isolated: true, TimerResolutionMs: 0.005},
			Open: lanes.Open,
		},
		send: func(data []byte) {
			var a answer
			if err := json.Unmarshal(data, &a); err != nil {
				a.Type = "unreadable: " + err.Error()
			}
			if a.Type == "progress" || a.Type == "lab-event" {
				p.progress <- a
			} else {
				p.ended <- a
			}
		},
	}
	return p
}

func (p *page) ask(format string, args ...any) { p.handle(fmt.Appendf(nil, format, args...)) }

// quick is a run that takes next to no time.
const quick = `{"type":"run","id":%d,"spec":{"program":"countdown","args":{"n":1000},"lanes":["go/single","go/workers"],"workers":[2],"blocks":1}}`

func (p *page) worksStill(t *testing.T, id int) {
	t.Helper()
	p.ask(quick, id)
	end := <-p.ended
	require.Equal(t, "report", end.Type)
	require.Equal(t, id, end.ID)
	require.Equal(t, "complete", end.Report.Status)
}

func TestARunEndsWithOneReport(t *testing.T) {
	p := open(t)
	p.ask(quick, 3)
	end := <-p.ended
	assert.Equal(t, "report", end.Type)
	assert.Equal(t, 3, end.ID)
	require.Len(t, end.Report.Lanes, 2)
	for _, l := range end.Report.Lanes {
		assert.Nil(t, l.Error)
		assert.Len(t, l.SamplesMs, 1)
		assert.Equal(t, end.Report.Lanes[0].Result, l.Result)
	}
	assert.NotEmpty(t, p.progress)
	assert.Empty(t, p.ended)
}

func TestAPageThatDrawsIsWaitedForAndAnsweredAlike(t *testing.T) {
	p := open(t)
	p.ask(strings.Replace(quick, `"id":%d`, `"id":%d,"draws":true`, 1), 3)
	for told := 1; ; told++ {
		select {
		case news := <-p.progress:
			p.ask(`{"type":"drawn","id":%d}`, news.ID)
		case end := <-p.ended:
			require.Equal(t, "report", end.Type)
			assert.Equal(t, "complete", end.Report.Status)
			assert.Greater(t, told, len(end.Report.Lanes))
			return
		}
	}
}

func TestRequestsThatMakeNoSense(t *testing.T) {
	for _, c := range []struct{ says, request, code, field string }{
		{"what is not JSON", `{"type":`, codeBadRequest, ""},
		{"an unknown type", `{"type":"dance","id":1}`, codeBadRequest, "type"},
		{"a run without a spec", `{"type":"run","id":1}`, bench.CodeBadSpec, ""},
		{"an unknown program", `{"type":"run","id":1,"spec":{"program":"x"}}`, kernels.CodeUnknownProgram, "program"},
		{"an argument out of range", `{"type":"run","id":1,"spec":{"program":"countdown","args":{"n":-1}}}`, kernels.CodeOutOfRange, "n"},
		{"no workers", `{"type":"run","id":1,"spec":{"program":"countdown","workers":[0]}}`, kernels.CodeOutOfRange, "workers"},
		{"far too many workers", `{"type":"run","id":1,"spec":{"program":"countdown","workers":[1000000000]}}`, kernels.CodeOutOfRange, "workers"},
	} {
		t.Run(c.says, func(t *testing.T) {
			p := open(t)
			p.ask("%s", c.request)
			end := <-p.ended
			require.Equal(t, "failed", end.Type)
			assert.Equal(t, c.code, end.Error.Code)
			if c.field != "" {
				assert.Equal(t, c.field, end.Error.Field)
			}
			assert.NotEmpty(t, end.Error.Message)
			p.worksStill(t, 2)
		})
	}
}

// brief is a report of six blocks in which one worker took so many milliseconds, and two so many.
func brief(one, two int) string {
	lane := func(name string, workers, ms int) string {
		six := fmt.Sprintf("[%[1]d,%[1]d,%[1]d,%[1]d,%[1]d,%[1]d]", ms)
		return fmt.Sprintf(`{"lane":%q,"workers":%d,"repeat":1,"warmupMs":[%d],"samplesMs":%s,"computeMs":%s,"medianMs":null,"intervalMs":null,`+
			`"confidence":0,"outliers":[],"result":"","speedup":null,"error":null}`, name, workers, ms, six, six)
	}
	return `{"schema":"velocidade.report/v1","program":"countdown","args":{"n":1},"status":"complete","startedAt":1,"host":{"engine":"wasm","go":"g",` +
		`"platform":"js/wasm","cores":2,"isolated":true,"timerResolutionMs":0.005,"build":"b"},"plan":{"blocks":6,"warmups":2,"parts":1,"seed":1},"lanes":[` +
		lane("go/single", 1, one) + "," + lane("go/workers", 2, two) + `],"verdict":"","warnings":[],"timeline":[]}`
}

func TestTwoRunsAreCompared(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"compare","id":4,"earlier":[%s],"later":[%s]}`, brief(100, 100), brief(100, 50))
	end := <-p.ended
	require.Equal(t, "comparison", end.Type)
	assert.Equal(t, 4, end.ID)
	require.Len(t, end.Comparisons.Lanes, 2)
	assert.Equal(t, bench.Faster, end.Comparisons.Lanes[1].Difference)
	assert.InDelta(t, 2, end.Comparisons.Lanes[1].Ratio.Value, 1e-9)
	p.ask(`{"type":"compare","id":5,"earlier":[%s],"later":[{}]}`, brief(100, 100))
	end = <-p.ended
	assert.Equal(t, "failed", end.Type)
}

func TestARunIsHeldAgainstFiguresFromElsewhere(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"beside","id":4,"report":%s,"earlier":[%s]}`, brief(100, 100), brief(50, 100))
	end := <-p.ended
	require.Len(t, end.Beside, 2)
	assert.Equal(t, bench.Faster, end.Beside[0].Difference, "it was faster there")
}

func TestAPredictionIsJudged(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"judge","id":4,"report":%s,"question":{"of":{"lane":"go/workers","workers":2},"against":{"lane":"go/single","workers":1},"bounds":[0.9,1.2,1.7]}}`,
		brief(100, 50))
	end := <-p.ended
	require.NotNil(t, end.Judged)
	assert.Equal(t, 3, end.Judged.Choice)
	p.ask(`{"type":"judge","id":5,"question":{"values":[1,2],"bounds":[1.5]}}`)
	end = <-p.ended
	assert.Equal(t, -1, end.Judged.Choice)
	assert.Equal(t, "it was measured only twice here, and an interval takes six", end.Judged.Text)
}

func TestASecondRunDuringARunIsRefusedAndHarmsNothing(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"run","id":1,"spec":{"program":"rogue","args":{"how":%d},"lanes":["go/single"]}}`, endless)
	<-p.progress
	p.ask(quick, 2)
	end := <-p.ended
	assert.Equal(t, 2, end.ID)
	assert.Equal(t, underway.CodeBusy, end.Error.Code)
	p.ask(`{"type":"stop","id":2}`) // not the one that runs
	assert.Empty(t, p.ended)
	p.ask(`{"type":"stop","id":1}`)
	end = <-p.ended
	assert.Equal(t, 1, end.ID)
	assert.Equal(t, "stopped", end.Report.Status)
	p.worksStill(t, 3)
}

func TestStopEndsAnEndlessPart(t *testing.T) {
	for _, lane := range []string{"go/single", "go/goroutines", "go/workers"} {
		t.Run(lane, func(t *testing.T) {
			p := open(t)
			p.ask(`{"type":"run","id":1,"spec":{"program":"rogue","args":{"how":%d},"lanes":[%q],"workers":[2]}}`, endless, lane)
			<-p.progress
			p.ask(`{"type":"stop","id":1}`)
			end := <-p.ended
			assert.Equal(t, "stopped", end.Report.Status)
			p.worksStill(t, 2)
		})
	}
}

func TestAHiddenPageVoidsTheRun(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"run","id":1,"spec":{"program":"rogue","args":{"how":%d},"lanes":["go/single"]}}`, endless)
	<-p.progress
	p.ask(`{"type":"void","id":1}`)
	end := <-p.ended
	assert.Equal(t, "void", end.Report.Status)
	p.worksStill(t, 2)
}

func TestStopAndRunInQuickSuccession(t *testing.T) {
	p := open(t)
	for id := 1; id <= 10; id++ {
		p.ask(quick, id)
		p.ask(`{"type":"stop","id":%d}`, id)
		end := <-p.ended
		assert.Equal(t, id, end.ID)
		assert.Equal(t, "report", end.Type)
	}
	p.worksStill(t, 11)
}

func TestALaneThatDiesHasItsErrorAndThePageLivesOn(t *testing.T) {
	for _, c := range []struct {
		says string
		how  int
		want string
	}{
		{"a panic in a kernel", panicking, "index out of range in a kernel"},
		{"a worker that exits", exiting, "worker"},
	} {
		t.Run(c.says, func(t *testing.T) {
			p := open(t)
			p.ask(`{"type":"run","id":1,"spec":{"program":"rogue","args":{"how":%d},"lanes":["go/single","go/workers"],"workers":[2],"blocks":1}}`, c.how)
			end := <-p.ended
			require.Equal(t, "report", end.Type)
			for _, l := range end.Report.Lanes {
				require.NotNil(t, l.Error)
				assert.Contains(t, l.Error.Message, c.want)
			}
			p.worksStill(t, 2)
		})
	}
}
