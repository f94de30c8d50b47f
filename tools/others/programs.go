package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// kind tells what a program's ratio to native means.
type kind string

const (
	assembly    kind = "assembly"    // the library has assembly for the machine, which WebAssembly cannot have
	interpreter kind = "interpreter" // one large loop over instructions
)

// kinds are those of the programs that are not like the rest.
var kinds = map[string]kind{
	"crypto": assembly,
	"gnark":  assembly,
	"gonum":  assembly,
	"zstd":   assembly,

	"goja":     interpreter,
	"lua":      interpreter,
	"starlark": interpreter,
	"wazero":   interpreter,
}

// choose returns the named programs, or all, in alphabetical order.
func choose(named []string) ([]string, error) {
	mains, err := filepath.Glob(filepath.Join(programsFolder, "*", "main.go"))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, path := range mains {
		all = append(all, filepath.Base(filepath.Dir(path)))
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no programs: %w", programsFolder, os.ErrNotExist)
	}
	for _, name := range named {
		if !slices.Contains(all, name) {
			return nil, fmt.Errorf("there is no program %q; there are %q", name, all)
		}
	}
	if len(named) > 0 {
		return named, nil
	}
	return all, nil
}
