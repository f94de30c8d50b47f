package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"velocidade/wasm/toolchain"
)

// A second start has mostly nothing to build, and finding that out by building it takes seconds: the linker runs for each
// module, and esbuild for each page. So what a build was made from is kept beside the checkout's other caches.

// stamp is what a site was built from, and what it came to.
type stamp struct {
	From  string           `json:"from"`
	Files map[string]int64 `json:"files"` // by path in the site: its size
}

// Refresh builds the site, unless the one in opts.Out was built from the very same sources and is whole.
func Refresh(opts Options) error {
	from, err := opts.from()
	if err != nil {
		return err
	}
	unlock, err := opts.lock()
	if err != nil {
		return err
	}
	defer unlock()
	name := opts.stampFile()
	if data, err := os.ReadFile(name); err == nil {
		var last stamp
		if json.Unmarshal(data, &last) == nil && last.From == from && last.whole(opts) {
			return nil
		}
	}
	_ = os.Remove(name) // it says nothing of what a build that fails leaves
	files, err := build(opts)
	if err != nil {
		return err
	}
	built := stamp{From: from, Files: map[string]int64{}}
	for _, file := range files {
		info, err := os.Stat(filepath.Join(opts.Out, filepath.FromSlash(file)))
		if err != nil {
			return err
		}
		built.Files[file] = info.Size()
	}
	data, err := json.Marshal(built)
	if err != nil {
		return err
	}
	return toolchain.WriteWhole(name, data)
}

// lock waits until nobody else writes to the site: two starts would each remove what the other has written.
func (opts *Options) lock() (unlock func(), err error) {
	name := opts.stampFile()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	return toolchain.Lock(strings.TrimSuffix(name, ".json"))
}

// whole tells whether all files are there. The compiler's come and go by themselves: while it is not there, the site is built
// anew, which says on its pages how far that is.
func (s stamp) whole(opts Options) bool {
	if _, ready := readToolchain(opts.Out); opts.ToolchainLater && !ready {
		return false
	}
	for file, size := range s.Files {
		info, err := os.Stat(filepath.Join(opts.Out, filepath.FromSlash(file)))
		if err != nil || info.Size() != size && file != toolchainJSON {
			return false
		}
	}
	return true
}

func (opts *Options) stampFile() string {
	return filepath.Join(opts.Root, ".cache", "site", hash([]byte(opts.Out))+".json")
}

// from is a hash of all that a site is built from: the sources, of this command as well, the packages by their lockfile, and
// the Go and the options that it is built with.
func (opts *Options) from() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), os.Getenv("GOFLAGS"), opts.Dev, opts.Compress, opts.NoReloop)
	add := func(path string) error {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(opts.Root, path)
		fmt.Fprintln(sum, filepath.ToSlash(name), len(data))
		sum.Write(data)
		return err
	}
	for _, name := range []string{"go.mod", "go.sum", "package-lock.json", "LICENSE"} {
		if err := add(filepath.Join(opts.Root, name)); err != nil {
			return "", err
		}
	}
	for _, dir := range []string{"kernels", "wasm", "web", "tools"} {
		err := filepath.WalkDir(filepath.Join(opts.Root, dir), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "node_modules" || path == opts.Out || path == filepath.Join(opts.Root, "web", "dist")):
				return filepath.SkipDir
			case !d.Type().IsRegular():
				return nil
			}
			return add(path)
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
