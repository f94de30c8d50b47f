package link

import (
	"bytes"
	"compress/flate"
	"context"
	"embed"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// issued are links as they were issued, and what was in them. Embedded, so that the tests also run where there is no file system.
//
//go:embed testdata/issued
var issued embed.FS

// chromium is a browser's name of the length that they have today.
const chromium = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"

// sleeper is an executor on which time passes without anything being run: two per cent of noise, a clock of 5 µs.
type sleeper struct {
	now    *float64
	random *rand.Rand
}

func (s sleeper) Run(_ context.Context, job bench.Job) (bench.Sample, error) {
	wall := math.Round(640_000/float64(job.Workers)*(1+0.02*math.Abs(s.random.NormFloat64()))/5) * 5 / 1000
	*s.now += wall
	return bench.Sample{WallMs: wall, ComputeMs: wall * 0.98 * float64(job.Workers), Result: job.Kernel.Want[0].Result,
		Spans: []bench.Span{{Phase: bench.PhaseRun, EndMs: wall}}}, nil
}

func (sleeper) Close() {}

// ordinary is what the page measures without being told more than which cores there are.
func ordinary(t testing.TB, program string, cores, blocks int, args ...string) *bench.Report {
	t.Helper()
	now := 1_769_522_527_000.0
	x := sleeper{&now, rand.New(rand.NewPCG(1, 2))}
	runner := bench.Runner{
		Now: func() float64 { return now }, Unix: func() int64 { return 1_769_522_527_000 }, Seed: func() uint32 { return 4_051_892_771 },
		Host: bench.Host{Engine: "wasm", UserAgent: chromium, Go: "go1.26.8", Platform: "js/wasm", Cores: cores, Isolated: true,
			TimerResolutionMs: 0.005, Build: "0a1b2c3d4e"},
		Open: func(context.Context, string, int) (bench.Executor, error) { return x, nil },
	}
	spec := bench.Spec{Program: program, Blocks: &blocks}
	if len(args) > 0 {
		spec.Args = fmt.Appendf(nil, "%q", args[0])
	}
	rep, err := runner.Run(context.Background(), spec, nil)
	require.NoError(t, err)
	return rep
}

// kept is a report's JSON as a link keeps it: without its timeline.
func kept(t testing.TB, rep *bench.Report) string {
	t.Helper()
	without := *rep
	without.Timeline = []bench.Span{}
	text, err := json.Marshal(without)
	require.NoError(t, err)
	return string(text)
}

func TestALinkGivesBackWhatWasMeasured(t *testing.T) {
	for _, k := range kernels.All() {
		t.Run(k.Name, func(t *testing.T) {
			rep := ordinary(t, k.Name, 4, 10)
			text, err := Encode(Link{Report: rep})
			require.NoError(t, err)
			read, err := Decode(text)
			require.NoError(t, err)
			assert.Equal(t, kept(t, rep), kept(t, read.Report))
			assert.Empty(t, read.Source)
			again, err := Encode(read)
			require.NoError(t, err)
			assert.Equal(t, text, again)
		})
	}
}

func TestAnOrdinaryRunFitsInTwoThousandCharacters(t *testing.T) {
	for _, k := range kernels.All() {
		for _, cores := range []int{2, 4, 8, 16} {
			text, err := Encode(Link{Report: ordinary(t, k.Name, cores, bench.DefaultBlocks)})
			require.NoError(t, err)
			assert.LessOrEqual(t, len(text)+len("https://velocidade.example.org/#"), ShortChars, "%s on %d cores", k.Name, cores)
		}
	}
}

func TestALinkCarriesAProgramOfTheReadersOwn(t *testing.T) {
	l := Link{Report: ordinary(t, "primes", 2, 6), Source: "package main\n\nfunc main() { println(\"olá\") }\n"}
	text, err := Encode(l)
	require.NoError(t, err)
	read, err := Decode(text)
	require.NoError(t, err)
	assert.Equal(t, l.Source, read.Source)
	l.Source = strings.Repeat("x", MaxSource+1)
	refused(t, second(Encode(l)), CodeTooLong, "source")
}

func TestALinkIsReadFromAWholeAddress(t *testing.T) {
	text, err := Encode(Link{Report: ordinary(t, "primes", 2, 6)})
	require.NoError(t, err)
	for _, address := range []string{"#" + text, "https://example.org/a/?program=primes#" + text, "  " + text + "\n"} {
		_, err := Decode(address)
		assert.NoError(t, err, "%.40s", address)
	}
}

// packed makes a link of a body.
func packed(t testing.TB, body []byte) string {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	require.NoError(t, err)
	_, err = w.Write(body)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return "v1." + base64.RawURLEncoding.EncodeToString(out.Bytes())
}

// written makes a link whose JSON is that of an ordinary run, with a text in it replaced.
func written(t testing.TB, old, new string) string {
	t.Helper()
	body, err := appendReport(nil, ordinary(t, "primes", 2, 6), "")
	require.NoError(t, err)
	length, size := binary.Uvarint(body)
	text := string(body[size : size+int(length)])
	require.Contains(t, text, old)
	changed := strings.Replace(text, old, new, 1)
	return packed(t, append(appendBytes(nil, []byte(changed)), body[size+int(length):]...))
}

func TestWhatIsNoLinkIsRefusedByName(t *testing.T) {
	good, err := Encode(Link{Report: ordinary(t, "primes", 2, 6)})
	require.NoError(t, err)
	lists := func(tail ...byte) string {
		return packed(t, append(append(appendBytes(nil, []byte(`{"lanes":[{"lane":"go/single"}]}`)), 0), tail...))
	}
	for _, c := range []struct{ says, link, code, field string }{
		{"nothing", "", CodeBadLink, "link"},
		{"words", "hello there", CodeBadLink, "link"},
		{"an address without a link", "https://example.org/?program=primes", CodeBadLink, "link"},
		{"a version to come", strings.Replace(good, "v1.", "v2.", 1), CodeUnknownVersion, "link"},
		{"a version that is none", strings.Replace(good, "v1.", "v1x.", 1), CodeBadLink, "link"},
		{"a link cut short", good[:len(good)-20], CodeBadLink, "link"},
		{"a link cut in its midst", good[:len(good)/2], CodeBadLink, "link"},
		{"another alphabet", good[:10] + "+/" + good[12:], CodeBadLink, "link"},
		{"something added", good + "AAAA", CodeBadLink, "link"},
		{"a bomb", packed(t, make([]byte, 64<<20)), CodeTooLong, "link"},
		{"a link longer than any", "v1." + strings.Repeat("A", MaxChars), CodeTooLong, "link"},
		{"an empty body", packed(t, nil), CodeBadLink, "link"},
		{"a length past the end", packed(t, []byte{200, 1, '{'}), CodeBadLink, "link"},
		{"a length beyond all sense", packed(t, bytes.Repeat([]byte{0xff}, 20)), CodeBadLink, "link"},
		{"no JSON", packed(t, append(appendBytes(nil, []byte("{{{{")), 0)), CodeBadLink, "link"},
		{"null for a run", packed(t, append(appendBytes(nil, []byte("null")), 0)), CodeBadLink, "link"},
		{"null for a lane", packed(t, append(appendBytes(nil, []byte(`{"lanes":[null]}`)), 0)), CodeBadLink, "link"},
		{"JSON nested deeply", packed(t, append(appendBytes(nil, []byte(strings.Repeat(`{"lanes":`, 600))), 0)), CodeBadLink, "link"},
		{"a source that is no text", packed(t, append(appendBytes(nil, []byte("{}")), 2, 0xff, 0xff)), CodeBadLink, "link"},
		{"more times than there can be", lists(0xff, 0xff, 0x03), kernels.CodeOutOfRange, "samplesMs"},
		{"more lanes than there can be", packed(t, append(appendBytes(nil, []byte(`{"lanes":[{}`+strings.Repeat(",{}", 200)+`]}`)), 0)), kernels.CodeOutOfRange, "lanes"},
		{"times in a form to come", lists(1, 99, 0), CodeBadLink, "link"},
		{"a time beyond what floats tell apart", lists(append([]byte{1, 1}, bytes.Repeat([]byte{0xff}, 9)...)...), CodeBadLink, "link"},
		{"a time that is not finite", lists(binary.LittleEndian.AppendUint64([]byte{1, 0}, math.Float64bits(math.Inf(1)))...), kernels.CodeOutOfRange, "samplesMs"},
		{"times without a lane", packed(t, append(appendBytes(nil, []byte(`{"lanes":[]}`)), 0, 1, 1, 5, 0)), CodeBadLink, "link"},
		{"a run without a program", written(t, `"program":"primes",`, ``), bench.CodeBadReport, "program"},
		{"a program that is markup", written(t, `"program":"primes"`, `"program":"<script>"`), kernels.CodeOutOfRange, "program"},
		{"a number twice", written(t, `"cores":2`, `"cores":2,"cores":3`), bench.CodeBadReport, "host.cores"},
		{"a huge number", written(t, `"cores":2`, `"cores":1e400`), bench.CodeBadReport, "host.cores"},
		{"a huge count of workers", written(t, `"workers":1`, `"workers":1000000000`), kernels.CodeOutOfRange, "lanes[0].workers"},
		{"a field that there is not", written(t, `"cores":2`, `"cores":2,"colour":1`), bench.CodeBadReport, "host.colour"},
		{"text that turns what follows around", written(t, "Mozilla", "\u202eMozilla"), kernels.CodeOutOfRange, "host.userAgent"},
	} {
		t.Run(c.says, func(t *testing.T) { refused(t, second(Decode(c.link)), c.code, c.field) })
	}
}

func TestNothingThatALinkConcludesIsBelieved(t *testing.T) {
	rep := ordinary(t, "primes", 2, 6)
	read, err := Decode(written(t, `"program":"primes"`, `"verdict":"A thousand times as fast.","warnings":[{"code":"x","message":"y"}],"program":"primes"`))
	require.NoError(t, err)
	assert.Equal(t, rep.Verdict, read.Report.Verdict)
	assert.Equal(t, rep.Warnings, read.Report.Warnings)
}

func TestAProgramThatIsNotHereIsShownNevertheless(t *testing.T) {
	read, err := Decode(written(t, `"program":"primes"`, `"program":"unheardof"`))
	require.NoError(t, err)
	assert.Contains(t, read.Report.Verdict, "“unheardof”")
}

func TestTimesAreKeptToTheBit(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	lists := [][]float64{{}, {0}, {640.124, 651.3, 640.124}, {1, 1e12}, {0.1 + 0.2}, {math.SmallestNonzeroFloat64}, {math.MaxFloat64}, {math.Copysign(0, -1)}}
	for range 500 {
		list := make([]float64, 1+random.IntN(20))
		for i := range list {
			list[i] = math.Exp(random.NormFloat64() * 10)
			if digits := random.IntN(8); digits < 6 {
				list[i] = math.Round(list[i]*math.Pow10(digits)) / math.Pow10(digits)
			}
		}
		lists = append(lists, list)
	}
	for _, list := range lists {
		b := &body{appendTimes(nil, list)}
		text, err := b.times()
		require.NoError(t, err)
		assert.Empty(t, b.rest)
		var read []float64
		require.NoError(t, json.Unmarshal(text, &read))
		require.Len(t, read, len(list))
		for i := range list {
			assert.Equal(t, math.Float64bits(list[i]), math.Float64bits(read[i]), "%g", list[i])
		}
	}
}

func TestLinksOfEveryVersionDecodeForEver(t *testing.T) {
	files, err := issued.ReadDir("testdata/issued")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name, isLink := strings.CutSuffix(file.Name(), ".link")
		if !isLink {
			continue
		}
		t.Run(name, func(t *testing.T) {
			text, err := issued.ReadFile("testdata/issued/" + file.Name())
			require.NoError(t, err)
			read, err := Decode(string(text))
			require.NoError(t, err)
			// What was measured is as it was; words that follow from it may be put better one day.
			want, err := issued.ReadFile("testdata/issued/" + name + ".json")
			require.NoError(t, err)
			assert.JSONEq(t, string(want), measuredOnly(t, read))
		})
	}
}

// measuredOnly is the JSON of a link without what follows from the rest, and without fields younger than the link.
func measuredOnly(t *testing.T, l Link) string {
	t.Helper()
	type lane struct {
		Lane                           string
		Workers, Repeat                int
		WarmupMs, SamplesMs, ComputeMs []float64
		Result                         string
		Error                          *bench.Fault
	}
	r := l.Report
	said := struct {
		Program string
		Args    string
		Status  bench.Status
		Started int64
		Host    bench.Host
		Plan    bench.Plan
		Lanes   []lane
		Source  string
	}{r.Program, r.Args.String(), r.Status, r.Started, r.Host, r.Plan, nil, l.Source}
	for _, m := range r.Lanes {
		said.Lanes = append(said.Lanes, lane{m.Lane, m.Workers, m.Repeat, m.WarmupMs, m.SamplesMs, m.ComputeMs, m.Result, m.Error})
	}
	text, err := json.MarshalIndent(said, "", "  ")
	require.NoError(t, err)
	return string(text)
}

// A new version gets links of its own here; what was issued once is never written anew.
func TestEveryVersionHasLinksThatWereIssued(t *testing.T) {
	for name, l := range map[string]Link{
		"ordinary":  {Report: ordinary(t, "isprime", 4, 10)},
		"long":      {Report: ordinary(t, "matmul", 16, 40)},
		"ownsource": {Report: ordinary(t, "countdown", 2, 6), Source: "package main\n\nfunc main() {}\n"},
		"failed":    {Report: failed(t)},
		"quick":     {Report: ordinary(t, "countdown", 2, 6, "n=1000000")},
		"native":    {Report: native(t)},
	} {
		path := fmt.Sprintf("testdata/issued/%s-%s", Version, name)
		if _, err := issued.ReadFile(path + ".link"); err == nil {
			continue
		}
		if os.Getenv("ISSUE") == "" {
			t.Errorf("%s.link is missing: ISSUE=1 go test ./wasm/link writes it, once", path)
			continue
		}
		text, err := Encode(l)
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll("testdata/issued", 0o755))
		require.NoError(t, os.WriteFile(path+".link", []byte(text+"\n"), 0o644))
		require.NoError(t, os.WriteFile(path+".json", []byte(measuredOnly(t, l)+"\n"), 0o644))
	}
}

// failed is a run in which a lane broke, on a clock that did not move.
func failed(t *testing.T) *bench.Report {
	rep := ordinary(t, "sort", 2, 8)
	rep.Host.TimerResolutionMs, rep.Host.TimerAssumed, rep.Host.Isolated, rep.Status = 1, true, false, bench.Stopped
	l := &rep.Lanes[2]
	l.SamplesMs, l.ComputeMs = l.SamplesMs[:3], l.ComputeMs[:3]
	l.Error = &bench.Fault{Code: bench.CodeLanePanicked, Message: "the program panicked: index out of range [3] with length 3"}
	rep.Lanes[3].Result = "something else"
	rep.Lanes[3].Error = &bench.Fault{Code: bench.CodeResultMismatch, Field: "result", Value: "a", Limit: "b", Message: "go/workers on 1 gave \"a\" instead of \"b\""}
	bench.Derive(rep)
	return rep
}

// native is a run from the command line, with times in a form that no clock gives.
func native(t *testing.T) *bench.Report {
	rep := ordinary(t, "nbody", 2, 6)
	rep.Host = bench.Host{Engine: "native", Go: "go1.26.8", Platform: "linux/amd64", Cores: 2, Isolated: true, TimerResolutionMs: 0.00005, Build: "devel"}
	rep.Lanes[0].SamplesMs[0] = 1e3 / 3
	bench.Derive(rep)
	return rep
}

func second[T any](_ T, err error) error { return err }

func refused(t *testing.T, err error, code, field string) {
	t.Helper()
	var fault *kernels.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, code, fault.Code)
	assert.Equal(t, field, fault.Field)
	assert.NotEmpty(t, fault.Limit)
	assert.NotEmpty(t, fault.Message)
	assert.Less(t, len(fault.Message), 300)
}

func TestALinkCarriesWhatALaneOfAnotherRuntimeSays(t *testing.T) {
	rep := ordinary(t, "countdown", 2, 6)
	l := &rep.Lanes[1]
	l.Lane, l.Runtime, l.Args, l.Note = "cpython/single", "CPython 3.14.0 (Pyodide)", "n=1000000", "One run of all of it took over 5 s."
	l.AgainstMs = []float64{10.1, 10.2, 10.3, 10.1, 10.2, 10.3}
	bench.Derive(rep)
	text, err := Encode(Link{Report: rep})
	require.NoError(t, err)
	read, err := Decode(text)
	require.NoError(t, err)
	assert.Equal(t, kept(t, rep), kept(t, read.Report))
	refused(t, second(Decode(written(t, `"workers":1`, `"workers":1,"runtime":"\u202e"`))), kernels.CodeOutOfRange, "lanes[0].runtime")
}
