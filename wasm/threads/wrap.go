package threads

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// wrapImports has each function that a file of syscall/js imports from JavaScript carried out on JavaScript's thread: the
// imported one gets another name, and one of its old name calls it there.
func wrapImports(name, text string) (string, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments)
	if err != nil {
		return "", err
	}
	var wrappers strings.Builder
	var out strings.Builder
	at, wrapped := 0, 0
	offset := func(p token.Pos) int { return set.Position(p).Offset }
	source := func(n ast.Node) string { return text[offset(n.Pos()):offset(n.End())] }
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body != nil || f.Doc == nil || !strings.Contains(text[offset(f.Doc.Pos()):offset(f.Doc.End())], "//go:wasmimport gojs ") {
			continue
		}
		wrapped++
		out.WriteString(text[at:offset(f.Name.Pos())] + f.Name.Name + "There")
		at = offset(f.Name.End())
		var arguments, results, declared []string
		for _, p := range f.Type.Params.List {
			for _, n := range p.Names {
				arguments = append(arguments, n.Name)
			}
		}
		if f.Type.Results != nil {
			for _, r := range f.Type.Results.List {
				result := fmt.Sprintf("result%d", len(results))
				results = append(results, result)
				declared = append(declared, result+" "+source(r.Type))
			}
		}
		call := f.Name.Name + "There(" + strings.Join(arguments, ", ") + ")"
		assigned, returned := call, call+"\n\t\treturn"
		if len(results) > 0 {
			assigned = strings.Join(results, ", ") + " = " + call
			returned = "return " + call
		}
		fmt.Fprintf(&wrappers, "\nfunc %s%s (%s) {\n\tif onJSThread() {\n\t\t%s\n\t}\n\trunOnJSThread(func() { %s })\n\treturn\n}\n",
			f.Name.Name, source(f.Type.Params), strings.Join(declared, ", "), returned, assigned)
	}
	if wrapped == 0 {
		return "", fmt.Errorf("%s imports nothing from JavaScript", name)
	}
	out.WriteString(text[at:])
	return out.String() + wrappers.String(), nil
}

// knownAtomics tells whether all functions that have to be atomic are among those that [Link] makes so.
func knownAtomics(text string) error {
	file, err := parser.ParseFile(token.NewFileSet(), "atomic_wasm.go", text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
			if _, ok := bodies[atomicPackage+f.Name.Name]; !ok {
				return fmt.Errorf("internal/runtime/atomic has a function that is not known here: %s", f.Name.Name)
			}
		}
	}
	return nil
}
