package kernels

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// example has a parameter of each kind.
func example() *Kernel {
	return &Kernel{Name: "example", Params: []Param{
		{Name: "n", Kind: Int, Default: "10", Min: -5, Max: 1000},
		{Name: "share", Kind: Float, Default: "0.5", Min: 0, Max: 1},
		{Name: "list", Kind: Ints, Default: "1,2", Min: 0, Max: MaxInt, MaxItems: 4},
	}}
}

const exampleDefaults = "n=10,share=0.5,list=1,2"

func TestParseArgs(t *testing.T) {
	cases := []struct{ why, text, want string }{
		{"nothing stands for the defaults", "", exampleDefaults},
		{"blanks and commas alone are nothing", " , ,", exampleDefaults},
		{"what is left out takes its default", "share=1", "n=10,share=1,list=1,2"},
		{"the order does not matter", "share=0.25,n=7", "n=7,share=0.25,list=1,2"},
		{"blanks around names and values are passed over", " n = 7 , share = 0 ", "n=7,share=0,list=1,2"},
		{"a piece without = belongs to the list before it", "list=3,4,5,n=1", "n=1,share=0.5,list=3,4,5"},
		{"a list may be parted by blanks and line ends", "list=3 4\r\n5", "n=10,share=0.5,list=3,4,5"},
		{"a comma at the end of a list is passed over", "list=3,4,", "n=10,share=0.5,list=3,4"},
		{"a comma at the end of all is passed over", "n=7,", "n=7,share=0.5,list=1,2"},
		{"an exponent is a whole number if its value is", "n=1e2", "n=100,share=0.5,list=1,2"},
		{"so is a decimal point with nothing behind it", "n=7.0", "n=7,share=0.5,list=1,2"},
		{"minus zero is zero", "n=-0,share=-0.0", "n=0,share=0,list=1,2"},
		{"a number too small to hold is zero", "share=1e-400", "n=10,share=0,list=1,2"},
		{"the largest number goes through", "list=9007199254740991", "n=10,share=0.5,list=9007199254740991"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			a, err := example().ParseArgs(c.text)
			require.NoError(t, err)
			assert.Equal(t, c.want, a.String())
		})
	}
}

func TestParseArgsRefuses(t *testing.T) {
	cases := []struct{ why, text, code, field, value, limit string }{
		{"a value without a name", "7", CodeBadArgument, "args", "7", "name=value"},
		{"a name without a value", "n", CodeBadArgument, "args", "n", "name=value"},
		{"an empty value", "n=", CodeBadArgument, "n", "", "-5 to 1000"},
		{"an empty name", "=7", CodeUnknownParameter, "", "7", "n, share, list"},
		{"a name twice", "n=1,n=2", CodeBadArgument, "n", "2", "once"},
		{"a list for one number", "n=1,2", CodeBadArgument, "n", "1,2", "-5 to 1000"},
		{"an empty list", "list=", CodeOutOfRange, "list", "0", "1 to 4 items"},
		{"a list of commas", "list=,,", CodeOutOfRange, "list", "0", "1 to 4 items"},
		{"a list too long", "list=1,2,3,4,5", CodeOutOfRange, "list", "5", "1 to 4 items"},
		{"a list with one item out of range", "list=1,-1", CodeOutOfRange, "list", "-1", "0 to 9007199254740991"},
		{"2⁵³+1, which JavaScript cannot tell from 2⁵³", "list=9007199254740993", CodeOutOfRange,
			"list", "9007199254740993", "0 to 9007199254740991"},
		{"not a number", "share=NaN", CodeBadArgument, "share", "NaN", "0 to 1"},
		{"infinity", "share=Infinity", CodeBadArgument, "share", "Infinity", "0 to 1"},
		{"hexadecimal", "n=0x1p4", CodeBadArgument, "n", "0x1p4", "-5 to 1000"},
		{"grouped digits", "n=1_000", CodeBadArgument, "n", "1_000", "-5 to 1000"},
		{"digits of another script", "n=٣", CodeBadArgument, "n", "٣", "-5 to 1000"},
		{"a second sign of equality", "n=1=2", CodeBadArgument, "n", "1=2", "-5 to 1000"},
		{"a number nothing can hold", "n=1e999", CodeOutOfRange, "n", "1e999", "-5 to 1000"},
		{"an unknown name", "m=7", CodeUnknownParameter, "m", "7", "n, share, list"},
		{"too much text", "list=" + strings.Repeat("1,", MaxArgsLen), CodeOutOfRange, "args", "8197 bytes", "4096 bytes"},
		{"a long name, which the error cuts short", strings.Repeat("m", 100) + "=7", CodeUnknownParameter,
			strings.Repeat("m", 60) + "…", "7", "n, share, list"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			e := argsError(t, example(), c.text)
			assert.Equal(t, []string{c.code, c.field, c.value, c.limit}, []string{e.Code, e.Field, e.Value, e.Limit})
			assert.NotEmpty(t, e.Message)
			assert.Less(t, len(e.Message), 400)
		})
	}
}

func TestArgsFrom(t *testing.T) {
	cases := []struct {
		why   string
		given map[string]string
		want  string
	}{
		{"nothing stands for the defaults", nil, exampleDefaults},
		{"what is left out takes its default", map[string]string{"share": "1"}, "n=10,share=1,list=1,2"},
		{"text is read as in a link", map[string]string{"n": " 1e2 ", "list": "3 4,5"}, "n=100,share=0.5,list=3,4,5"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			a, err := example().ArgsFrom(c.given)
			require.NoError(t, err)
			assert.Equal(t, c.want, a.String())
		})
	}
}

func TestArgsFromRefuses(t *testing.T) {
	cases := []struct {
		why                       string
		given                     map[string]string
		code, field, value, limit string
	}{
		{"a value out of range", map[string]string{"n": "1001"}, CodeOutOfRange, "n", "1001", "-5 to 1000"},
		{"a second name within a value", map[string]string{"n": "1,share=1"}, CodeBadArgument, "n", "1,share=1", "-5 to 1000"},
		{"unknown names, of which the first is told", map[string]string{"z": "1", "m": "2", "": "3", "n": "1"}, CodeUnknownParameter,
			"", "3", "n, share, list"},
		{"too much text", map[string]string{"n": strings.Repeat(" ", MaxArgsLen)}, CodeOutOfRange, "args", "4097 bytes", "4096 bytes"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			_, err := example().ArgsFrom(c.given)
			var e *Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, []string{c.code, c.field, c.value, c.limit}, []string{e.Code, e.Field, e.Value, e.Limit})
			assert.NotEmpty(t, e.Message)
		})
	}
}

func TestArgsSurviveTextAndJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		list := make([]string, 1+random.IntN(4))
		for i := range list {
			list[i] = strconv.FormatInt(random.Int64N(MaxInt+1), 10)
		}
		text := "n=" + strconv.Itoa(random.IntN(1006)-5) +
			",share=" + strconv.FormatFloat(random.Float64(), 'g', -1, 64) + ",list=" + strings.Join(list, ",")
		a, err := example().ParseArgs(text)
		require.NoError(t, err)
		checkRoundTrip(t, example(), a)
	}
}

// checkRoundTrip wants arguments to come back the same from text, and their JSON to hold the same numbers.
func checkRoundTrip(t *testing.T, k *Kernel, a Args) {
	t.Helper()
	fromText, err := k.ParseArgs(a.String())
	require.NoError(t, err)
	assert.Equal(t, a.String(), fromText.String())
	data, err := json.Marshal(a)
	require.NoError(t, err)
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &members))
	require.Len(t, members, len(a.values))
	for i, v := range a.values {
		assert.Equal(t, v.nums, fromText.values[i].nums)
		nums := make([]float64, 1)
		if v.param.Kind == Ints {
			require.NoError(t, json.Unmarshal(members[v.param.Name], &nums))
		} else {
			require.NoError(t, json.Unmarshal(members[v.param.Name], &nums[0]))
		}
		assert.Equal(t, v.nums, nums)
	}
}

func TestArgsByName(t *testing.T) {
	a, err := example().ParseArgs("n=-5,share=0.125,list=9007199254740991,0")
	require.NoError(t, err)
	assert.Equal(t, int64(-5), a.Int("n"))
	assert.Equal(t, 0.125, a.Float("share"))
	assert.Equal(t, []int64{MaxInt, 0}, a.Ints("list"))
	assert.Equal(t, "9007199254740991,0", a.Text("list"))
	assert.Empty(t, a.Text("nosuch"))
	assert.Panics(t, func() { a.Int("nosuch") }, "asking for a parameter that is not there is a mistake in the program's file")
}
