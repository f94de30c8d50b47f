package site

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/evanw/esbuild/pkg/api"
)

// The rewriter is served too: compiled to WebAssembly and rewritten by itself, for the page /reloop/ and in an npm package that
// needs no Go:
//
//	npx https://HOST/reloop.tgz in.wasm -o out.wasm
//
//	tools/rewriter/module ──▶ reloop.wasm ┬─▶ assets/reloop-HASH.wasm
//	web/src/rewriter ──▶ esbuild ─────────┴─▶ reloop.tgz

const (
	rewriterProgram = "./tools/rewriter/module"
	packageFile     = "reloop.tgz"
	rewriterVersion = "0.1.0"
)

// rewriterEntries are the package's scripts, and what each is made from.
var rewriterEntries = map[string]string{
	"browser.mjs": "web/src/rewriter/browser.ts",
	"index.mjs":   "web/src/rewriter/node/index.ts",
	"cli.mjs":     "web/src/rewriter/node/cli.ts",
	"vite.mjs":    "web/src/rewriter/node/vite.ts",
	"esbuild.mjs": "web/src/rewriter/node/esbuild.ts",
}

// rewriterPage is what the page /reloop/ is told; the type stands in web/src/rewriter/virtual.d.ts.
type rewriterPage struct {
	Module  string  `json:"module"`
	Worker  string  `json:"worker"`
	Example string  `json:"example"`
	Faster  *faster `json:"faster"`
}

// faster is how much faster programs of others ran when rewritten.
type faster struct {
	Mean     float64 `json:"mean"`
	Least    float64 `json:"least"`
	Most     float64 `json:"most"`
	Programs int     `json:"programs"`
}

// fasterLine is the line of tools/others/OTHERS.md that says so.
var fasterLine = regexp.MustCompile(`(?m)^- ours against stock, times as fast: ([0-9.]+) \(geometric mean of (\d+), from ([0-9.]+) to ([0-9.]+)\)`)

// measuredFaster reads what was measured, or nil where the table is not there or has no such line.
func measuredFaster(root string) *faster {
	text, err := os.ReadFile(filepath.Join(root, "tools", "others", "OTHERS.md"))
	if err != nil {
		return nil
	}
	found := fasterLine.FindSubmatch(text)
	if found == nil {
		return nil
	}
	var f faster
	fmt.Sscan(string(found[1]), &f.Mean) // the expression lets nothing but numbers through
	fmt.Sscan(string(found[2]), &f.Programs)
	fmt.Sscan(string(found[3]), &f.Least)
	fmt.Sscan(string(found[4]), &f.Most)
	return &f
}

// rewriter writes the worker of the page /reloop/, and the package. The module is there already.
func (b *builder) rewriter() error {
	worker, err := b.script("web/src/rewriter/rewriter.worker.ts", goClass())
	if err != nil {
		return err
	}
	b.rewriterPage = rewriterPage{Module: b.rewriterFile, Example: b.stockFile, Faster: measuredFaster(b.Root)}
	if b.rewriterPage.Worker, err = b.asset("rewriter", ".js", []byte(worker)); err != nil {
		return err
	}
	return b.rewriterPackage()
}

// rewriterPackage writes the package.
func (b *builder) rewriterPackage() error {
	module, err := os.ReadFile(filepath.Join(b.Out, "assets", b.rewriterFile))
	if err != nil {
		return err
	}
	files := map[string][]byte{"reloop.wasm": module}
	for name, entry := range rewriterEntries {
		if files[name], err = b.rewriterScript(entry); err != nil {
			return err
		}
	}
	declared, err := os.ReadFile(filepath.Join(b.Root, "web/src/rewriter/declared.ts"))
	if err != nil {
		return err
	}
	files["index.d.ts"] = declared
	for plugin, members := range pluginMembers {
		files[plugin+".d.ts"] = fmt.Appendf(nil, pluginDeclaration, members)
	}
	if files["README.md"], err = os.ReadFile(filepath.Join(b.Root, "web/src/rewriter/README.md")); err != nil {
		return err
	}
	if files["LICENSE"], err = b.rewriterLicense(); err != nil {
		return err
	}
	if files["package.json"], err = rewriterManifest(files); err != nil {
		return err
	}
	packed, err := pack(files)
	if err != nil {
		return err
	}
	return b.write(packageFile, packed)
}

const pluginDeclaration = `import type { Options } from "./index.js";

export default function reloop(options?: Options): { readonly name: string; %s };
`

// pluginMembers declare what each bundler's own type of a plugin has to find, without those types.
var pluginMembers = map[string]string{
	"vite":    `readonly apply: "build"; readonly enforce: "post"`,
	"esbuild": "setup(build: never): void",
}

// rewriterScript bundles one of the package's scripts. They share nothing: whoever loads one loads one file.
func (b *builder) rewriterScript(entry string) ([]byte, error) {
	result, err := b.bundle(api.BuildOptions{
		EntryPoints: []string{entry},
		Format:      api.FormatESModule,
		Platform:    api.PlatformNeutral,
		External:    []string{"node:*"},
		Outdir:      ".",
		Plugins:     []api.Plugin{goClass()},
	})
	if err != nil {
		return nil, err
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("%s came to %d files", entry, len(result.OutputFiles))
	}
	text := result.OutputFiles[0].Contents
	if strings.HasSuffix(entry, "/cli.ts") {
		text = append([]byte("#!/usr/bin/env node\n"), text...)
	}
	return text, nil
}

// goClass resolves "velocidade:go" to Go's JavaScript support as a module with an export. By itself it puts the class Go on the
// global object, where a page that uses the package may have that of another release.
func goClass() api.Plugin {
	return virtual("velocidade:go", func() (string, error) {
		file, err := wasmExec()
		if err != nil {
			return "", err
		}
		text, err := os.ReadFile(file)
		return "const before = globalThis.Go;\n" + string(text) + "\nexport const Go = globalThis.Go;\n" +
			"if (before === undefined) delete globalThis.Go;\nelse globalThis.Go = before;\n", err
	})
}

// rewriterLicense is the package's licence, ours and then those of what it holds of others.
func (b *builder) rewriterLicense() ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(b.Root, "LICENSE"))
	if err != nil {
		return nil, err
	}
	parts, err := goParts(b.Root, rewriterProgram)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if text, err = p.append(text); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// rewriterManifest is the package's package.json. What is in the package is in its version, so that nobody's cache takes one
// for another.
func rewriterManifest(files map[string][]byte) ([]byte, error) {
	type paths struct {
		Types   string `json:"types"`
		Node    string `json:"node,omitempty"`
		Default string `json:"default"`
	}
	var all bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&all, "%s %d\n%s", name, len(files[name]), files[name])
	}
	return json.MarshalIndent(struct {
		Name        string            `json:"name"`
		Version     string            `json:"version"`
		Description string            `json:"description"`
		License     string            `json:"license"`
		Type        string            `json:"type"`
		Bin         map[string]string `json:"bin"`
		Exports     map[string]any    `json:"exports"`
		Engines     map[string]string `json:"engines"`
		SideEffects bool              `json:"sideEffects"`
	}{
		"reloop", rewriterVersion + "-g" + hash(all.Bytes()),
		"Makes WebAssembly that Go linked smaller and faster, after the link.", "MIT", "module",
		map[string]string{"reloop": "cli.mjs"},
		map[string]any{
			".":              paths{"./index.d.ts", "./index.mjs", "./browser.mjs"},
			"./vite":         paths{"./vite.d.ts", "", "./vite.mjs"},
			"./esbuild":      paths{"./esbuild.d.ts", "", "./esbuild.mjs"},
			"./reloop.wasm":  "./reloop.wasm",
			"./package.json": "./package.json",
		},
		map[string]string{"node": ">=20"}, false,
	}, "", "  ")
}

// pack writes files as npm packs a package: a compressed archive in which all is under package/. The same files give the
// same bytes.
func pack(files map[string][]byte) ([]byte, error) {
	var out bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(zipped)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		header := &tar.Header{
			Name: "package/" + name, Size: int64(len(files[name])), Mode: 0o644, Typeflag: tar.TypeReg, Format: tar.FormatUSTAR,
			ModTime: time.Date(1985, 10, 26, 8, 15, 0, 0, time.UTC), // npm's own choice, for the same reason
		}
		if name == "cli.mjs" {
			header.Mode = 0o755
		}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
