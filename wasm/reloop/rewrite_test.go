//go:build !js

package reloop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

func TestFunctionsOfGosFormAreRewrittenAndAllOthersLeftWithAReason(t *testing.T) {
	some := []byte{module.OpLocalGet, localSP}
	cases := []struct {
		name   string
		body   []byte
		reason Reason
		loops  int
		table  int // dispatchers
	}{
		{"a loop without a call needs no table", dispatch(nothing, code(some, ifGoTo(1, 1)), returnZero), "", 1, 0},
		{"two segments in a row need no block", dispatch(nothing, returnZero), "", 0, 0},
		{"a jump forward", dispatch(code(some, ifGoTo(2, 2)), returnZero, returnZero), "", 0, 0},
		{"a loop that calls has a table at its head", dispatch(nothing, call(1, 2, 2), code(some, ifGoTo(1, 1)), returnZero), "", 1, 2},
		{"a call outside of a loop makes one at the root", dispatch(call(1, 1, 1), returnZero), "", 0, 1},
		{"a loop with two entries", dispatch(code(some, ifGoTo(2, 3)), nothing, code(some, ifGoTo(1, 1)), returnZero), "", 1, 1},
		{"a segment that cannot be reached", dispatch(returnZero, code(some, ifGoTo(1, 1)), returnZero), "", 0, 0},
		{"code after a jump cannot run", dispatch(code(goTo(1, 1, 0), []byte{module.OpUnreachable}), returnZero), "", 0, 0},

		{"no local copy of SP", []byte{0, module.OpI32Const, 0, module.OpEnd}, NotGo, 0, 0},
		{"no segments", code(prologueCode, returnZero, []byte{module.OpEnd}), NoDispatch, 0, 0},
		{"a vector instruction that there is not", code(prologueCode, []byte{0xfd, 0x9a, 1, module.OpEnd}), UnknownCode, 0, 0},
		{"a number that is too long", code(prologueCode, []byte{module.OpI32Const, 0xff, 0xff, 0xff}), UnknownCode, 0, 0},
		{"a body that ends early", dispatch(returnZero)[:len(prologueCode)+6], UnknownForm, 0, 0},
		{"a table that names a block outside", code(prologueCode,
			[]byte{module.OpBlock, module.TypeVoid, module.OpLocalGet, 0, module.OpBrTable, 1, 1, 0, module.OpEnd, module.OpI32Const, 0, module.OpEnd}), UnknownForm, 0, 0},
		{"a branch into the middle of the segments", dispatch([]byte{module.OpBr, 0}, returnZero, returnZero), UnknownBranch, 0, 0},
		{"a second table", dispatch([]byte{module.OpI32Const, 0, module.OpBrTable, 0, 0}, returnZero), UnknownBranch, 0, 0},
		{"PC_B as a value", dispatch([]byte{module.OpLocalGet, localPC, module.OpDrop}, returnZero), ReadsPC, 0, 0},
		{"a value below a jump", dispatch(code(some, goTo(1, 1, 0)), returnZero), ValuesAcross, 0, 0},
		{"a value below a condition", dispatch(code(some, some, ifGoTo(1, 1), []byte{module.OpDrop}), returnZero), ValuesAcross, 0, 0},
		{"a return to where no segment is", dispatch(call(1, 7, 1), returnZero), UnknownResume, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := goModule("go1.26.1", handMade{name: "main.f", body: c.body}, handMade{name: "main.g", body: dispatch(returnZero)})
			out, stats, err := Rewrite(in, Options{Select: func(name string) bool { return name == "main.f" }})
			require.NoError(t, err)
			want := map[Reason]int{ExcludedByOption: 1}
			if c.reason != "" {
				want[c.reason] = 1
				assert.Equal(t, in, out)
			}
			assert.Equal(t, want, stats.Left)
			assert.Equal(t, []int{c.loops, c.table}, []int{stats.Loops, stats.Dispatchers})
			if module.Check(in) == nil {
				assert.NoError(t, module.Check(out))
			}
		})
	}
}

func TestWhereARecoveredFunctionGoesOnIsTakenFromTheTableOfFunctions(t *testing.T) {
	deferring := handMade{name: "runtime.deferreturn", body: dispatch(returnZero)}
	ends := []byte{module.OpI32Const, 0, module.OpCall, 1, module.OpDrop}
	for _, c := range []struct {
		name        string
		pc          uint32
		body        []byte
		dispatchers int
		reason      Reason
	}{
		{"nowhere", 0, dispatch(returnZero, nothing, returnZero), 0, ""},
		{"at a segment that a jump leads to", 1, dispatch(returnZero, ends, returnZero), 1, ""},
		{"at the last segment", 2, dispatch(returnZero, nothing, code(ends, returnZero)), 1, ""},
		{"where nothing that was deferred is called", 2, dispatch(returnZero, ends, returnZero), 0, UnknownRecovery},
		{"where nothing was deferred", 1, dispatch(returnZero, nothing, returnZero), 0, UnknownRecovery},
		{"nowhere, though something was deferred", 0, dispatch(returnZero, ends, returnZero), 0, UnknownRecovery},
	} {
		_, stats, err := Rewrite(goModule("go1.26", handMade{"main.f", c.body, c.pc}, deferring), Options{})
		require.NoError(t, err, c.name)
		assert.Equal(t, c.dispatchers, stats.Dispatchers, c.name)
		assert.Equal(t, c.reason != "", stats.Left[c.reason] == 1, c.name)
	}
}

func TestWhatACallInABlockLeavesOnTheStackIsWhereItIsResumedButForChecksForNil(t *testing.T) {
	inBlock := code([]byte{module.OpBlock, module.TypeVoid}, call(1, 1, 1+1), []byte{module.OpEnd})
	for name, dispatchers := range map[string]int{"runtime.morestack": 1, "runtime.sigpanic": 0, "runtime.ofAnotherRelease": 1} {
		in := goModule("go1.26", handMade{name: "main.f", body: dispatch(inBlock, returnZero)}, handMade{name: name, body: dispatch(returnZero)})
		_, stats, err := Rewrite(in, Options{})
		require.NoError(t, err)
		assert.Equal(t, 2, stats.Rewritten, name)
		assert.Equal(t, dispatchers, stats.Dispatchers, name)
	}
}

func TestWhatIsNoKnownProgramOfGosIsReturnedAsItIs(t *testing.T) {
	f := handMade{name: "main.f", body: dispatch(returnZero)}
	good := goModule("go1.26.8", f)
	cases := []struct {
		name, note string
		module     []byte
	}{
		{"an empty module", "does not say that Go wrote it", []byte(module.Header)},
		{"no functions", "no table of its functions", goModule("go1.26")},
		{"a table of other functions", "no table of its functions", without(t, good, module.SectionData)},
		{"no globals", "stack pointer", without(t, good, module.SectionGlobal)},
	}
	for _, c := range cases {
		out, stats, err := Rewrite(c.module, Options{})
		require.NoError(t, err, c.name)
		assert.Contains(t, stats.Note, c.note, c.name)
		assert.Equal(t, c.module, out, c.name)
	}
}

func TestTheReleaseDoesNotDecideWhatIsRewritten(t *testing.T) {
	f := handMade{name: "main.f", body: dispatch(returnZero)}
	for version, tested := range map[string]bool{
		"go1.21": true, "go1.26rc1": true, "go1.27.4 X:simd": true,
		"go1.20.1": false, "go1.99": false, "go1.261": false, "devel go1.28-abcdef": false, "go2": false, "go1.": false,
	} {
		in := goModule(version, f)
		out, stats, err := Rewrite(in, Options{})
		require.NoError(t, err)
		assert.Equal(t, 1, stats.Rewritten, version)
		assert.Equal(t, tested, stats.Tested, version)
		assert.NoError(t, module.Check(out), version)
		assert.Equal(t, tested, stats.Caution() == "", version)
	}
	_, stats, err := Rewrite(goModule("go1.99"), Options{})
	require.NoError(t, err)
	assert.Contains(t, stats.Caution(), "a module of go1.99 stays as it was linked")
}

func TestTheTableOfFunctionsIsFoundByItsPartsInAnyRelease(t *testing.T) {
	f := handMade{name: "main.f", body: dispatch(returnZero)}
	table := pcTable([]handMade{f})
	in := goModule("go1.99", f)
	with := func(change func(table []byte) []byte) []byte {
		return bytes.Replace(in, dataSection(table), dataSection(change(slices.Clone(table))), 1)
	}
	for name, changed := range map[string][]byte{
		"another magic number": with(func(table []byte) []byte { table[0] = 0xee; return table }),
		"entries that are addresses, as up to Go 1.24": with(func(table []byte) []byte {
			entries := binary.LittleEndian.Uint64(table[8*8:])
			for _, at := range []uint64{entries, entries + 8} { // functab, _func
				binary.LittleEndian.PutUint32(table[at:], module.FirstFunction<<16)
			}
			return table
		}),
		"without the header's unused word": with(func(table []byte) []byte {
			table = slices.Concat(table[:3*8], table[4*8:], make([]byte, 8))
			for _, at := range []int{3 * 8, 7 * 8} { // of what has moved by a word
				binary.LittleEndian.PutUint64(table[at:], binary.LittleEndian.Uint64(table[at:])-8)
			}
			return table
		}),
	} {
		require.NotEqual(t, in, changed, name)
		_, stats, err := Rewrite(changed, Options{Select: func(name string) bool { return name == "main.f" }})
		require.NoError(t, err, name)
		assert.Equal(t, 1, stats.Rewritten, name)
	}
}

func TestARewrittenModuleThatIsNoLongerValidIsNotAccepted(t *testing.T) {
	valid := goModule("go1.99", handMade{name: "main.f", body: dispatch(returnZero)}, handMade{name: "main.g", body: dispatch(returnZero)})
	faulty := goModule("go1.99", handMade{name: "main.f", body: dispatch(returnZero)}, handMade{name: "main.g", body: dispatch([]byte{module.OpDrop})})
	assert.False(t, spoilt(valid, valid))
	assert.False(t, spoilt(faulty, faulty), "what was not valid before is not the rewriter's fault")
	assert.True(t, spoilt(valid, faulty))
	assert.True(t, spoilt(valid, valid[:len(valid)/2]))
}

func without(t *testing.T, input []byte, id byte) []byte {
	m, err := module.Parse(input)
	require.NoError(t, err)
	var kept []module.Section
	for _, s := range m.Sections {
		if s.ID != id {
			kept = append(kept, s)
		}
	}
	m.Sections = kept
	return m.Encode()
}

func TestWhatIsNoModuleIsAnError(t *testing.T) {
	good := goModule("go1.26", handMade{name: "main.f", body: dispatch(returnZero)})
	cases := []struct {
		name, code string
		input      []byte
	}{
		{"nothing", "not_wasm", nil},
		{"text", "not_wasm", []byte("package main")},
		{"another version", "not_wasm", []byte("\x00asm\x02\x00\x00\x00")},
		{"half of a module", "malformed", good[:len(good)/2]},
		{"a section beyond the end", "malformed", append([]byte(module.Header), module.SectionCode, 0x7f)},
		{"more functions than bodies", "malformed", append([]byte(module.Header), module.SectionType, 4, 1, 0x60, 0, 0, module.SectionFunction, 2, 1, 0)},
		{"a function of a type that is not there", "malformed", append([]byte(module.Header), module.SectionFunction, 2, 1, 9, module.SectionCode, 4, 1, 2, 0, module.OpEnd)},
	}
	for _, c := range cases {
		_, _, err := Rewrite(c.input, Options{})
		var coded *module.Error
		require.True(t, errors.As(err, &coded), c.name)
		assert.Equal(t, c.code, coded.Code, c.name)
	}
}

func TestTheResultDependsOnTheInputOnly(t *testing.T) {
	in := stressModule(t)
	before := append([]byte(nil), in...)
	first, stats, err := Rewrite(in, Options{})
	require.NoError(t, err)
	assert.Equal(t, before, in, "the input is not written to")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	second, again, err := Rewrite(in, Options{})
	require.NoError(t, err)
	assert.Equal(t, first, second, "with one processor as with several")
	assert.Equal(t, stats, again)
}

func TestWhatBecomesOfAFunctionDoesNotDependOnTheOneBefore(t *testing.T) {
	m, err := module.Parse(stressModule(t))
	require.NoError(t, err)
	mem, ok := module.NewMemory(m.Segments)
	require.True(t, ok)
	functions, ok := module.Functions(m, mem)
	require.True(t, ok)
	p := newProgram(m, functions)
	var shared narrower
	var g graph
	var f form
	rewritten := 0
	for i := range p.Bodies {
		r := rewriteFunction(&g, &f, p, i)
		if r.reason != "" {
			continue
		}
		rewritten++
		a, b := decoded{body: r.body}, decoded{body: r.body} // the stage changes what it is given
		a.decode()
		b.decode()
		shared.narrowBody(p, endless)
		var alone narrower
		var g graph
		var f form
		require.Equal(t, rewriteFunction(&g, &f, p, i), r, functions[i].Name)
		require.Equal(t, alone.narrowBody(p, a), shared.narrowBody(p, b), functions[i].Name)
	}
	assert.Greater(t, rewritten, 1000)
}

func TestARewrittenModuleIsNotRewrittenAgain(t *testing.T) {
	once, first, err := Rewrite(stressModule(t), Options{})
	require.NoError(t, err)
	twice, stats, err := Rewrite(once, Options{})
	require.NoError(t, err)
	assert.Less(t, stats.Rewritten, first.Rewritten/10)
	assert.NoError(t, module.Check(twice))
}

func TestARewrittenProgramsMemoryIsWhatItWas(t *testing.T) {
	in := stressModule(t)
	out, _, err := Rewrite(in, Options{})
	require.NoError(t, err)
	image := func(input []byte) (module.Memory, string) {
		m, err := module.Parse(input)
		require.NoError(t, err)
		mem, ok := module.NewMemory(m.Segments)
		require.True(t, ok)
		last := mem[len(mem)-1]
		all := make([]byte, int(last.Address)+len(last.Data))
		mem.Read(0, all)
		return mem, string(all)
	}
	stock, before := image(in)
	merged, after := image(out)
	assert.True(t, before == after)
	assert.Less(t, len(merged), len(stock)/20)
}
