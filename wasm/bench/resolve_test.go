package bench

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

func TestResolveFillsInWhatASpecLeavesOut(t *testing.T) {
	program(t)
	cases := []struct {
		says  string
		spec  Spec
		cores int
		want  []Entry
	}{
		{"all lanes, and worker counts by powers of two up to the cores", Spec{}, 4, []Entry{
			{"go/single", 1}, {"go/goroutines", 1}, {"go/goroutines", 2}, {"go/goroutines", 4}, {"go/workers", 1}, {"go/workers", 2}, {"go/workers", 4}}},
		{"the cores are included where they are no power of two", Spec{Lanes: []string{"go/workers"}}, 6,
			[]Entry{{"go/workers", 1}, {"go/workers", 2}, {"go/workers", 4}, {"go/workers", 6}}},
		{"a machine that does not tell its cores counts as one", Spec{Lanes: []string{"go/workers"}}, 0, []Entry{{"go/workers", 1}}},
		{"counts past the cores are allowed when asked for", Spec{Lanes: []string{"go/workers"}, Workers: []int{64}}, 2, []Entry{{"go/workers", 64}}},
		{"duplicates count once, and counts are put in order", Spec{Lanes: []string{"go/workers", "go/workers"}, Workers: []int{4, 1, 4}}, 2,
			[]Entry{{"go/workers", 1}, {"go/workers", 4}}},
		{"a lane that does not sweep runs once, on one worker", Spec{Lanes: []string{"go/single"}, Workers: []int{2, 3}}, 2, []Entry{{"go/single", 1}}},
		{"lanes keep the order asked for", Spec{Lanes: []string{"go/workers", "go/single"}, Workers: []int{2}}, 2,
			[]Entry{{"go/workers", 2}, {"go/single", 1}}},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			c.spec.Program = "sample"
			res, err := Resolve(c.spec, Host{Cores: c.cores}, Lanes())
			require.NoError(t, err)
			assert.Equal(t, c.want, res.Entries)
			assert.Equal(t, DefaultBlocks, res.Blocks)
		})
	}
}

func TestTheBaselineIsTheLaneOnOneWorkerOrElseTheFirstEntry(t *testing.T) {
	program(t)
	for _, c := range []struct {
		lanes []string
		want  Entry
	}{
		{nil, Entry{"go/single", 1}},
		{[]string{"go/workers", "go/single"}, Entry{"go/single", 1}},
		{[]string{"go/workers", "go/goroutines"}, Entry{"go/workers", 1}},
	} {
		res, err := Resolve(Spec{Program: "sample", Lanes: c.lanes}, Host{Cores: 2}, Lanes())
		require.NoError(t, err)
		assert.Equal(t, c.want, res.Entries[res.Baseline])
	}
}

func TestEveryDefaultSweepIsAllowed(t *testing.T) {
	for cores := -1; cores <= 1024; cores++ {
		counts := DefaultSweep(cores)
		_, err := resolveWorkers(counts, cores)
		require.NoError(t, err, "%d cores", cores)
	}
}

// refused are specs that make no sense, as JSON, and what the error says of them. They are the fuzz test's seeds too.
var refused = []struct {
	says, spec         string
	code, field, limit string
}{
	{"an unknown program", `{"program":"nosuch"}`, kernels.CodeUnknownProgram, "program", "sample"},
	{"no program", `{}`, kernels.CodeUnknownProgram, "program", "sample"},
	{"an argument outside its range", `{"program":"sample","args":{"n":11}}`, kernels.CodeOutOfRange, "n", "1 to 10"},
	{"an argument as text outside its range", `{"program":"sample","args":"n=1e400"}`, kernels.CodeOutOfRange, "n", "1 to 10"},
	{"an unknown argument", `{"program":"sample","args":{"m":1}}`, kernels.CodeUnknownParameter, "m", "n"},
	{"arguments as a list", `{"program":"sample","args":[1]}`, kernels.CodeBadArgument, "args", ""},
	{"an unknown lane", `{"program":"sample","lanes":["go/magic"]}`, CodeUnknownLane, "lanes", "go/single, go/goroutines, go/workers"},
	{"no workers", `{"program":"sample","workers":[0]}`, kernels.CodeOutOfRange, "workers", "1 to 64"},
	{"fewer than no workers", `{"program":"sample","workers":[2,-1]}`, kernels.CodeOutOfRange, "workers", "1 to 64"},
	{"a milliard workers", `{"program":"sample","workers":[1000000000]}`, kernels.CodeOutOfRange, "workers", "1 to 64"},
	{"more workers than a number holds", `{"program":"sample","workers":[1e30]}`, kernels.CodeBadArgument, "workers", "1 to 64"},
	{"half a worker", `{"program":"sample","workers":[1.5]}`, kernels.CodeBadArgument, "workers", "1 to 64"},
	{"workers as text", `{"program":"sample","workers":["2"]}`, kernels.CodeBadArgument, "workers", "whole numbers"},
	{"one number where a list belongs", `{"program":"sample","workers":2}`, kernels.CodeBadArgument, "workers", "a list"},
	{"too many worker counts", `{"program":"sample","workers":[1,2,3,4,5,6,7,8,9]}`, kernels.CodeOutOfRange, "workers", "1 to 8 counts"},
	{"fewer than no blocks", `{"program":"sample","blocks":-1}`, kernels.CodeOutOfRange, "blocks", "1 to 200"},
	{"too many blocks", `{"program":"sample","blocks":201}`, kernels.CodeOutOfRange, "blocks", "1 to 200"},
	{"a seed below 0", `{"program":"sample","seed":-1}`, kernels.CodeBadArgument, "seed", "0 to 4294967295"},
	{"no blocks", `{"program":"sample","blocks":0}`, kernels.CodeOutOfRange, "blocks", "1 to 200"},
	{"null for the program", `{"program":null}`, kernels.CodeBadArgument, "program", "name"},
	{"null for the arguments", `{"program":"sample","args":null}`, kernels.CodeBadArgument, "args", "an object"},
	{"null for an argument", `{"program":"sample","args":{"n":null}}`, kernels.CodeBadArgument, "n", "1 to 10"},
	{"null for blocks, which NaN becomes", `{"program":"sample","blocks":null}`, kernels.CodeBadArgument, "blocks", "1 to 200"},
	{"null for a worker count", `{"program":"sample","workers":[null]}`, kernels.CodeBadArgument, "workers", "1 to 64"},
	{"null for the worker counts", `{"program":"sample","workers":null}`, kernels.CodeBadArgument, "workers", "1 to 64"},
	{"an empty list of worker counts", `{"program":"sample","workers":[]}`, kernels.CodeOutOfRange, "workers", "1 to 8 counts"},
	{"an empty list of lanes", `{"program":"sample","lanes":[]}`, kernels.CodeOutOfRange, "lanes", "go/single, go/goroutines, go/workers"},
	{"null for the lanes", `{"program":"sample","lanes":null}`, kernels.CodeBadArgument, "lanes", "names"},
	{"null for a lane", `{"program":"sample","lanes":[null]}`, kernels.CodeBadArgument, "lanes", "names"},
	{"null for the seed", `{"program":"sample","seed":null}`, kernels.CodeBadArgument, "seed", "0 to 4294967295"},
	{"null for it all", `null`, CodeBadSpec, "spec", ""},
	{"NaN, which JSON does not have", `{"program":"sample","workers":[NaN]}`, CodeBadSpec, "spec", ""},
	{"a misspelt field", `{"program":"sample","worker":[2]}`, CodeBadSpec, "spec", ""},
	{"two objects", `{"program":"sample"}{}`, CodeBadSpec, "spec", ""},
	{"half an object", `{"program":"sample"`, CodeBadSpec, "spec", ""},
	{"nothing", ``, CodeBadSpec, "spec", ""},
	{"a list", `[]`, CodeBadSpec, "spec", ""},
}

func TestASpecThatMakesNoSenseIsRefusedByName(t *testing.T) {
	program(t)
	for _, c := range refused {
		t.Run(c.says, func(t *testing.T) {
			fault := refusal(t, []byte(c.spec))
			require.NotNil(t, fault)
			assert.Equal(t, c.code, fault.Code)
			assert.Equal(t, c.field, fault.Field)
			assert.Contains(t, fault.Limit, c.limit)
			assert.NotEmpty(t, fault.Message)
		})
	}
}

func TestASpecLargerThanItsCapIsRefusedUnread(t *testing.T) {
	fault := refusal(t, fmt.Appendf(nil, `{"program":%q}`, make([]byte, MaxSpecBytes)))
	require.NotNil(t, fault)
	assert.Equal(t, CodeBadSpec, fault.Code)
}

// refusal parses and resolves a spec and returns the error, which must be a coded one.
func refusal(t *testing.T, data []byte) *Fault {
	t.Helper()
	spec, err := ParseSpec(data)
	if err == nil {
		_, err = Resolve(spec, Host{Cores: 2}, Lanes())
	}
	if err == nil {
		return nil
	}
	var fault *Fault
	require.ErrorAs(t, err, &fault, "every error has a code")
	return fault
}

func FuzzASpecIsRefusedWithACodeOrResolved(f *testing.F) {
	for _, c := range refused {
		f.Add([]byte(c.spec))
	}
	f.Add([]byte(`{"program":"isprime","args":{"numbers":[7,11]},"lanes":["go/workers"],"workers":[2,1],"blocks":6,"seed":3}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		fault := refusal(t, data)
		if fault == nil {
			return
		}
		text, err := json.Marshal(fault)
		require.NoError(t, err)
		// Six bytes of JSON can stand for one of input; a list of known names is longer than any quoted value.
		require.Less(t, len(text), 4000, "hostile input does not fill the message")
	})
}
