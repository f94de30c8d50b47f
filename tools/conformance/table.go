package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"slices"
	"time"
)

// table collects the results.
type table struct {
	version  string
	release  string // that was asked for, or "" where it is the installed one
	tools    []tool
	packages []row
	programs *outcome
}

// save writes the table, as far as it is filled: a run is long, and what it has found is worth keeping.
func (t *table) save(file string) error {
	if file == "" {
		return nil
	}
	return os.WriteFile(file, t.markdown(), 0o644)
}

// asked is what the command line says of the release.
func (t *table) asked() string {
	if t.release == "" {
		return ""
	}
	return " -go " + t.release
}

// differences counts what is not alike, or could not be compared.
func (t *table) differences() int {
	n := 0
	for _, tool := range t.tools {
		if !tool.alike {
			n++
		}
	}
	for _, r := range t.packages {
		if r.broken || len(r.differ) > 0 || len(r.unlike) > 0 || r.alone != "" {
			n++
		}
	}
	if t.programs != nil {
		n += len(t.programs.differ)
	}
	return n
}

// onThreads fills the last two columns.
func (r row) onThreads() string {
	switch {
	case r.alone != "":
		return fmt.Sprintf("| %.200q", r.alone)
	case len(r.unlike) > 0:
		return fmt.Sprintf("%v | **different**: %v", r.threaded, r.unlike)
	}
	if r.threaded == nil {
		return "|"
	}
	return fmt.Sprintf("%v | alike", r.threaded)
}

func (t *table) markdown() []byte {
	var b bytes.Buffer
	tests, alike, ran := 0, 0, 0
	rows := slices.SortedFunc(slices.Values(t.packages), func(a, b row) int { return cmp.Compare(a.name, b.name) })
	for _, r := range rows {
		if r.name == "" {
			continue // not yet
		}
		ran++
		tests += len(r.stock)
		if r.note == "" && len(r.differ) == 0 {
			alike++
		}
	}
	onThreads := ""
	if t.release == "" {
		onThreads = ", and with two threads (wasm/threads)"
	}
	fmt.Fprintf(&b, "# Conformance of rewritten modules\n\nWritten by `go run ./tools/conformance%s` on %s with %s under Node: Go's own tests, from the "+
		"module as Go's linker wrote it and\nfrom the one that wasm/reloop made of it%s. Tests that fail in both fail for reasons of their own, "+
		"such as the network,\nprocesses or files that js/wasm does not have. All rewritten modules are valid to V8, to wazero and to module.Check.\n\n",
		t.asked(), time.Now().UTC().Format("2006-01-02"), t.version, onThreads)
	if ran < len(Packages) {
		fmt.Fprintf(&b, "This was a run of %d of the %d packages that `make conformance` has.\n\n", ran, len(Packages))
	}
	fmt.Fprintf(&b, "%d of %d packages are alike in all of their %d tests.\n\n| package | stock | rewritten | | on threads | |\n|---|---|---|---|---|---|\n",
		alike, ran, tests)
	for _, r := range rows {
		switch {
		case r.name == "":
		case r.note != "":
			fmt.Fprintf(&b, "| %s | | | %.200q | | |\n", r.name, r.note)
		case len(r.differ) > 0:
			fmt.Fprintf(&b, "| %s | %v | %v | **different**: %v | %s |\n", r.name, r.stock, r.rewritten, r.differ, r.onThreads())
		default:
			fmt.Fprintf(&b, "| %s | %v | %v | alike | %s |\n", r.name, r.stock, r.rewritten, r.onThreads())
		}
	}
	if p := t.programs; p != nil {
		fmt.Fprintf(&b, "\n## Programs of GOROOT/test\n\n%d end and print alike, %d are not for js/wasm or not to be built alone, %d differ.\n",
			p.alike, p.absent, len(p.differ))
		for _, d := range p.differ {
			fmt.Fprintf(&b, "- %s\n", d)
		}
	}
	if len(t.tools) > 0 {
		fmt.Fprint(&b, "\n## Go's compiler and linker, as WebAssembly\n\n| tool | what it writes | |\n|---|---|---|\n")
		for _, tool := range t.tools {
			alike := "alike"
			if !tool.alike {
				alike = "**different**"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", tool.name, tool.verdict, alike)
		}
	}
	return b.Bytes()
}
