package site

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"velocidade/kernels"
)

// example is a program that the editor can be filled with: the twin of web/src/editor/examples.ts.
type example struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	Kind    string `json:"kind"` // "example" or "program"
	File    string `json:"file"`
}

// firstExample is what a reader sees first: it explains both kinds of programs.
const firstExample = "sixprimes"

// examples lists the programs under web/examples, and those of kernels/ as programs of their own.
func (b *builder) examples() error {
	folders, err := filepath.Glob(filepath.Join(b.Root, "web/examples/*/main.go"))
	if err != nil {
		return err
	}
	var list []example
	for _, file := range folders {
		e, err := b.example(file)
		if err != nil {
			return err
		}
		if e.Name == firstExample {
			list = append([]example{e}, list...)
		} else {
			list = append(list, e)
		}
	}
	sources, err := readKernels(filepath.Join(b.Root, "kernels"))
	if err != nil {
		return err
	}
	for _, k := range kernels.All() {
		text, err := sources.program(k.Name)
		if err != nil {
			return err
		}
		e := example{Name: k.Name, Title: k.Title, Summary: k.Summary, Kind: "program"}
		if e.File, err = b.asset("program-"+k.Name, ".txt", text); err != nil {
			return err
		}
		list = append(list, e)
	}
	data, err := json.Marshal(list)
	if err != nil {
		return err
	}
	b.exampleModule = fmt.Sprintf(`const list = %s;
for (const e of list) e.file = new URL(e.file, import.meta.url).href;
export default list;`, data)
	return nil
}

// example reads one program; its comment gives its title and, after a blank line, what it is.
func (b *builder) example(file string) (example, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return example{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		return example{}, err
	}
	title, summary, ok := strings.Cut(docOf(parsed), "\n\n")
	if !ok {
		return example{}, fmt.Errorf("%s begins with no comment of a title, a blank line and a sentence", file)
	}
	e := example{Name: filepath.Base(filepath.Dir(file)), Title: title, Kind: "example",
		Summary: strings.Join(strings.Fields(summary), " ")}
	e.File, err = b.asset("example-"+e.Name, ".txt", text)
	return e, err
}

func docOf(file *ast.File) string {
	if file.Doc == nil {
		return ""
	}
	return file.Doc.Text()
}
