package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// tool is what became of one of Go's own tools.
type tool struct {
	name, verdict string
	alike         bool
}

// tools has Go's compiler compile a package and its linker link a program, both running as WebAssembly, stock and
// rewritten, and compares what they write.
func (r *runner) tools(ctx context.Context) ([]tool, error) {
	dir := filepath.Join(r.dir, "tools")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	source := filepath.Join(dir, "main.go")
	if err := os.WriteFile(source, []byte(toolProgram), 0o644); err != nil {
		return nil, err
	}
	config, err := r.importConfig(ctx, dir, "fmt", "sort", "strings")
	if err != nil {
		return nil, err
	}
	object := func(which string) string { return filepath.Join(dir, "main-"+which+".o") }
	linked := func(which string) string { return filepath.Join(dir, "main-"+which+".out") }
	var list []tool
	for _, t := range []struct {
		name string
		args func(which string) []string
		out  func(which string) string
	}{
		{"cmd/compile", func(which string) []string {
			return []string{"-o", object(which), "-p", "main", "-complete", "-pack", "-c=1", "-importcfg", config, source}
		}, object},
		{"cmd/link", func(which string) []string {
			return []string{"-o", linked(which), "-importcfg", config, "-buildmode=exe", object("stock")}
		}, linked},
	} {
		p, err := r.build(ctx, filepath.Join(dir, filepath.Base(t.name)), "build", t.name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		var sums [2]string
		for i, module := range []string{p.stock, p.rewritten} {
			which := []string{"stock", "rewritten"}[i]
			out := r.moduleCommand(ctx, module, t.args(which)...)
			out.Dir = dir
			out.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
			if said, err := out.CombinedOutput(); err != nil {
				return nil, fmt.Errorf("%s, %s: %w\n%.2000s", t.name, which, err, said)
			}
			data, err := os.ReadFile(t.out(which))
			if err != nil {
				return nil, err
			}
			sums[i] = fmt.Sprintf("%d bytes, sha256 %.8x", len(data), sha256.Sum256(data))
		}
		verdict := tool{t.name, sums[0], sums[0] == sums[1]}
		if !verdict.alike {
			verdict.verdict += ", rewritten " + sums[1]
		}
		list = append(list, verdict)
		p.remove()
	}
	return list, nil
}

const toolProgram = `package main

import (
	"fmt"
	"sort"
	"strings"
)

type pair[T any] struct { key string; value T }

func main() {
	words := map[string]int{}
	for _, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		words[w]++
	}
	var list []pair[int]
	for w, n := range words {
		list = append(list, pair[int]{w, n})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].key < list[j].key })
	defer func() { fmt.Println(recover()) }()
	for i := range len(list) + 1 {
		fmt.Println(list[i])
	}
}
`

// importConfig writes the file that tells compiler and linker where the archives of packages and of all that they use are.
func (r *runner) importConfig(ctx context.Context, dir string, packages ...string) (string, error) {
	args := append([]string{"list", "-export", "-deps", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}"}, packages...)
	out, err := r.goCommand(ctx, append(args, "runtime")...).Output()
	if err != nil {
		return "", fmt.Errorf("go list: %w", err)
	}
	file := filepath.Join(dir, "importcfg")
	lines := strings.ReplaceAll(string(out), "\n\n", "\n") + "packagefile main=" + filepath.Join(dir, "main-stock.o") + "\n"
	return file, os.WriteFile(file, []byte(lines), 0o644)
}
