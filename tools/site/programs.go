package site

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// kernelSources are the files of package kernels, with what their names mean, so that each program's file can be made a program of its
// own: package main, with the package's exported names qualified and what it takes from other files of it appended.
type kernelSources struct {
	set   *token.FileSet
	texts map[string][]byte    // by file name
	files map[string]*ast.File // by file name
	info  *types.Info
	pkg   *types.Package
}

func readKernels(dir string) (*kernelSources, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	k := &kernelSources{set: token.NewFileSet(), texts: map[string][]byte{}, files: map[string]*ast.File{},
		info: &types.Info{Uses: map[*ast.Ident]types.Object{}}}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(k.set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		k.texts[filepath.Base(name)], k.files[filepath.Base(name)] = text, file
		files = append(files, file)
	}
	// Which declaration of the package a name means is all that is asked. So other packages stay empty, and what is said of
	// names in them is not heard: checking the standard library as well took most of a second.
	config := types.Config{Importer: emptyPackages{}, Error: func(error) {}}
	k.pkg, _ = config.Check("velocidade/kernels", k.set, files, k.info)
	return k, nil
}

type emptyPackages struct{}

func (emptyPackages) Import(path string) (*types.Package, error) {
	name := strings.TrimSuffix(path, "/v2")
	p := types.NewPackage(path, name[strings.LastIndex(name, "/")+1:])
	p.MarkComplete()
	return p, nil
}

// registration is how every program's init begins, once its names are qualified.
const registration = "func init() {\n\tkernels.Register(kernels.Kernel{"

// otherForms are lines of a registration that lead to the program's other forms, which a program by itself does without.
var otherForms = regexp.MustCompile(`(?m)^\t\tBoxed: .*\n`)

// program makes kernels/NAME.go a program of its own.
func (k *kernelSources) program(name string) ([]byte, error) {
	fileName := name + ".go"
	file := k.files[fileName]
	if file == nil {
		return nil, fmt.Errorf("kernels/%s is not there", fileName)
	}
	body := k.qualified(fileName, file.Name.End(), file.End())
	for _, d := range file.Decls {
		if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
			body = strings.Replace(body, k.text(fileName, gen.Pos(), gen.End()), "", 1)
		}
	}
	if !strings.Contains(body, registration) {
		return nil, fmt.Errorf("kernels/%s does not register its program by an init that only does that", fileName)
	}
	body = otherForms.ReplaceAllString(body, "")
	body = strings.Replace(body, registration, "func main() {\n\tmeasure.Program(kernels.Kernel{", 1)
	imports := map[string]bool{"velocidade/kernels": true, "velocidade/wasm/measure": true}
	k.imports(file, imports)

	for _, h := range k.helpers(file) {
		k.imports(h.decl, imports)
		body += "\n" + k.qualified(h.file, h.from, h.decl.End()) + "\n"
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "// This is kernels/%s, the playground's own program, as a program by itself. What it takes from other files\n"+
		"// of its package stands at the end.\npackage main\n\nimport (\n", fileName)
	for _, own := range []bool{false, true} {
		for _, path := range slices.Sorted(maps.Keys(imports)) {
			if strings.HasPrefix(path, "velocidade/") == own {
				fmt.Fprintf(&out, "%q\n", path)
			}
		}
		fmt.Fprintln(&out)
	}
	fmt.Fprintf(&out, ")\n%s", body)
	text, err := format.Source(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("kernels/%s as a program by itself: %w", fileName, err)
	}
	return text, nil
}

// helper is a declaration in another file.
type helper struct {
	file string
	decl ast.Decl
	from token.Pos // of its comment
}

// helpers are the declarations that a file uses, and these use, from other files, but for the exported ones.
func (k *kernelSources) helpers(file *ast.File) []helper {
	var found []helper
	seen := map[ast.Decl]bool{}
	var visit func(n ast.Node)
	visit = func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok && isNamed(pair.Key, "Boxed") {
				return false
			}
			ident, ok := n.(*ast.Ident)
			if !ok || ident.IsExported() {
				return true
			}
			object := k.info.Uses[ident]
			if object == nil || object.Parent() != k.pkg.Scope() || inside(file, object.Pos()) {
				return true
			}
			h, ok := k.declaration(object)
			if ok && !seen[h.decl] {
				seen[h.decl] = true
				found = append(found, h)
				visit(h.decl)
			}
			return true
		})
	}
	visit(file)
	return found
}

func isNamed(e ast.Expr, name string) bool {
	ident, ok := e.(*ast.Ident)
	return ok && ident.Name == name
}

func inside(n ast.Node, at token.Pos) bool { return n.Pos() <= at && at < n.End() }

func (k *kernelSources) declaration(object types.Object) (helper, bool) {
	for name, file := range k.files {
		for _, d := range file.Decls {
			if !inside(d, object.Pos()) {
				continue
			}
			from := d.Pos()
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Doc != nil {
					from = d.Doc.Pos()
				}
			case *ast.GenDecl:
				if d.Doc != nil {
					from = d.Doc.Pos()
				}
			}
			return helper{name, d, from}, true
		}
	}
	return helper{}, false
}

// qualified is a piece of a file with the exported names of the package put behind its name.
func (k *kernelSources) qualified(name string, from, to token.Pos) string {
	file := k.files[name]
	base := k.set.File(file.Pos()).Base()
	var at []int
	ast.Inspect(file, func(n ast.Node) bool {
		ident, ok := n.(*ast.Ident)
		if ok && ident.Pos() >= from && ident.End() <= to && ident.IsExported() {
			if object := k.info.Uses[ident]; object != nil && object.Parent() == k.pkg.Scope() {
				at = append(at, int(ident.Pos())-base)
			}
		}
		return true
	})
	slices.Sort(at)
	var out strings.Builder
	last := int(from) - base
	for _, offset := range at {
		out.Write(k.texts[name][last:offset])
		out.WriteString("kernels.")
		last = offset
	}
	out.Write(k.texts[name][last : int(to)-base])
	return out.String()
}

func (k *kernelSources) text(name string, from, to token.Pos) string {
	base := k.set.File(from).Base()
	return string(k.texts[name][int(from)-base : int(to)-base])
}

// imports adds the packages that a piece of the sources names.
func (k *kernelSources) imports(n ast.Node, to map[string]bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok {
			if name, ok := k.info.Uses[ident].(*types.PkgName); ok {
				to[name.Imported().Path()] = true
			}
		}
		return true
	})
}
