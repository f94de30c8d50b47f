package json_test

import (
	stdjson "encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"velocidade/wasm/json"
)

// sameText wants a value to be written as encoding/json writes it, and what is read back to be what encoding/json reads.
func sameText(t *testing.T, value all) {
	t.Helper()
	want, wantErr := stdjson.Marshal(value)
	got, err := json.Marshal(value)
	require.Equal(t, wantErr == nil, err == nil, "%v, %v", wantErr, err)
	require.Equal(t, string(want), string(got))
	if err != nil {
		return
	}
	var theirs, ours all
	require.NoError(t, stdjson.Unmarshal(want, &theirs))
	var twice *json.DuplicateError // two names that are no UTF-8 can be written alike
	if err := json.Unmarshal(got, &ours); !errors.As(err, &twice) {
		require.NoError(t, err)
		require.Equal(t, theirs, ours)
	}
}

func TestRandomValuesAreWrittenAndReadAsEncodingJSONDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		sameText(t, randomAll(random))
	}
}

func randomAll(r *rand.Rand) all {
	a := all{Bool: r.IntN(2) == 0, Int: int(r.Uint64()), Int8: int8(r.Uint32()), Uint: r.Uint64(), Byte: byte(r.Uint32()), Float: randomFloat(r),
		Float32: math.Float32frombits(r.Uint32() &^ (1 << 30)), Text: randomText(r), Inner: inner{r.IntN(9), randomText(r)},
		Pair: [2]float64{randomFloat(r), randomFloat(r)}, Bytes: [3]byte{byte(r.Uint32())}, Class: class(randomText(r)), Escaped: randomText(r)}
	if r.IntN(2) == 0 {
		optional := randomFloat(r)
		a.Pointer, a.Optional = &inner{N: r.IntN(9)}, &optional
		a.Raw = json.Raw(`{"a":[1,null,"é"]}`)
		a.Map, a.Deep = map[string]int8{}, map[string][]*inner{"nil": nil}
		a.List, a.Structs = []int{}, []inner{}
	}
	for range r.IntN(4) * r.IntN(2) {
		if a.Map == nil {
			a.Map, a.Deep = map[string]int8{}, map[string][]*inner{}
		}
		a.List, a.Structs = append(a.List, int(r.Int32())), append(a.Structs, inner{Text: randomText(r)})
		a.Map[randomText(r)] = int8(r.Uint32())
		a.Deep[randomText(r)] = []*inner{nil, {Text: randomText(r)}}
		a.Any = []any{a.Any, randomText(r), randomFloat(r), true, map[string]any{randomText(r): nil}}
	}
	return a
}

// randomFloat gives floats of all magnitudes, or whole ones, none of them NaN or infinite.
func randomFloat(r *rand.Rand) float64 {
	switch r.IntN(3) {
	case 0:
		return float64(r.IntN(100))
	case 1:
		return (r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(60)-30))
	}
	return math.Float64frombits(r.Uint64() &^ (1 << 62))
}

func randomText(r *rand.Rand) string {
	alphabet := []string{"a", "B", "0", "\"", "\\", "/", "<", "&", "\x00", "\n", "\x7f", "é", "漢", "😀", "\u2028", "\ufffd", "\xff", "\xc3", "\xed\xa0\x80"}
	text := ""
	for range r.IntN(6) {
		text += alphabet[r.IntN(len(alphabet))]
	}
	return text
}

func FuzzMarshal(f *testing.F) {
	f.Add("text", 1.5, float32(0.1), int64(-7), uint64(7))
	f.Add("\xff<\u2028", 1e-7, float32(1e21), int64(math.MinInt64), uint64(math.MaxUint64))
	f.Add("", math.NaN(), float32(math.Inf(1)), int64(0), uint64(0))
	f.Fuzz(func(t *testing.T, text string, x float64, y float32, n int64, u uint64) {
		sameText(t, all{Text: text, Float: x, Float32: y, Int: int(n), Uint: u, Map: map[string]int8{text: 1, "": 2}, Any: []any{text, x},
			Class: class(text), Pair: [2]float64{x, -x}})
	})
}

func FuzzUnmarshal(f *testing.F) {
	for _, text := range []string{
		`{}`, `null`, `{"int":7,"float":-1.5e3,"text":"a\ud83d\ude00","list":[1,2],"pair":[1,2]}`, `{"any":[{"a":null}],"raw":[1 ,2]}`,
		`{"map":{"a":1,"b":2},"Deep":{"a":[null,{"n":1}]},"list2":[ 1,{}]}`, `{"int":01}`, `{"int":1,"int":2}`, "{\"text\":\"\xff\"}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var ours, theirs all
		if json.UnmarshalStrict(data, &ours) == nil {
			require.NoError(t, stdjson.Unmarshal(data, &theirs))
			require.Equal(t, theirs, ours)
		}
		var any, wanted any
		err := json.Unmarshal(data, &any)
		if err == nil {
			require.NoError(t, stdjson.Unmarshal(data, &wanted))
			require.Equal(t, wanted, any)
		}
		var raw json.Raw
		if json.Unmarshal(data, &raw) == nil {
			require.True(t, stdjson.Valid(data))
		}
	})
}
