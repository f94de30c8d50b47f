package bench

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// parameters has one of each kind.
var parameters = &kernels.Kernel{Name: "example", Params: []kernels.Param{
	{Name: "n", Kind: kernels.Int, Default: "10", Min: -5, Max: 1000},
	{Name: "share", Kind: kernels.Float, Default: "0.5", Min: 0, Max: 1},
	{Name: "list", Kind: kernels.Ints, Default: "1,2", Min: 0, Max: kernels.MaxInt, MaxItems: 4},
}}

const defaults = "n=10,share=0.5,list=1,2"

func TestArgumentsAreReadFromJSON(t *testing.T) {
	for _, c := range []struct{ says, data, want string }{
		{"nothing stands for the defaults", "", defaults},
		{"and an empty object", "{}", defaults},
		{"and empty text", `""`, defaults},
		{"numbers by name", `{"n": 7, "share": 0.25}`, "n=7,share=0.25,list=1,2"},
		{"lists of numbers", ` {"list": [3, 4e1]}`, "n=10,share=0.5,list=3,40"},
		{"numbers as text, as a form holds them", `{"n": "7", "list": "3, 4"}`, "n=7,share=0.5,list=3,4"},
		{"all of it as text, as a link holds it", `"n=7,list=3,4"`, "n=7,share=0.5,list=3,4"},
		{"white space does not count as length", `{"n": 7` + strings.Repeat(" ", kernels.MaxArgsLen) + `}`, "n=7,share=0.5,list=1,2"},
	} {
		t.Run(c.says, func(t *testing.T) {
			args, err := readArgs(parameters, json.Raw(c.data))
			require.NoError(t, err)
			assert.Equal(t, c.want, args.String())
			written, err := json.Marshal(args)
			require.NoError(t, err)
			again, err := readArgs(parameters, written)
			require.NoError(t, err)
			assert.Equal(t, args, again, "what a Report holds can be asked for again")
		})
	}
}

func TestArgumentsThatMakeNoSenseAreRefusedByName(t *testing.T) {
	for _, c := range []struct{ says, data, code, field string }{
		{"half an object", `{"n": 7`, kernels.CodeBadArgument, "args"},
		{"half a string", `"n=7`, kernels.CodeBadArgument, "args"},
		{"something after the object", `{"n": 7} {"n": 8}`, kernels.CodeBadArgument, "args"},
		{"something after the text", `"n=7" "n=8"`, kernels.CodeBadArgument, "args"},
		{"white space alone", ` `, kernels.CodeBadArgument, "args"},
		{"a list of arguments", `[7]`, kernels.CodeBadArgument, "args"},
		{"a number alone", `7`, kernels.CodeBadArgument, "args"},
		{"a name twice", `{"n": 7, "n": 8}`, kernels.CodeBadArgument, "n"},
		{"a name twice, once escaped", `{"n": 7, "\u006e": 8}`, kernels.CodeBadArgument, "n"},
		{"a name twice in text", `"n=7,n=8"`, kernels.CodeBadArgument, "n"},
		{"a list in a list", `{"list": [[1], [2]]}`, kernels.CodeBadArgument, "list"},
		{"text in a list", `{"list": ["1"]}`, kernels.CodeBadArgument, "list"},
		{"null", ` null `, kernels.CodeBadArgument, "args"},
		{"null in a list", `{"list": [null]}`, kernels.CodeBadArgument, "list"},
		{"an empty list", `{"list": []}`, kernels.CodeOutOfRange, "list"},
		{"a list too long", `{"list": [1,2,3,4,5]}`, kernels.CodeOutOfRange, "list"},
		{"null for a number", `{"n": null}`, kernels.CodeBadArgument, "n"},
		{"a truth value for a number", `{"n": true}`, kernels.CodeBadArgument, "n"},
		{"an object for a number", `{"n": {"n": 1}}`, kernels.CodeBadArgument, "n"},
		{"a list for one number", `{"n": [1, 2]}`, kernels.CodeBadArgument, "n"},
		{"a number nothing can hold", `{"n": 1e400}`, kernels.CodeOutOfRange, "n"},
		{"an unknown name", `{"m": 7}`, kernels.CodeUnknownParameter, "m"},
		{"too much of it", `{"list": [1` + strings.Repeat(",1", kernels.MaxArgsLen) + `]}`, kernels.CodeOutOfRange, "args"},
	} {
		t.Run(c.says, func(t *testing.T) {
			_, err := readArgs(parameters, json.Raw(c.data))
			var fault *Fault
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, []string{c.code, c.field}, []string{fault.Code, fault.Field})
			assert.NotEmpty(t, fault.Message)
		})
	}
}

func FuzzArgumentsAreReadOrRefusedWithACode(f *testing.F) {
	for _, data := range []string{
		"", "null", "{}", `{"n":7}`, `{"list":[[1],[2]]}`, `{"n":1,"n":2}`, `{"share":1e400}`, `"n=7"`, `{"list":[-0,1.0]}`, `[`, `{"n":"1\u0000"}`,
	} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		args, err := readArgs(parameters, data)
		if err != nil {
			var fault *Fault
			require.ErrorAs(t, err, &fault)
			require.NotEmpty(t, fault.Code)
			return
		}
		written, err := json.Marshal(args)
		require.NoError(t, err)
		again, err := readArgs(parameters, written)
		require.NoError(t, err)
		require.Equal(t, args, again)
	})
}
