package site

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// offline writes the service worker, which keeps the playground working without a network, and what a browser needs to know
// to install it. It comes after everything that the worker is to know of.
func (b *builder) offline() error {
	if err := b.installable(); err != nil {
		return err
	}
	shell, err := b.shell()
	if err != nil {
		return err
	}
	assets := []string{}
	for name := range b.kept {
		if strings.HasPrefix(name, "assets/") {
			assets = append(assets, name)
		}
	}
	slices.Sort(assets)
	list, err := json.Marshal(map[string]any{"shell": shell, "assets": assets})
	if err != nil {
		return err
	}
	version := hash(append(list, b.index...))
	module := fmt.Sprintf("export const version = %q, { shell, assets } = %s;", version, list)
	result, err := b.bundle(api.BuildOptions{
		EntryPoints: []string{"web/src/offline/offline.worker.ts"},
		Format:      api.FormatIIFE, // module service workers are young
		Outdir:      ".",
		EntryNames:  "sw",
		Plugins:     []api.Plugin{virtual("velocidade:offline", func() (string, error) { return module, nil })},
	})
	if err != nil {
		return err
	}
	return b.write("sw.js", result.OutputFiles[0].Contents)
}

// shell lists what the playground needs to stand and to run Go programs: its page, whatever its script may come to import, the
// workers' script and the engine. Runtimes of other languages are not among it: they are kept when they are used.
func (b *builder) shell() ([]string, error) {
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string
			CSSBundle  string `json:"cssBundle"`
			Imports    []struct{ Path string }
		}
	}
	if err := json.Unmarshal([]byte(b.pagesMeta), &meta); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var walk func(output string)
	walk = func(output string) {
		found, known := meta.Outputs[output]
		if seen[output] || !known {
			return
		}
		seen[output] = true
		for _, i := range found.Imports {
			walk(i.Path)
		}
		walk(found.CSSBundle)
	}
	for output, o := range meta.Outputs {
		if strings.HasSuffix(o.EntryPoint, "pages/playground.ts") {
			walk(output)
		}
	}
	if len(seen) == 0 {
		return nil, fmt.Errorf("the playground's script is not among what was bundled")
	}
	shell := []string{"./", "manifest.webmanifest", "icon-192.png", "icon-512.png", "assets/" + b.engineFile, "assets/" + b.hostFile}
	for output := range seen {
		shell = append(shell, "assets/"+path.Base(filepath.ToSlash(output)))
	}
	slices.Sort(shell)
	return slices.Compact(shell), nil
}

// installable writes the web app's manifest and its icons.
func (b *builder) installable() error {
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose"`
	}
	var icons []icon
	for _, size := range []int{192, 512} {
		name := fmt.Sprintf("icon-%d.png", size)
		picture, err := drawIcon(size)
		if err != nil {
			return err
		}
		if err := b.write(name, picture); err != nil {
			return err
		}
		for _, purpose := range []string{"any", "maskable"} {
			icons = append(icons, icon{name, fmt.Sprintf("%dx%d", size, size), "image/png", purpose})
		}
	}
	manifest, err := json.MarshalIndent(map[string]any{
		"name": "Velocidade", "short_name": "Velocidade", "id": "./", "start_url": "./", "scope": "./", "display": "standalone",
		"description":      "Run Go programs in Web Workers, one against many, and see what running in parallel buys and what it costs.",
		"background_color": "#f5f6f6", "theme_color": "#f5f6f6", "icons": icons,
	}, "", "  ")
	if err != nil {
		return err
	}
	return b.write("manifest.webmanifest", append(manifest, '\n'))
}
