// Package site builds the web site: it compiles the engine to WebAssembly, bundles the page's TypeScript, writes the
// manifest of programs, highlights their sources and compresses the lot.
//
//	kernels/ ──▶ manifest, highlighted sources ───────┐
//	wasm/engine ──▶ wasm/reloop ──▶ engine-HASH.wasm ─┼──▶ web/src bundled by esbuild ──▶ web/dist, with .br and .gz beside
//	wasm_exec.js, web/src/engine ──▶ host-HASH.js ────┘
//
// Every file under assets/ carries a hash of its content in its name and can be cached for ever; the pages themselves do
// not. Go's own build cache and the hashes make a second build take a second or two.
package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
	"golang.org/x/sync/errgroup"

	"velocidade/wasm/threads"
	"velocidade/wasm/toolchain"
)

// Options say what to build.
type Options struct {
	Root string // the checkout
	Out  string // where the site goes: a folder that is this package's alone
	Dev  bool   // readable output, and a script that reloads the page after a rebuild
	// Compress puts .br and .gz files beside the others. Over loopback they gain nothing, and the best brotli takes half a
	// minute, so only a site that is going to be copied somewhere has them.
	Compress bool
	// Toolchain is the compiler for readers' own programs. Nil keeps that of an earlier build.
	Toolchain *toolchain.Set
	// ToolchainLater says that the compiler is being built: see AddToolchain.
	ToolchainLater bool
	NoReloop       bool // the engine as Go's linker wrote it, to find out whether a fault is of the rewriter
}

// Build writes the whole site to opts.Out and removes what an earlier build left there.
func Build(opts Options) error {
	_, err := build(opts)
	return err
}

// build returns the files that the site consists of.
func build(opts Options) ([]string, error) {
	b := &builder{Options: opts, kept: map[string]bool{}}
	if _, err := os.Stat(filepath.Join(opts.Root, "node_modules", "lit")); err != nil {
		return nil, fmt.Errorf("the page's packages are not installed: run `npm ci` first (or `make run`, which does)")
	}
	if err := os.MkdirAll(filepath.Join(opts.Out, "assets"), 0o755); err != nil {
		return nil, err
	}
	// Compiling the engine takes the longest, and these need nothing of it.
	var first errgroup.Group
	for _, step := range []func() error{b.engine, b.sources, b.examples} {
		first.Go(step)
	}
	if err := first.Wait(); err != nil {
		return nil, err
	}
	for _, step := range []func() error{b.runtimes, b.host, b.buildWorker, b.sandbox, b.rewriter, b.manifest, b.references, b.pages, b.chapter, b.offline, b.licenses, b.compress, b.toolchain, b.sweep} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return slices.Sorted(maps.Keys(b.kept)), nil
}

// builder carries what one step leaves for the next.
type builder struct {
	Options
	build         string                // identifies what was built: the beginning of the engine's hash
	engineFile    string                // name under assets/
	stockFile     string                // name under assets/ of the same module as Go's linker wrote it
	labsFile      string                // name under assets/ of the engine that has the laboratories
	painterFile   string                // name under assets/ of the module that draws pictures
	rewriterFile  string                // name under assets/ of the module that rewrites modules
	rewriterPage  rewriterPage          // what its page is told
	hostFile      string                // name under assets/
	threaded      *threads.Program      // what the lane go/threads runs in; nil where this Go cannot have threads
	hosts         map[string]hostScript // what its workers can be started from, by name
	twins         twinFiles             // what the hosts of other languages load
	bytes         map[string]int64      // runtime → what a browser loads for it
	codeFiles     map[string]string     // program → name under assets/
	module        string                // the manifest as a JavaScript module
	bundled       []api.OutputFile      // the pages' scripts, style sheets and fonts
	shipped       []shipped             // reference files
	metafiles     []string              // what was bundled, as esbuild tells it
	keeping       sync.Mutex            // guards kept
	kept          map[string]bool       // files of this build, as paths relative to Out
	pagesMeta     string                // the one of the pages
	index         []byte                // the playground's page
	builderFile   string                // name under assets/
	sandboxFile   string                // name under assets/
	exampleModule string                // the list of examples as a JavaScript module
}

// asset writes data under assets/ as name-HASH.ext and returns that name.
func (b *builder) asset(name, ext string, data []byte) (string, error) {
	file := name + "-" + hash(data) + ext
	return file, b.write("assets/"+file, data)
}

// write writes a file unless it is there already with the same content.
func (b *builder) write(name string, data []byte) error {
	b.keeping.Lock()
	b.kept[name] = true
	b.keeping.Unlock()
	path := filepath.Join(b.Out, filepath.FromSlash(name))
	if old, err := os.ReadFile(path); err == nil && string(old) == string(data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	// What an earlier build compressed would be served in its place.
	for _, ext := range []string{".br", ".gz"} {
		if err := os.Remove(path + ext); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return toolchain.WriteWhole(path, data)
}

// sweep removes what is not of this build, so that a served or copied folder holds nothing stale.
func (b *builder) sweep() error {
	return filepath.WalkDir(b.Out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(b.Out, path)
		if err != nil {
			return err
		}
		plain := strings.TrimSuffix(strings.TrimSuffix(filepath.ToSlash(name), ".br"), ".gz")
		if b.kept[plain] {
			return nil
		}
		return os.Remove(path)
	})
}

// hash names content: 40 bits are plenty for the files of one site.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:5])
}
