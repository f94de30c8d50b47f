package bench

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
)

// traced is a report with a timeline: two lanes, a cold run and a last one, two workers.
func traced(t *testing.T) *Report {
	t.Helper()
	rep := exported(t)
	for _, lane := range []string{"go/single", "go/workers"} {
		for _, run := range []string{"first", "last"} {
			for worker := range 2 {
				rep.Timeline = append(rep.Timeline,
					Span{Lane: lane, Workers: 2, Run: run, Worker: worker, Phase: PhaseSpawn, StartMs: 0, EndMs: 20.125},
					Span{Lane: lane, Workers: 2, Run: run, Worker: worker, Phase: PhaseRun, StartMs: 20.125, EndMs: 60.5})
			}
		}
	}
	return rep
}

func TestReportsLeaveInEveryFormat(t *testing.T) {
	for _, c := range []struct {
		format Format
		path   string
		want   string
	}{
		{FormatCSV, "testdata/report.csv", goldenCSV},
		{FormatMarkdown, "testdata/report.md", goldenMarkdown},
		{FormatTrace, "testdata/report.trace.json", goldenTrace},
	} {
		t.Run(string(c.format), func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, Export(&out, traced(t), c.format))
			golden(t, c.path, c.want, out.Bytes())
		})
	}
	var fault *kernels.Error
	require.ErrorAs(t, Export(&bytes.Buffer{}, traced(t), "xml"), &fault)
	assert.Equal(t, "text, json, csv, markdown, go, trace", fault.Limit)
}

func TestCSVIsReadBackAsEveryRunThatWasTimed(t *testing.T) {
	rep := exported(t)
	rep.Host.Build = "=HYPERLINK(\"x\"), twice\nor more"
	var out bytes.Buffer
	require.NoError(t, WriteCSV(&out, rep))
	rows, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	runs := 0
	for _, l := range rep.Lanes {
		runs += len(l.WarmupMs) + len(l.SamplesMs)
	}
	require.Len(t, rows, 1+runs)
	first := rep.Lanes[0]
	at := slices.IndexFunc(rows, func(row []string) bool { return row[9] == "sample" })
	wall, err := strconv.ParseFloat(rows[at][11], 64)
	require.NoError(t, err)
	assert.Equal(t, first.SamplesMs[0], wall)
	assert.Equal(t, "'=HYPERLINK(\"x\"), twice\nor more", rows[1][5], "no spreadsheet takes it for a formula")
}

func TestMarkdownOfAHostileReportStaysText(t *testing.T) {
	rep := exported(t)
	rep.Host.UserAgent = "<img src=x onerror=alert(1)> | `a` @everyone [x](javascript:1)\n# heading"
	var out bytes.Buffer
	require.NoError(t, WriteMarkdown(&out, rep))
	last := out.String()[strings.LastIndex(strings.TrimSpace(out.String()), "\n"):]
	assert.NotRegexp(t, "<|(^|[^\\\\])[|@\\[`]", last)
	for _, line := range strings.Split(out.String(), "\n") {
		if strings.HasPrefix(line, "|") {
			assert.Equal(t, 11, strings.Count(line, "|")-strings.Count(line, "\\|"), line)
		}
	}
}

// traceEvent is what the Trace Event Format says of the two kinds of event that we write; fields that it does not know are refused.
type traceEvent struct {
	Name *string         `json:"name"`
	Cat  string          `json:"cat"`
	Ph   string          `json:"ph"`
	Pid  *int            `json:"pid"`
	Tid  *int            `json:"tid"`
	Ts   *float64        `json:"ts"`
	Dur  *float64        `json:"dur"`
	Args json.RawMessage `json:"args"`
}

func TestTheTraceKeepsToTheTraceEventFormat(t *testing.T) {
	rep := traced(t)
	var out bytes.Buffer
	require.NoError(t, WriteTrace(&out, rep))
	var trace struct {
		DisplayTimeUnit string            `json:"displayTimeUnit"`
		TraceEvents     []traceEvent      `json:"traceEvents"`
		OtherData       map[string]string `json:"otherData"`
	}
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&trace))
	assert.Equal(t, "ms", trace.DisplayTimeUnit)
	names, ends, complete := map[[2]int]bool{}, map[[2]int]float64{}, 0
	for _, e := range trace.TraceEvents {
		require.NotNil(t, e.Name)
		require.NotNil(t, e.Pid)
		require.NotNil(t, e.Tid)
		at := [2]int{*e.Pid, *e.Tid}
		switch e.Ph {
		case "M":
			assert.Contains(t, []string{"process_name", "process_sort_index", "thread_name"}, *e.Name)
			assert.NotEmpty(t, e.Args)
			names[at] = true
		case "X":
			complete++
			require.NotNil(t, e.Ts)
			require.NotNil(t, e.Dur)
			assert.GreaterOrEqual(t, *e.Dur, 0.0)
			assert.GreaterOrEqual(t, *e.Ts, ends[at], "events of a thread do not overlap")
			ends[at] = *e.Ts + *e.Dur
			assert.True(t, names[at], "every thread has a name")
		default:
			t.Errorf("an event of kind %q", e.Ph)
		}
	}
	assert.Equal(t, len(rep.Timeline), complete)
	assert.InDelta(t, 60500, ends[[2]int{1, 1}], 1e-9, "times are microseconds")
}

func TestAReportIsMadeToFitByItsTimelineAlone(t *testing.T) {
	rep := traced(t)
	for i := range 3000 {
		rep.Timeline = append(rep.Timeline, Span{Lane: "go/workers", Workers: 4, Run: "last", Worker: i % 4, Phase: PhaseRun, StartMs: float64(i), EndMs: float64(i) + 0.5})
	}
	whole, err := FitJSON(rep, 1<<30)
	require.NoError(t, err)
	for _, most := range []int{len(whole), 64 << 10, 20 << 10, 6 << 10} {
		text, err := FitJSON(rep, most)
		require.NoError(t, err)
		assert.LessOrEqual(t, len(text), most)
		var read struct {
			Lanes    []LaneResult
			Timeline []Span
		}
		require.NoError(t, json.Unmarshal(text, &read))
		assert.Equal(t, rep.Lanes, read.Lanes)
	}
	text, err := FitJSON(rep, 10)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"timeline":[]`, "what cannot fit goes without one")
	assert.Len(t, rep.Timeline, 3016, "the report itself keeps its own")
}
