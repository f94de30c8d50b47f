//go:build !js

package bench

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/json"
)

// field is what both languages say of a field: its name, whether it may be missing, whether it may be null, and its
// form where a glance can tell it.
type field struct {
	name               string
	optional, nullable bool
	form               string // number, string, boolean, list, object
}

func TestTheTypeScriptTwinHasTheSameFields(t *testing.T) {
	twins := map[string][]reflect.Type{
		"report.ts": {typeOf[Spec](), typeOf[Report](), typeOf[Host](), typeOf[Plan](), typeOf[LaneResult](), typeOf[Speedup](), typeOf[Warning](),
			typeOf[Fault](), typeOf[Span](), typeOf[Progress](), typeOf[Sampled](), typeOf[Comparison](), typeOf[Comparisons](), typeOf[Ratio](), typeOf[Claim](), typeOf[Entry](), typeOf[Question](), typeOf[Judgement]()},
		"manifest.ts": {typeOf[Lane](), typeOf[Runtime]()},
	}
	for file, types := range twins {
		source, err := os.ReadFile("../../web/src/" + file)
		require.NoError(t, err)
		interfaces := readInterfaces(string(source))
		for _, typ := range types {
			name := typ.Name()
			if name == "Error" {
				name = "Fault"
			}
			t.Run(name, func(t *testing.T) {
				require.Contains(t, interfaces, name, "%s has no such interface", file)
				assert.Equal(t, goFields(typ), interfaces[name])
			})
		}
	}
}

func TestTheTypeScriptTwinHasTheSameWords(t *testing.T) {
	source, err := os.ReadFile("../../web/src/report.ts")
	require.NoError(t, err)
	unions := map[string]bool{}
	for _, union := range regexp.MustCompile(`"[a-z-]+"( \| "[a-z-]+")+`).FindAllString(string(source), -1) {
		unions[union] = true
	}
	for _, words := range [][]string{
		{string(PhaseSpawn), string(PhaseCompile), string(PhaseCopy), string(PhaseRun), string(PhaseWait)},
		{string(Complete), string(Stopped), string(Void)},
		{string(Faster), string(Slower), string(Same), string(Undecided), string(NotClaimed)},
		{string(ClaimSpeedup), string(ClaimMore), string(ClaimTime), string(ClaimEfficiency), string(ClaimWork), string(ClaimSlowed), string(ClaimWaiting)},
		{"starting", "warming", "measuring"},
		{"first", "last"},
	} {
		assert.Contains(t, unions, `"`+strings.Join(words, `" | "`)+`"`)
	}
	assert.Contains(t, string(source), `"`+Schema+`"`)
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

var (
	interfaceForm = regexp.MustCompile(`(?s)export interface (\w+) \{\n(.*?)\n\}`)
	fieldForm     = regexp.MustCompile(`(?m)^  readonly (\w+)(\??): (.*);$`)
)

func readInterfaces(source string) map[string][]field {
	found := map[string][]field{}
	for _, i := range interfaceForm.FindAllStringSubmatch(source, -1) {
		for _, f := range fieldForm.FindAllStringSubmatch(i[2], -1) {
			typ, nullable := strings.CutSuffix(f[3], " | null")
			found[i[1]] = append(found[i[1]], field{f[1], f[2] != "", nullable, scriptForm(typ)})
		}
	}
	return found
}

func scriptForm(typ string) string {
	switch {
	case typ == "number", typ == "boolean", typ == "string":
		return typ
	case strings.HasPrefix(typ, "readonly "), strings.HasSuffix(typ, "[]"):
		return "list"
	case strings.HasPrefix(typ, `"`), typ == "Phase", typ == "ClaimKind", typ == "Difference":
		return "string"
	}
	return "object"
}

func goFields(typ reflect.Type) []field {
	var fields []field
	for f := range typ.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue // Go's own business
		}
		inner, pointer, optional := f.Type, f.Type.Kind() == reflect.Pointer, strings.Contains(options, "omitempty")
		if pointer {
			inner = inner.Elem()
		}
		// A nil pointer is null, unless it is left out.
		fields = append(fields, field{name, optional, pointer && !optional, goForm(inner)})
	}
	return fields
}

func goForm(typ reflect.Type) string {
	if typ == typeOf[json.Raw]() {
		return "object" // args: an object, or its text
	}
	switch typ.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Slice, reflect.Array:
		return "list"
	case reflect.Struct:
		return "object"
	}
	return "number"
}
