package toolchain

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
)

// machines are the architectures that the page's compiler does without, as the packages of cmd/internal/obj, cmd/compile
// and cmd/link call them.
var machines = []string{"amd64", "arm", "arm64", "loong64", "mips", "mips64", "ppc64", "riscv", "riscv64", "s390x", "x86"}

// source is a Go file that is being edited: pieces of its text are replaced, and the rest stays as it stands.
type source struct {
	name  string
	text  []byte
	file  *ast.File
	base  int // of the file's positions
	edits []edit
}

type edit struct {
	from, to int
	text     string
}

func readSource(name string) (*source, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return parseSource(name, text)
}

func parseSource(name string, text []byte) (*source, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &source{name: name, text: text, file: file, base: set.File(file.Pos()).Base()}, nil
}

// replace puts text in the place of a node.
func (s *source) replace(n ast.Node, text string) {
	s.edits = append(s.edits, edit{int(n.Pos()) - s.base, int(n.End()) - s.base, text})
}

// remove takes a node out, with a comma that follows it: an element of a list, a statement or a declaration.
func (s *source) remove(n ast.Node) {
	from, to := int(n.Pos())-s.base, int(n.End())-s.base
	if to < len(s.text) && s.text[to] == ',' {
		to++
	}
	s.edits = append(s.edits, edit{from, to, ""})
}

// result returns the edited text.
func (s *source) result() ([]byte, error) {
	slices.SortFunc(s.edits, func(a, b edit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range s.edits {
		if e.from < at {
			return nil, fmt.Errorf("%s: two edits overlap", s.name)
		}
		out.Write(s.text[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(s.text[at:])
	if _, err := parser.ParseFile(token.NewFileSet(), s.name, out.Bytes(), parser.SkipObjectResolution); err != nil {
		return nil, fmt.Errorf("after the edits: %w", err)
	}
	return out.Bytes(), nil
}

// removeImports takes out the imports of the folders of other machines, and reports how many there were.
func (s *source) removeImports(folder string) int {
	removed := 0
	for _, spec := range s.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		if name, ok := strings.CutPrefix(path, folder); ok && slices.Contains(machines, name) {
			s.remove(spec)
			removed++
		}
	}
	return removed
}

// function returns the declaration of a function, nil where there is none.
func (s *source) function(name string) *ast.FuncDecl {
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == name {
			return f
		}
	}
	return nil
}

// keepCases takes every case out of a switch but those for the wanted machine and the default, and reports how many.
func (s *source) keepCases(sw *ast.SwitchStmt, wanted string) int {
	removed := 0
	for _, stmt := range sw.Body.List {
		clause, ok := stmt.(*ast.CaseClause)
		if !ok || clause.List == nil || slices.ContainsFunc(clause.List, func(e ast.Expr) bool { return isString(e, wanted) }) {
			continue
		}
		s.remove(clause)
		removed++
	}
	return removed
}

func isString(e ast.Expr, want string) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING && lit.Value == strconv.Quote(want)
}
