package toolchain

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"velocidade/wasm/goroot"
)

// overlay is a set of files that stand in for those of GOROOT in one build.
type overlay struct {
	root    goroot.Root
	dir     string
	replace map[string]string
}

// trimCompiler makes the overlay for cmd/compile without other machines. An error says which source is not as expected.
func trimCompiler(root goroot.Root, dir string) (*overlay, error) {
	o := &overlay{root, dir, map[string]string{}}
	for _, step := range []func() error{
		o.compilerMain, o.compilerConfig, o.operations, o.rewriteRules, o.checks, o.vectors,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// file writes the overlay as go build reads it.
func (o *overlay) file() (string, error) {
	data, err := json.Marshal(map[string]any{"Replace": o.replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(o.dir, "overlay.json")
	return name, os.WriteFile(name, data, 0o644)
}

// edit replaces a source by what change makes of it.
func (o *overlay) edit(rel string, change func(*source) error) error {
	s, err := readSource(o.root.Path(rel))
	if err != nil {
		return err
	}
	if err := change(s); err != nil {
		return fmt.Errorf("%s: %w", rel, err)
	}
	text, err := s.result()
	if err != nil {
		return err
	}
	return o.put(rel, text)
}

func (o *overlay) put(rel string, text []byte) error {
	name := filepath.Join(o.dir, strings.ReplaceAll(rel, "/", "__"))
	o.replace[o.root.Path(rel)] = name
	return os.WriteFile(name, text, 0o644)
}

// onlyCase leaves of the first switch over the machine, in the function of that name, only wasm's case.
func (s *source) onlyCase(function, over string) error {
	f := s.function(function)
	if f == nil {
		return fmt.Errorf("there is no function %s", function)
	}
	removed := 0
	ast.Inspect(f, func(n ast.Node) bool {
		if sw, ok := n.(*ast.SwitchStmt); ok && removed == 0 && endsIn(sw.Tag, over) {
			removed = s.keepCases(sw, "wasm")
			return false
		}
		return true
	})
	if removed == 0 {
		return fmt.Errorf("%s has no switch over %s", function, over)
	}
	return nil
}

// endsIn tells whether an expression is a name, or selects one.
func endsIn(e ast.Expr, name string) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == name
	case *ast.SelectorExpr:
		return e.Sel.Name == name
	}
	return false
}

func (o *overlay) compilerMain() error {
	return o.edit("cmd/compile/main.go", func(s *source) error {
		if s.removeImports("cmd/compile/internal/") == 0 {
			return fmt.Errorf("it imports no machine")
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok && !isString(pair.Key, "wasm") {
				s.remove(pair)
			}
			return true
		})
		f := s.function("main")
		if f == nil {
			return fmt.Errorf("there is no function main")
		}
		s.replace(f.Name, "compile") // see bothMain
		return nil
	})
}

func (o *overlay) compilerConfig() error {
	return o.edit(ssa+"config.go", func(s *source) error { return s.onlyCase("NewConfig", "arch") })
}

const ssa = "cmd/compile/internal/ssa/"

// The names of other machines in the compiler's own identifiers: operations (OpAMD64ADDQ) and tables (registersAMD64).
const others = `(386|AMD64|ARM|ARM64|LOONG64|MIPS|MIPS64|PPC64|RISCV64|S390X)`

var (
	otherOperation = regexp.MustCompile(`^Op` + others + `[A-Z]`)
	otherTable     = regexp.MustCompile(`^(registers|paramIntReg|paramFloatReg|gpRegMask|fpRegMask|fp32RegMask|fp64RegMask|specialRegMask|framepointerReg|linkReg)` + others + `$`)
	otherRules     = regexp.MustCompile(`^rewrite` + others + `(splitload|latelower)?\.go$`)
)

// operations empties the entries of other machines in the table of operations. Their constants stay, so that every
// operation keeps its number.
func (o *overlay) operations() error {
	return o.edit(ssa+"opGen.go", func(s *source) error {
		s.removeImports("cmd/internal/obj/")
		var names []string
		var table *ast.CompositeLit
		for _, d := range s.file.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for i, spec := range gen.Specs {
				values, ok := spec.(*ast.ValueSpec)
				if !ok || len(values.Names) != 1 {
					continue
				}
				name := values.Names[0].Name
				switch {
				case name == "opcodeTable":
					table, _ = values.Values[0].(*ast.CompositeLit)
				case otherTable.MatchString(name) && len(gen.Specs) == 1:
					s.remove(gen)
				case strings.HasPrefix(name, "Op") && (i > 0 || name == "OpInvalid"):
					names = append(names, name)
				}
			}
		}
		if table == nil || len(table.Elts) != len(names) {
			return fmt.Errorf("the table of operations does not match their names")
		}
		for i, entry := range table.Elts {
			if otherOperation.MatchString(names[i]) {
				s.replace(entry, "{}")
			}
		}
		return nil
	})
}

// rewriteRules empties the files that hold other machines' rules: half of the compiler.
func (o *overlay) rewriteRules() error {
	files, err := os.ReadDir(o.root.Path(ssa))
	if err != nil {
		return err
	}
	for _, f := range files {
		if !otherRules.MatchString(f.Name()) {
			continue
		}
		if err := o.put(ssa+f.Name(), []byte("package ssa\n")); err != nil {
			return err
		}
	}
	return nil
}

var conversion = regexp.MustCompile(`^(auxToS390x\w+|s390x\w+ToAux)$`)

// checks takes the one machine whose types package ssa itself knows out of it.
func (o *overlay) checks() error {
	err := o.edit(ssa+"check.go", func(s *source) error {
		s.removeImports("cmd/internal/obj/")
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && endsIn(sel.X, "s390x") {
				s.replace(sel, "interface{ s390x() }") // a type that nothing has
				return false
			}
			return true
		})
		return nil
	})
	if err != nil {
		return err
	}
	return o.edit(ssa+"rewrite.go", func(s *source) error {
		s.removeImports("cmd/internal/obj/")
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && conversion.MatchString(f.Name.Name) {
				s.remove(f)
			}
		}
		return nil
	})
}

// vectors empties the function that makes amd64's vector instructions known. A Go without that file needs nothing.
func (o *overlay) vectors() error {
	rel := "cmd/compile/internal/ssagen/simdintrinsics.go"
	if _, err := os.Stat(o.root.Path(rel)); os.IsNotExist(err) {
		return nil
	}
	return o.edit(rel, func(s *source) error {
		f := s.function("simdIntrinsics")
		if f == nil {
			return fmt.Errorf("there is no function simdIntrinsics")
		}
		for _, spec := range s.file.Imports {
			if !uses(f.Type, path.Base(strings.Trim(spec.Path.Value, `"`))) {
				s.remove(spec)
			}
		}
		s.replace(f.Body, "{}")
		return nil
	})
}

// uses tells whether a package of that name is named in a node.
func uses(n ast.Node, name string) bool {
	used := false
	ast.Inspect(n, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		used = used || ok && endsIn(sel.X, name)
		return true
	})
	return used
}
