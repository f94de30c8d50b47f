package json_test

import (
	stdjson "encoding/json"
	"errors"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/json"
)

type inner struct {
	N    int    `json:"n"`
	Text string `json:"text,omitempty"`
}

// all has a field of every kind that there is a form for.
type all struct {
	Bool     bool            `json:"bool"`
	Int      int             `json:"int"`
	Int8     int8            `json:"int8,omitempty"`
	Uint     uint64          `json:"uint"`
	Byte     uint8           `json:"byte,omitempty"`
	Float    float64         `json:"float"`
	Float32  float32         `json:"float32,omitempty"`
	Text     string          `json:"text"`
	Inner    inner           `json:"inner"`
	Pointer  *inner          `json:"pointer"`
	Optional *float64        `json:"optional,omitempty"`
	List     []int           `json:"list"`
	Structs  []inner         `json:"structs,omitempty"`
	Pair     [2]float64      `json:"pair"`
	Bytes    [3]byte         `json:"bytes"`
	Map      map[string]int8 `json:"map"`
	Deep     map[string][]*inner
	Any      any         `json:"any,omitempty"`
	Raw      json.Raw    `json:"raw"`
	List2    *[]json.Raw `json:"list2,omitempty"`
	Class    class       `json:"class,omitempty"`
	Escaped  string      `json:"a<b>&"`
	Left     chan int    `json:"-"`
	hidden   int
}

type class string

// shout has methods of a pointer only, which encoding/json heeds where there is a pointer to be had.
type shout struct{ Text string }

func (s *shout) MarshalJSON() ([]byte, error) {
	return []byte(`"` + strings.ToUpper(s.Text) + `"`), nil
}

func TestMarshalWritesWhatEncodingJSONWrites(t *testing.T) {
	half := 0.5
	cases := []struct {
		says  string
		value any
	}{
		{"nothing", nil},
		{"truth values", []bool{true, false}},
		{"the smallest and largest whole numbers", []any{int64(math.MinInt64), int64(math.MaxInt64), uint64(math.MaxUint64), int8(-128), uintptr(7)}},
		{"floats where the form changes", []float64{0, math.Copysign(0, -1), 1e-6, 9.99e-7, 1e21, 9.99e20, 1e-9, 1e-10, 1e100, -1e-7, 0.1, 1 << 53,
			math.MaxFloat64, math.SmallestNonzeroFloat64}},
		{"floats of four bytes, likewise", []float32{0, 1e-6, 9.99e-7, 1e21, 9.99e20, 1e-9, 0.1, math.MaxFloat32, math.SmallestNonzeroFloat32}},
		{"text of every kind", "\x00\x1f\b\f\n\r\t\"\\/<>&\u007f\u0080é漢😀\u2028\u2029\ufffd\xff\xc3("},
		{"half a character", "\xf0\x9f\x98"},
		{"a nil slice is null, an empty one is not", [][]int{nil, {}}},
		{"nil and empty maps, likewise", []map[string]int{nil, {}}},
		{"maps by name in order", map[string]int{"b": 1, "a": 2, "B": 3, "": 4, "é": 5, "<": 6}},
		{"nil pointers at any depth", []any{(*int)(nil), (**inner)(nil), (*json.Raw)(nil), error(nil)}},
		{"all fields empty", all{}},
		{"all fields filled", &all{Bool: true, Int: -1, Int8: 2, Uint: 3, Byte: 4, Float: 1.5, Float32: 0.1, Text: "<é>", Inner: inner{5, "x"},
			Pointer: &inner{6, ""}, Optional: &half, List: []int{1, 2}, Structs: []inner{{}, {7, "y"}}, Pair: [2]float64{1, 2}, Bytes: [3]byte{1, 2, 3},
			Map: map[string]int8{"z": 1, "a": 2}, Deep: map[string][]*inner{"k": {nil, {1, "t"}}}, Any: []any{1, "a", nil, map[string]any{"b": 2.5}},
			Raw: json.Raw(`{"x":[1,2]}`), List2: &[]json.Raw{nil, json.Raw("1")}, Class: "c", Escaped: "e", hidden: 1}},
		{"minus zero counts as empty", struct {
			F float64 `json:"f,omitempty"`
		}{math.Copysign(0, -1)}},
		{"an empty array is empty, a zero one is not", struct {
			A [0]int `json:"a,omitempty"`
			B [1]int `json:"b,omitempty"`
			C inner  `json:"c,omitempty"`
		}{}},
		{"a type with a form of its own, by value", time.Unix(1, 5).UTC()},
		{"methods of a pointer do not count for a value", shout{"a"}},
		{"they do behind a pointer", &shout{"a"}},
		{"and in a slice, whose items have places", []shout{{"a"}}},
		{"but not in a map", map[string]shout{"m": {"a"}}},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			want, err := stdjson.Marshal(c.value)
			require.NoError(t, err)
			got, err := json.Marshal(c.value)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(got))
		})
	}
}

type loop struct{ Next *loop }

type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return nil, errors.New("no luck") }

type broken struct{}

func (broken) MarshalJSON() ([]byte, error) { return []byte(`{"a":1}}`), nil }

func TestMarshalRefuses(t *testing.T) {
	endless := &loop{}
	endless.Next = endless
	cases := []struct {
		says  string
		value any
		text  string
	}{
		{"a channel", make(chan int), "chan int"},
		{"a function in a struct", struct{ F func() }{}, "func()"},
		{"a complex number behind an interface", []any{1i}, "complex128"},
		{"not a number", math.NaN(), "float64 NaN"},
		{"infinity of a named type", []seconds{seconds(math.Inf(-1))}, "json_test.seconds -Inf"},
		{"bytes, which would need base64", []byte("x"), "[]uint8"},
		{"a map by numbers", map[int]int{}, "map[int]int"},
		{"a map by named strings, which could have forms of their own", map[class]int{}, "map[json_test.class]int"},
		{"an embedded struct", struct{ inner }{}, "embedded"},
		{"an option of encoding/json that changes the form", struct {
			N int `json:"n,string"`
		}{}, "N"},
		{"two fields of one name", struct {
			A int
			B int `json:"A"`
		}{}, `"A"`},
		{"a value that holds itself", endless, "deep"},
		{"a type that is text of its own form", []any{netip.IPv6Unspecified()}, "netip.Addr"},
		{"a type whose own form fails", []failing{{}}, "no luck"},
		{"a type whose own form is no JSON", broken{}, "json_test.broken"},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			_, err := json.Marshal(c.value)
			assert.ErrorContains(t, err, c.text)
		})
	}
}

type seconds float64

func TestUnmarshalReadsWhatEncodingJSONReads(t *testing.T) {
	cases := []struct{ says, text string }{
		{"an empty object", `{}`},
		{"null changes nothing", `null`},
		{"white space anywhere", " {\t\"int\" :\r\n 7 , \"list\": [ ] } "},
		{"null for each kind", `{"bool":null,"int":null,"float":null,"text":null,"inner":null,"pointer":null,"list":null,"pair":null,"map":null,
			"any":null,"raw":null,"list2":null}`},
		{"truth values", `{"bool":true}`},
		{"the smallest whole number", `{"int":-9223372036854775808,"int8":-128,"uint":18446744073709551615,"byte":255}`},
		{"minus zero", `{"int":-0,"float":-0,"float32":-0.0}`},
		{"floats in every form", `{"float":1.5e-3,"float32":1E+2,"pair":[0.1,-1e-400]}`},
		{"escapes", `{"text":"\"\\\/\b\f\n\r\t\u00e9\u2028\uD83D\uDE00"}`},
		{"half surrogate pairs", `{"text":"\ud83d","any":["\ude00","\ud83dx","\ud83d\ud83d\ude00","\ud83d\u0041","\ud83d\\"]}`},
		{"what is no UTF-8", "{\"text\":\"\xff\xc3(\xed\xa0\x80\"}"},
		{"an escaped name", `{"\u0069nt":7}`},
		{"pointers and structs", `{"pointer":{"n":1},"inner":{"text":"x"},"structs":[{"n":1},null,{}],"Deep":{"a":[null,{"n":2}],"":null}}`},
		{"anything", `{"any":{"a":[1,"b",true,null,{"c":1e3}]}}`},
		{"JSON kept as it is", `{"raw": { "a" : [1 , 2] } }`},
		{"JSON kept as it is in a list", `{"list2":[1, null ,"a",{} , []]}`},
		{"an array of small numbers", `{"bytes":[1,2,255]}`},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			var want, got all
			require.NoError(t, stdjson.Unmarshal([]byte(c.text), &want))
			require.NoError(t, json.Unmarshal([]byte(c.text), &got))
			assert.Equal(t, want, got)
		})
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	deep := strings.Repeat("[", 2000) + strings.Repeat("]", 2000)
	cases := []struct{ says, text, message string }{
		{"nothing", ``, "ends too early"},
		{"white space alone", " \n", "ends too early"},
		{"half an object", `{"int":1`, "ends too early"},
		{"half a string", `{"text":"a`, "ends too early"},
		{"half an escape", `{"text":"\`, "ends too early"},
		{"half a number's escape", `{"text":"\u00`, "ends too early"},
		{"something after the value", `{} {}`, "byte 3"},
		{"a zero byte after the value", "{}\x00", "byte 2"},
		{"a comma too many", `{"int":1,}`, "byte 9"},
		{"a comma too few", `{"list":[1 2]}`, "byte 11"},
		{"no colon", `{"int" 1}`, "byte 7"},
		{"a name without quotes", `{int:1}`, "byte 1"},
		{"another word", `{"bool":trux}`, "byte 11"},
		{"NaN", `{"float":NaN}`, "byte 9"},
		{"a plus sign", `{"int":+1}`, "byte 7"},
		{"a leading zero", `{"int":01}`, "byte 8"},
		{"a minus alone", `{"int":-}`, "byte 8"},
		{"no digit after the point", `{"float":1.}`, "byte 11"},
		{"no digit in the exponent", `{"float":1e+}`, "byte 12"},
		{"hexadecimal", `{"int":0x10}`, "byte 8"},
		{"a line end in a string", "{\"text\":\"a\nb\"}", "byte 10"},
		{"an escape that there is not", `{"text":"\x"}`, "byte 10"},
		{"an escape of no digits", `{"text":"\u00g0"}`, "byte 13"},
		{"a name twice", `{"int":1,"int":1}`, `"int" is given twice`},
		{"a name twice, once escaped", `{"int":1,"\u0069nt":1}`, `"int" is given twice`},
		{"a name twice in a map", `{"map":{"a":1,"a":2}}`, `"a" is given twice`},
		{"values nested too deep", `{"any":` + deep + `}`, "500 deep"},
		{"JSON kept as it is nested too deep", `{"raw":` + deep + `}`, "500 deep"},
		{"an unknown name", `{"other":1}`, `"other"`},
		{"a name but for its case", `{"INT":1}`, `"INT"`},
		{"text for a number", `{"int":"1"}`, "int: a string does not fit the type int"},
		{"half a number", `{"int":1.5}`, "int: the number 1.5 does not fit the type int"},
		{"an exponent in a whole number", `{"int":1e2}`, "number 1e2"},
		{"too large a number", `{"int8":128}`, "number 128 does not fit the type int8"},
		{"a number below zero", `{"uint":-1}`, "number -1 does not fit the type uint64"},
		{"a float that nothing holds", `{"float":1e400}`, "number 1e400"},
		{"a float that four bytes do not hold", `{"float32":1e39}`, "number 1e39"},
		{"a number for a truth value", `{"bool":1}`, "bool: the number 1"},
		{"a number for text", `{"text":1}`, "text: the number 1"},
		{"a list for an object", `{"inner":[]}`, "inner: an array"},
		{"an object for a list", `{"list":{}}`, "list: an object"},
		{"a wrong item, by the list's name", `{"list":[1,true]}`, "list: a truth value does not fit the type int"},
		{"a wrong field, by its way", `{"Deep":{"a":[{"n":"1"}]}}`, "Deep.a.n: a string"},
		{"too short an array", `{"pair":[1]}`, "pair: an array does not fit the type [2]float64"},
		{"too long an array", `{"pair":[1,2,3]}`, "pair: an array does not fit the type [2]float64"},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			assert.ErrorContains(t, json.UnmarshalStrict([]byte(c.text), new(all)), c.message)
		})
	}
}

func TestUnmarshalRefusesWhatCannotBeReadInto(t *testing.T) {
	for _, c := range []struct {
		says string
		into any
	}{
		{"no pointer", all{}},
		{"a nil pointer", (*all)(nil)},
		{"nothing", nil},
		{"a channel", new(chan int)},
		{"a type of its own form", new(time.Time)},
		{"a type that is text of its own form, at any depth", new(struct{ A netip.Addr })},
		{"bytes", new([]byte)},
		{"an interface with methods", new(error)},
		{"a map by numbers", new(map[int]int)},
		{"an embedded struct", new(struct{ inner })},
	} {
		t.Run(c.says, func(t *testing.T) {
			assert.Error(t, json.Unmarshal([]byte(`{"A":""}`), c.into))
		})
	}
}

func TestUnmarshalPassesOverUnknownNamesButNotOverBrokenJSON(t *testing.T) {
	var got inner
	require.NoError(t, json.Unmarshal([]byte(`{"other":[{"a":"\n"},-1.5e3,true,null],"n":7,"more":{}}`), &got))
	assert.Equal(t, inner{N: 7}, got)
	for _, text := range []string{`{"other":[}`, `{"other":{"a"}}`, `{"other":tru}`, `{"other":01}`, `{"other":"\x"}`} {
		assert.Error(t, json.Unmarshal([]byte(text), &got), text)
	}
}

func TestErrorsTellProgramsWhatWasWrong(t *testing.T) {
	var wrong *json.TypeError
	require.ErrorAs(t, json.Unmarshal([]byte(`{"inner":{"n":1.5}}`), new(all)), &wrong)
	assert.Equal(t, &json.TypeError{Field: "inner.n", Value: "the number 1.5", Type: "int"}, wrong)
	require.ErrorAs(t, json.Unmarshal([]byte(`[]`), new(all)), &wrong)
	assert.Equal(t, &json.TypeError{Value: "an array", Type: "json_test.all"}, wrong)
	var twice *json.DuplicateError
	require.ErrorAs(t, json.Unmarshal([]byte(`{"a":1,"a":2}`), new(map[string]int)), &twice)
	assert.Equal(t, "a", twice.Name)
}

func TestStrictReadingRefusesNullWhereAValueBelongs(t *testing.T) {
	type spec struct {
		N       int            `json:"n"`
		List    []int          `json:"list"`
		Pointer *int           `json:"pointer"`
		Map     map[string]int `json:"map"`
		Raw     json.Raw       `json:"raw"`
		Any     any            `json:"any"`
	}
	for _, c := range []struct{ text, field, wanted string }{
		{`{"n":null}`, "n", "int"},
		{`{"list":null}`, "list", "[]int"},
		{`{"list":[1,null]}`, "list", "int"},
		{`{"pointer":null}`, "pointer", "int"},
		{`{"map":null}`, "map", "map[string]int"},
		{`{"map":{"a":null}}`, "map.a", "int"},
		{`null`, "", "json_test.spec"},
	} {
		require.NoError(t, json.Unmarshal([]byte(c.text), new(spec)), "otherwise null changes nothing")
		var wrong *json.TypeError
		require.ErrorAs(t, json.UnmarshalStrict([]byte(c.text), new(spec)), &wrong, c.text)
		assert.Equal(t, &json.TypeError{Field: c.field, Value: "null", Type: c.wanted}, wrong)
	}
	var got spec
	require.NoError(t, json.UnmarshalStrict([]byte(`{"raw":null,"any":null}`), &got))
	assert.Equal(t, spec{Raw: json.Raw("null")}, got, "JSON that is kept, and anything, may be null")
}

func TestRawIsTheSameToEncodingJSON(t *testing.T) {
	type holder struct {
		Raw json.Raw `json:"raw,omitempty"`
	}
	for _, text := range []string{`{}`, `{"raw":null}`, `{"raw":{"a":[1,"<"]}}`} {
		var ours, theirs holder
		require.NoError(t, json.Unmarshal([]byte(text), &ours))
		require.NoError(t, stdjson.Unmarshal([]byte(text), &theirs))
		assert.Equal(t, theirs, ours)
		data, err := json.Marshal(ours)
		require.NoError(t, err)
		assert.Equal(t, text, string(data))
	}
}
