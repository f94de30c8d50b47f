package toolchain

import (
	"go/ast"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEditsTakeOtherMachinesOut(t *testing.T) {
	cases := map[string]struct {
		before, after string
		change        func(s *source) error
	}{
		"imports of other machines": {
			"package p\n\nimport (\n\t\"cmd/x/amd64\"\n\t\"cmd/x/wasm\"\n\t\"fmt\"\n)\n",
			"package p\n\nimport (\n\t\n\t\"cmd/x/wasm\"\n\t\"fmt\"\n)\n",
			func(s *source) error { s.removeImports("cmd/x/"); return nil },
		},
		"cases of other machines, but not the default": {
			"package p\n\nfunc f() {\n\tswitch arch {\n\tcase \"386\", \"arm\":\n\t\tg()\n\tcase \"wasm\":\n\t\th()\n\tdefault:\n\t\tpanic(1)\n\t}\n}\n",
			"package p\n\nfunc f() {\n\tswitch arch {\n\t\n\tcase \"wasm\":\n\t\th()\n\tdefault:\n\t\tpanic(1)\n\t}\n}\n",
			func(s *source) error { return s.onlyCase("f", "arch") },
		},
		"elements of a list, with their comma": {
			"package p\n\nvar x = []int{1, 2, 3}\n",
			"package p\n\nvar x = []int{ 2, {}}\n",
			func(s *source) error {
				list := s.file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.CompositeLit)
				s.replace(list.Elts[2], "{}")
				s.remove(list.Elts[0])
				return nil
			},
		},
		"imports of the linker's packages lead to their copies": {
			"package p\n\nimport (\n\t\"cmd/link/internal/ld\"\n\t\"fmt\"\n)\n",
			"package p\n\nimport (\n\t\"cmd/compile/internal/link/ld\"\n\t\"fmt\"\n)\n",
			func(s *source) error { s.moveImports(); return nil },
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, err := parseSource("p.go", []byte(c.before))
			require.NoError(t, err)
			require.NoError(t, c.change(s))
			text, err := s.result()
			require.NoError(t, err)
			assert.Equal(t, c.after, string(text))
		})
	}
}

func TestASourceThatIsNotAsExpectedIsAnError(t *testing.T) {
	s, err := parseSource("p.go", []byte("package p\n\nfunc f() { switch x {} }\n"))
	require.NoError(t, err)
	assert.ErrorContains(t, s.onlyCase("g", "arch"), "no function g")
	assert.ErrorContains(t, s.onlyCase("f", "arch"), "no switch over arch")

	s.replace(s.function("f").Body, "{")
	_, err = s.result()
	assert.ErrorContains(t, err, "after the edits")

	s.edits = nil
	s.replace(s.function("f"), "")
	s.remove(s.function("f").Body)
	_, err = s.result()
	assert.ErrorContains(t, err, "overlap")
}
