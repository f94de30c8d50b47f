package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// host bundles the script of every worker, with Go's JavaScript support inside.
func (b *builder) host() error {
	result, err := b.bundle(api.BuildOptions{
		EntryPoints: []string{"web/src/engine/host.ts"},
		Format:      api.FormatIIFE, // a classic worker: every browser has those
		Outdir:      "assets",
		EntryNames:  "[name]-[hash]",
	})
	if err != nil {
		return err
	}
	for _, file := range result.OutputFiles {
		if err := b.output(file); err != nil {
			return err
		}
		b.hostFile = filepath.Base(file.Path)
	}
	return nil
}

// pages bundles every page: web/src/pages/NAME.html with the NAME.ts beside it, and the public element for other pages.
// The playground is the site's index.
func (b *builder) pages() error {
	sources, err := filepath.Glob(filepath.Join(b.Root, "web/src/pages/*.html"))
	if err != nil {
		return err
	}
	entries := []string{"web/src/element.ts", chapterScript}
	for _, source := range sources {
		entries = append(entries, "web/src/pages/"+strings.TrimSuffix(filepath.Base(source), ".html")+".ts")
	}
	result, err := b.bundle(api.BuildOptions{
		EntryPoints: entries,
		Format:      api.FormatESModule,
		Splitting:   true,
		Outdir:      "assets",
		EntryNames:  "[name]-[hash]",
		ChunkNames:  "[name]-[hash]",
		AssetNames:  "[name]-[hash]",
	})
	if err != nil {
		return err
	}
	b.bundled = result.OutputFiles
	b.pagesMeta = result.Metafile
	for _, file := range result.OutputFiles {
		if err := b.output(file); err != nil {
			return err
		}
	}
	element, err := b.entry("web/src/element.ts")
	if err != nil {
		return err
	}
	// The addresses that other pages hold on to.
	for _, address := range []string{"embed.js", "embed@1.js"} {
		if err := b.write(address, fmt.Appendf(nil, "import \"./assets/%s\";\n", element)); err != nil {
			return err
		}
	}
	for _, source := range sources {
		name := strings.TrimSuffix(filepath.Base(source), ".html")
		if err := b.page(name, source, result.OutputFiles); err != nil {
			return err
		}
	}
	return nil
}

// entry gives the script that was made of an entry, by its name under assets/. Its name alone does not tell: what is imported
// late is called after its own source, and several sources have one name.
func (b *builder) entry(source string) (string, error) {
	var meta struct {
		Outputs map[string]struct{ EntryPoint string }
	}
	if err := json.Unmarshal([]byte(b.pagesMeta), &meta); err != nil {
		return "", err
	}
	for output, o := range meta.Outputs {
		if o.EntryPoint == source && strings.HasSuffix(output, ".js") {
			return path.Base(filepath.ToSlash(output)), nil
		}
	}
	return "", fmt.Errorf("%s is not among what was bundled", source)
}

// page fills in a page's template: what its script and its style sheet are called in this build.
func (b *builder) page(name, source string, files []api.OutputFile) error {
	t, err := template.ParseFiles(source)
	if err != nil {
		return err
	}
	t.Option("missingkey=error")
	prose, err := b.prose(name)
	if err != nil {
		return err
	}
	data := struct {
		Script, Style string
		Preload       []string // fonts that the first paint needs
		Prose         template.HTML
		Dev           bool
	}{Dev: b.Dev, Prose: prose}
	assets, to := "../assets/", name+"/index.html"
	if name == "playground" {
		assets, to = "assets/", "index.html"
	}
	script, err := b.entry("web/src/pages/" + name + ".ts")
	if err != nil {
		return err
	}
	data.Script = assets + script
	for _, file := range files {
		base := filepath.Base(file.Path)
		switch {
		case strings.HasPrefix(base, name+"-") && strings.HasSuffix(base, ".css"):
			data.Style = assets + base
		case strings.HasSuffix(base, ".woff2"):
			data.Preload = append(data.Preload, assets+base)
		}
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return err
	}
	if name == "playground" {
		b.index = out.Bytes()
	}
	return b.write(to, out.Bytes())
}

func (b *builder) bundle(options api.BuildOptions) (api.BuildResult, error) {
	options.AbsWorkingDir = b.Root
	options.Bundle = true
	options.Metafile = true
	options.Write = false
	options.Target = api.ES2022
	options.Charset = api.CharsetUTF8
	options.MinifySyntax, options.MinifyWhitespace, options.MinifyIdentifiers = !b.Dev, !b.Dev, !b.Dev
	options.LegalComments = api.LegalCommentsNone // licences are listed in one place, see licenses.go
	options.Loader = map[string]api.Loader{".woff2": api.LoaderFile, ".woff": api.LoaderEmpty}
	options.Plugins = append(options.Plugins, WasmExec(), b.threadsExec(), hosts(b.hosts), asJSON("velocidade:twins", b.twins),
		asJSON("velocidade:rewriter", b.rewriterPage), shippedReferences(b.shipped),
		virtual("velocidade:manifest", func() (string, error) { return b.module, nil }),
		virtual("velocidade:labs", laboratories),
		virtual("velocidade:examples", func() (string, error) { return b.exampleModule, nil }))
	result := api.Build(options)
	if len(result.Errors) > 0 {
		messages := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return result, errors.New(strings.Join(messages, "\n"))
	}
	b.metafiles = append(b.metafiles, result.Metafile)
	for _, warning := range api.FormatMessages(result.Warnings, api.FormatMessagesOptions{Kind: api.WarningMessage}) {
		fmt.Fprint(os.Stderr, warning)
	}
	return result, nil
}

// output writes what esbuild made; esbuild has named it by its content already.
func (b *builder) output(file api.OutputFile) error {
	return b.write("assets/"+filepath.Base(file.Path), file.Contents)
}

// WasmExec resolves "go:wasm_exec" to Go's JavaScript support, of the Go that compiles what runs under it.
func WasmExec() api.Plugin {
	return virtual("go:wasm_exec", func() (string, error) {
		file, err := wasmExec()
		if err != nil {
			return "", err
		}
		data, err := os.ReadFile(file)
		return string(data), err
	})
}

// threadsExec resolves "go:wasm_exec_threads" to the same, made fit for threads.
func (b *builder) threadsExec() api.Plugin {
	return virtual("go:wasm_exec_threads", func() (string, error) { return string(b.threaded.Exec), nil })
}

// virtual gives esbuild a module that is no file.
func virtual(name string, load func() (string, error)) api.Plugin {
	return api.Plugin{Name: name, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^" + name + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: name, Namespace: "virtual", SideEffects: api.SideEffectsTrue}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: "^" + name + "$", Namespace: "virtual"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			text, err := load()
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, err
		})
	}}
}
