package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"velocidade/wasm/toolchain"
)

// licenses writes licenses.txt: the licence of everything by others that the site holds, found from what was bundled and
// linked, so that the list cannot grow stale. A part without a licence file is an error.
func (b *builder) licenses() error {
	parts, err := b.npmParts()
	if err != nil {
		return err
	}
	linked, err := goParts(b.Root, "./wasm/engine", "./wasm/painter", rewriterProgram)
	if err != nil {
		return err
	}
	copied, err := b.copiedParts()
	if err != nil {
		return err
	}
	parts = append(append(parts, linked...), copied...)
	out := []byte(licensesHead)
	for _, p := range parts {
		if out, err = p.append(out); err != nil {
			return err
		}
	}
	return b.write("licenses.txt", out)
}

const licensesHead = "Velocidade is distributed under the MIT licence. This site holds the following works of others.\n"

// AddLicenses adds to a site's list of licences what a program beside it is made of, Go's own part and its fonts included,
// where that is not on the list yet.
func AddLicenses(root, file, program string) error {
	parts, err := goParts(root, program)
	if err != nil {
		return err
	}
	list, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		list, err = []byte(licensesHead), nil
	}
	if err != nil {
		return err
	}
	for _, p := range append(parts, part{"B612, the type of pictures", filepath.Join(root, "wasm/picture/fonts")}) {
		if bytes.Contains(list, []byte("\n\n"+p.name+"\n===")) {
			continue
		}
		if list, err = p.append(list); err != nil {
			return err
		}
	}
	return toolchain.WriteWhole(file, list)
}

// part is a work by others.
type part struct{ name, dir string }

func (p part) append(list []byte) ([]byte, error) {
	text, err := p.text()
	return fmt.Appendf(list, "\n\n%s\n%s\n\n%s\n", p.name, strings.Repeat("=", len(p.name)), strings.TrimSpace(text)), err
}

func (p part) text() (string, error) {
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "license*", "COPYING*"} {
		matches, err := filepath.Glob(filepath.Join(p.dir, pattern))
		if err != nil {
			return "", err
		}
		if len(matches) > 0 {
			text, err := os.ReadFile(matches[0])
			return string(text), err
		}
	}
	return "", fmt.Errorf("%s has no licence file in %s", p.name, p.dir)
}

// fontPackage is what web/src/fonts/subset.mjs made the page's fonts from.
const fontPackage = "node_modules/@fontsource/b612"

// copiedParts are the npm packages whose files the site holds as they are. Neither comes with the text of its licence, so these
// stand in tools/site/notices.
func (b *builder) copiedParts() ([]part, error) {
	var parts []part
	for _, name := range []string{"pyodide", "pypyjs"} {
		var manifest struct{ Version string }
		data, err := os.ReadFile(filepath.Join(b.Root, "node_modules", name, "package.json"))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &manifest); err != nil {
			return nil, err
		}
		parts = append(parts, part{name + " " + manifest.Version, filepath.Join(b.Root, "tools/site/notices", name)})
	}
	return parts, nil
}

// npmParts are the npm packages of which something was bundled, and the fonts' own.
func (b *builder) npmParts() ([]part, error) {
	dirs := map[string]bool{fontPackage: true}
	for _, metafile := range b.metafiles {
		var meta struct{ Inputs map[string]struct{} }
		if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
			return nil, err
		}
		for input := range meta.Inputs {
			if dir, ok := packageOf(input); ok {
				dirs[dir] = true
			}
		}
	}
	var parts []part
	for dir := range dirs {
		var manifest struct{ Name, Version string }
		data, err := os.ReadFile(filepath.Join(b.Root, dir, "package.json"))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &manifest); err != nil {
			return nil, err
		}
		parts = append(parts, part{manifest.Name + " " + manifest.Version, filepath.Join(b.Root, dir)})
	}
	sortParts(parts)
	return parts, nil
}

// packageOf gives the package's folder for a file such as node_modules/@scope/name/lib/x.js.
func packageOf(input string) (string, bool) {
	at := strings.LastIndex(input, "node_modules/")
	if at < 0 {
		return "", false
	}
	words := strings.Split(input[at+len("node_modules/"):], "/")
	n := 1
	if strings.HasPrefix(words[0], "@") {
		n = 2
	}
	return input[:at] + "node_modules/" + strings.Join(words[:n], "/"), true
}

// goParts are Go itself and the modules that are linked into a program for GOOS=js.
func goParts(root string, programs ...string) ([]part, error) {
	cmd := exec.Command("go", append([]string{"list", "-deps", "-f",
		`{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{"\t"}}{{.Dir}}{{end}}{{end}}`}, programs...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing what %s link: %w", strings.Join(programs, ", "), err)
	}
	var parts []part
	for line := range strings.Lines(string(out)) {
		name, dir, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if p := (part{name, dir}); ok && !slices.Contains(parts, p) {
			parts = append(parts, p)
		}
	}
	sortParts(parts)
	exec, err := wasmExec()
	if err != nil {
		return nil, err
	}
	goroot := filepath.Dir(filepath.Dir(filepath.Dir(exec)))
	return append([]part{{"Go, its standard library and wasm_exec.js", goroot}}, parts...), nil
}

func sortParts(parts []part) {
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
}
