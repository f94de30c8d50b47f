//go:build !js

package reloop

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

// stress compiles the stress program once for all tests of this file.
var stress = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "reloop-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	out := filepath.Join(folder, "stress.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-o", out, "./testdata/stress")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, output)
	}
	return os.ReadFile(out)
})

func stressModule(t testing.TB) []byte {
	t.Helper()
	b, err := stress()
	require.NoError(t, err)
	return b
}

// excerpt makes a small module of some of a program's functions; the others trap.
func excerpt(t testing.TB, input []byte, keep func(name string) bool) []byte {
	t.Helper()
	m, err := module.Parse(input)
	require.NoError(t, err)
	mem, ok := module.NewMemory(m.Segments)
	require.True(t, ok)
	functions, ok := module.Functions(m, mem)
	require.True(t, ok)
	named := make([]handMade, len(functions))
	for i, f := range functions {
		named[i].deferReturn = f.DeferReturn
		if keep(f.Name) || strings.HasPrefix(f.Name, "runtime.morestack") || f.Name == "runtime.sigpanic" || f.Name == "runtime.deferreturn" {
			named[i].name = f.Name
		}
		if !keep(f.Name) {
			m.Bodies[i] = []byte{0, module.OpUnreachable, module.OpEnd}
		}
	}
	var sections []module.Section
	for _, s := range m.Sections {
		switch s.ID {
		case module.SectionCustom, 7, 9: // names, exports and the contents of the table of functions
		case module.SectionData:
			sections = append(sections, module.Section{ID: module.SectionData, Body: dataSection(pcTable(named))})
		default:
			sections = append(sections, s)
		}
	}
	m.Sections = append(sections, module.Section{ID: module.SectionCustom, Body: producers("go1.26")})
	return m.Encode()
}

// seeds are excerpts with one kind of control flow each.
func seeds(t testing.TB) [][]byte {
	all := [][]byte{goModule("go1.26", handMade{name: "main.f", body: dispatch(nothing, call(0, 2, 2), ifGoTo(1, 1), returnZero)})}
	for _, prefix := range []string{"main.twoEntries", "main.knot", "main.nest", "main.recovers", "main.openDefers", "main.main", "sort.pdqsort"} {
		all = append(all, excerpt(t, stressModule(t), func(name string) bool { return strings.HasPrefix(name, prefix) }))
	}
	return all
}

// FuzzRewrite: whatever the input, there is no panic and the result can be parsed; if the input is valid, the result is.
func FuzzRewrite(f *testing.F) {
	// A process that only executes what it is given needs no seeds, and to make them takes it seconds.
	if worker := flag.Lookup("test.fuzzworker"); worker == nil || worker.Value.String() != "true" {
		for _, s := range seeds(f) {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		valid := module.Check(input) == nil
		for _, options := range []Options{{}, Everywhere} {
			out, _, err := Rewrite(input, options)
			if err != nil {
				return
			}
			if _, err := module.Parse(out); err != nil {
				t.Fatalf("the result cannot be parsed: %v", err)
			}
			if err := module.Check(out); valid && err != nil {
				t.Fatalf("the input was valid, the result is not: %v", err)
			}
		}
	})
}

func TestMutatedModulesStayValidInNodesJudgementToo(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not installed")
	}
	random := rand.New(rand.NewPCG(3, 4))
	folder := t.TempDir()
	rewritten, wrong := 0, 0
	var files int
	for _, seed := range seeds(t) {
		for range 120 {
			input := mutate(random, seed)
			out, stats, err := Rewrite(input, Options{})
			if err != nil || stats.Rewritten == 0 {
				continue
			}
			if module.Check(input) == nil {
				assert.NoError(t, module.Check(out))
				inlined, _, err := Rewrite(input, Everywhere)
				assert.NoError(t, err)
				assert.NoError(t, module.Check(inlined))
				rewritten++
			} else {
				wrong++
			}
			require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d-in", files)), input, 0o644))
			require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d-out", files)), out, 0o644))
			files++
		}
	}
	require.Greater(t, rewritten, 100, "mutations have to leave something to rewrite")
	const script = `const fs = require('fs'), folder = process.argv[1];
		const valid = name => WebAssembly.validate(fs.readFileSync(folder + '/' + name));
		console.log(JSON.stringify(fs.readdirSync(folder).filter(n => n.endsWith('-in')).sort()
			.filter(n => valid(n) && !valid(n.replace('-in', '-out')))))`
	output, err := exec.Command(node, "-e", script, folder).Output()
	require.NoError(t, err)
	var broken []string
	require.NoError(t, json.Unmarshal(output, &broken))
	assert.Empty(t, broken, "valid before, invalid after")
	t.Logf("%d valid and %d invalid mutations rewritten", rewritten, wrong)
}

// mutate changes a few bytes in the code of the functions that a seed has.
func mutate(random *rand.Rand, seed []byte) []byte {
	input := append([]byte(nil), seed...)
	m, err := module.Parse(input)
	if err != nil {
		return input
	}
	var bodies [][]byte // shared with input
	for _, b := range m.Bodies {
		if len(b) > 16 {
			bodies = append(bodies, b)
		}
	}
	for range random.IntN(4) {
		b := bodies[random.IntN(len(bodies))]
		at := random.IntN(len(b))
		switch random.IntN(3) {
		case 0:
			b[at] = byte(random.Uint32())
		case 1:
			b[at] ^= 1 << random.IntN(8)
		case 2:
			b[at]++
		}
	}
	return input
}
