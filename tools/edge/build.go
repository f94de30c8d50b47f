// Package edge builds the share service for Cloudflare Workers (wasm/edge), runs it in the local edge runtime, and deploys it.
//
// A built Worker is a folder:
//
//	app.wasm, wasm_exec.js, entry.mjs, pages.mjs   the program, and what starts it
//	public/                                        the site, served without the program, with its headers in _headers
//	wrangler.jsonc                                 what Cloudflare's tool is told
//
// The tool and its runtime are npm packages of their own (wasm/edge/package.json), with a Node that is new enough for them;
// tools/setup.sh edge installs them.
package edge

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"velocidade/tools/site"
	"velocidade/wasm/share"
)

// Budget is the most bytes that the program may have, packed as the platform counts it: its free plan takes 3 MB.
const Budget = 2_500_000

// Options say what to build.
type Options struct {
	Root    string // the checkout
	Out     string // the folder of the Worker
	Site    string // the built site; it is copied
	Program string // a file that CompileProgram wrote; empty: it is compiled now
	Base    string // public address, or empty: as each request has it
	Shim    string // "entry", one instance for all requests, or "stock", one for each
	Writes  int    // runs that a client may send in a minute
	Reads   int    // times that it may ask for one in a minute
	Quota   int64  // bytes of runs that the database may hold; 0: any
	Faults  bool   // with addresses at which the program goes wrong, for tests
	D1      string // id of the database; any for the local runtime
}

// Database is the name of the D1 database.
const Database = "velocidade-runs"

// Build writes the Worker, and tells how many bytes its program has when packed. Over the budget is an error.
func Build(opts Options) (int, error) {
	if err := os.MkdirAll(opts.Out, 0o755); err != nil {
		return 0, err
	}
	module := filepath.Join(opts.Out, "app.wasm")
	if err := opts.program(module); err != nil {
		return 0, err
	}
	size, err := packed(module)
	if err != nil {
		return 0, err
	}
	if size > Budget {
		return size, fmt.Errorf("the edge module has %d bytes with gzip, over its budget of %d", size, Budget)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return size, fmt.Errorf("go env GOROOT: %w", err)
	}
	shim := opts.Shim
	if shim == "" {
		shim = "entry"
	}
	for to, from := range map[string]string{
		"wasm_exec.js": filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"),
		"entry.mjs":    filepath.Join(opts.Root, "wasm", "edge", shim+".mjs"),
		"pages.mjs":    filepath.Join(opts.Root, "wasm", "edge", "pages.mjs"),
	} {
		data, err := os.ReadFile(from)
		if err != nil {
			return size, err
		}
		if err := os.WriteFile(filepath.Join(opts.Out, to), data, 0o644); err != nil {
			return size, err
		}
	}
	if err := opts.public(); err != nil {
		return size, err
	}
	return size, opts.config()
}

// CompileProgram compiles the Worker's program.
func CompileProgram(root, out string) error { return site.CompileWasm(root, "./wasm/edge", out) }

func (o *Options) program(out string) error {
	if o.Program == "" {
		return CompileProgram(o.Root, out)
	}
	data, err := os.ReadFile(o.Program)
	if err != nil {
		return err
	}
	return os.WriteFile(out, data, 0o644)
}

// packed gives a file's size with gzip.
func packed(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		return 0, err
	}
	return out.Len(), nil
}

// maxFileBytes is what the platform takes of one file.
const maxFileBytes = 25 << 20

// public copies the site: the platform compresses by itself, so what is compressed already stays behind.
func (o *Options) public() error {
	public := filepath.Join(o.Out, "public")
	if err := os.RemoveAll(public); err != nil {
		return err
	}
	err := filepath.WalkDir(o.Site, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".br") || strings.HasSuffix(path, ".gz") {
			return err
		}
		name, err := filepath.Rel(o.Site, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		to := filepath.Join(public, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	})
	if err != nil {
		return err
	}
	if err := site.RemoveToolchain(public, maxFileBytes); err != nil {
		return err
	}
	// The Worker holds more works of others than the site alone.
	if err := site.AddLicenses(o.Root, filepath.Join(public, "licenses.txt"), "./wasm/edge"); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(public, "_headers"), share.HeadersFile(), 0o644)
}

// config writes what Cloudflare's tool is told.
func (o *Options) config() error {
	migrations, err := filepath.Rel(o.Out, filepath.Join(o.Root, "wasm", "share", "migrations"))
	if err != nil {
		return err
	}
	id := o.D1
	if id == "" {
		id = "local"
	}
	vars := map[string]string{}
	if o.Base != "" {
		vars["BASE_URL"] = o.Base
	}
	if o.Quota > 0 {
		vars["QUOTA"] = strconv.FormatInt(o.Quota, 10)
	}
	if o.Faults {
		vars["FAULTS"] = "yes"
	}
	type object = map[string]any
	text, err := json.MarshalIndent(object{
		"name":               "velocidade",
		"main":               "entry.mjs",
		"compatibility_date": "2026-11-01",
		"send_metrics":       false,
		"assets": object{
			"directory": "public", "binding": "ASSETS",
			// The other addresses are files; those that are none come to the program too, which says so. Pages that have an embed are
			// files as well, and get a header by pages.mjs.
			"run_worker_first": []string{"/", "/chapter/*", "/api/*", "/r/*", "/oembed", "/embed/*", "!/embed/", "!/embed/index.html"},
		},
		"d1_databases": []object{{"binding": "DB", "database_name": Database, "database_id": id, "migrations_dir": filepath.ToSlash(migrations)}},
		"ratelimits": []object{
			{"name": "WRITES", "namespace_id": "1001", "simple": object{"limit": o.Writes, "period": 60}},
			{"name": "READS", "namespace_id": "1002", "simple": object{"limit": o.Reads, "period": 60}},
		},
		"vars": vars,
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.Out, "wrangler.jsonc"), text, 0o644)
}

// ErrNoRuntime says that the edge's runtime is not installed, and why.
var ErrNoRuntime = errors.New("the edge runtime is not installed")
