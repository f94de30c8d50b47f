package toolchain

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"velocidade/wasm/goroot"
)

// The compiler and the linker share a third of their code: Go's runtime, most of fmt, os and reflect, and what both know of
// object files. In one program, which looks at the name that it is called by, that third is downloaded once. The linker's
// packages may be imported from beneath cmd/link only, so the overlay has copies of them beneath cmd/compile.
const (
	linkerPackages = "cmd/link/internal/"
	linkerCopies   = "cmd/compile/internal/link/"
)

// trim makes the overlay of cmd/compile without other machines, and with the linker inside. An error says which source is
// not as expected.
func trim(root goroot.Root, dir string) (*overlay, error) {
	o, err := trimCompiler(root, dir)
	if err != nil {
		return nil, err
	}
	if err := o.linkerMain(); err != nil {
		return nil, err
	}
	folders, err := os.ReadDir(o.root.Path(linkerPackages))
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		if name := folder.Name(); folder.IsDir() && !slices.Contains(machines, name) {
			if err := o.copyPackage(name); err != nil {
				return nil, err
			}
		}
	}
	return o, o.bothMain()
}

// copyPackage copies one of the linker's packages.
func (o *overlay) copyPackage(name string) error {
	files, err := os.ReadDir(o.root.Path(linkerPackages + name))
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.IsDir() || !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		s, err := readSource(o.root.Path(path.Join(linkerPackages, name, f.Name())))
		if err != nil {
			return err
		}
		s.moveImports()
		text, err := s.result()
		if err != nil {
			return err
		}
		if err := o.put(path.Join(linkerCopies, name, f.Name()), text); err != nil {
			return err
		}
	}
	return nil
}

// moveImports leads imports of the linker's packages to their copies.
func (s *source) moveImports() {
	for _, spec := range s.file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if name, ok := strings.CutPrefix(imported, linkerPackages); ok && err == nil && !slices.Contains(machines, name) {
			s.replace(spec.Path, strconv.Quote(linkerCopies+name))
		}
	}
}

// linkerMain makes cmd/link's main package one that can be imported.
func (o *overlay) linkerMain() error {
	s, err := readSource(o.root.Path("cmd/link/main.go"))
	if err != nil {
		return err
	}
	if s.removeImports(linkerPackages) == 0 {
		return fmt.Errorf("cmd/link/main.go imports no machine")
	}
	if err := s.onlyCase("main", "GOARCH"); err != nil {
		return fmt.Errorf("cmd/link/main.go: %w", err)
	}
	s.moveImports()
	s.replace(s.file.Name, "link")
	s.replace(s.function("main").Name, "Main")
	text, err := s.result()
	if err != nil {
		return err
	}
	return o.put(linkerCopies+"main.go", text)
}

// bothMain adds what chooses between the two. The linker makes its flags known while it initializes and the compiler when
// it starts, so the compiler takes a new set of them.
func (o *overlay) bothMain() error {
	return o.put("cmd/compile/both.go", []byte(`package main

import (
	"flag"
	"os"

	"cmd/compile/internal/link"
)

func main() {
	if os.Args[0] == "link" {
		link.Main()
		return
	}
	flag.CommandLine = flag.NewFlagSet(os.Args[0], flag.ExitOnError)
	compile()
}
`))
}
