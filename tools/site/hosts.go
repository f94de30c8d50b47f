package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// hostScript is what a worker is started from by name: the twin of HostScript in web/src/engine/hosts.ts. Its addresses are
// relative to assets/, where the script that starts it stands as well.
type hostScript struct {
	Script string `json:"script"`
	Type   string `json:"type"` // "classic" or "module"
	Module string `json:"module,omitempty"`
}

// twinFiles is what the hosts of other languages load: the twin of Twins in the same file.
type twinFiles struct {
	Py      map[string]string `json:"py"`
	JS      map[string]string `json:"js"`
	Pyodide string            `json:"pyodide"`
	PyPyJS  string            `json:"pypyjs"`
}

// HostPlugins are what a bundle of the worker's host needs that is not the site's: its workers start from no other program.
func HostPlugins() []api.Plugin { return []api.Plugin{WasmExec(), hosts(nil)} }

// hosts resolves "velocidade:hosts" to the programs that workers can be started from by name.
func hosts(scripts map[string]hostScript) api.Plugin {
	if scripts == nil {
		scripts = map[string]hostScript{}
	}
	return asJSON("velocidade:hosts", scripts)
}

func asJSON(name string, value any) api.Plugin {
	return virtual(name, func() (string, error) {
		data, err := json.Marshal(value)
		return fmt.Sprintf("export default %s;", data), err
	})
}

// pyodideFiles are those of the package that it loads, each when it needs it.
var pyodideFiles = []string{"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"}

// runtimes publishes what the page's other runtimes load, none of which it loads before a lane asks for it, and bundles
// their hosts.
func (b *builder) runtimes() error {
	twins := twinFiles{Py: map[string]string{}, JS: map[string]string{}}
	var sources []string // in Python
	for _, k := range kernels.All() {
		for ext, files := range map[string]map[string]string{".py": twins.Py, ".js": twins.JS} {
			source, err := os.ReadFile(filepath.Join(b.Root, "kernels", k.Name+ext))
			if os.IsNotExist(err) {
				continue
			} else if err != nil {
				return err
			}
			if ext == ".py" {
				sources = append(sources, string(source))
			}
			if files[k.Name], err = b.asset(k.Name, ext, source); err != nil {
				return err
			}
		}
	}
	b.twins = twins
	pyodide, err := b.folder("pyodide", "node_modules/pyodide", pyodideFiles)
	if err != nil {
		return err
	}
	modules, err := b.pypyModules(sources)
	if err != nil {
		return err
	}
	pypyjs, err := b.folder("pypyjs", "node_modules/pypyjs/lib", append(modules, "FunctionPromise.js", "pypyjs.js", "pypyjs.vm.js", "pypyjs.vm.js.zmem"))
	if err != nil {
		return err
	}
	b.twins.Pyodide, b.twins.PyPyJS = pyodide.name, pypyjs.name
	b.hosts = map[string]hostScript{"go-stock": {Type: "classic", Module: b.stockFile}}
	b.bytes = map[string]int64{"cpython": pyodide.bytes, "cpython+go": pyodide.bytes, "pypy": pypyjs.bytes}
	for _, h := range []struct{ name, source, kind string }{
		{"js", "js", "module"}, {"cpython", "cpython", "module"}, {"cpython+go", "extension", "module"}, {"pypy", "pypy", "classic"},
	} {
		file, err := b.hostBundle(h.source, h.kind)
		if err != nil {
			return err
		}
		b.hosts[h.name] = hostScript{Script: file, Type: h.kind}
	}
	if b.threaded != nil {
		module, err := b.asset("threads", ".wasm", b.threaded.Module)
		if err != nil {
			return err
		}
		file, err := b.hostBundle("threads", "classic")
		if err != nil {
			return err
		}
		b.hosts["go-threads"] = hostScript{Script: file, Type: "classic", Module: module}
	}
	return nil
}

// hostBundle bundles the worker script of one runtime and returns its file's name under assets/.
func (b *builder) hostBundle(name, kind string) (string, error) {
	options := api.BuildOptions{
		EntryPointsAdvanced: []api.EntryPoint{{InputPath: "web/src/runtimes/" + name + ".worker.ts", OutputPath: name + "-host"}},
		Format:              api.FormatESModule,
		Outdir:              "assets",
		EntryNames:          "[name]-[hash]",
	}
	if kind == "classic" {
		options.Format = api.FormatIIFE
	}
	result, err := b.bundle(options)
	if err != nil {
		return "", err
	}
	file := result.OutputFiles[0]
	return filepath.Base(file.Path), b.output(file)
}

// published is a folder of files under assets/ that belong together, and find each other by their own names.
type published struct {
	name  string // "pyodide-HASH/"
	bytes int64  // of all its files, as this site sends them
}

// folder publishes files of a package, under a name with a hash of them all.
func (b *builder) folder(name, dir string, files []string) (published, error) {
	sum := sha256.New()
	content := map[string][]byte{}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(b.Root, filepath.FromSlash(dir), filepath.FromSlash(file)))
		if err != nil {
			return published{}, err
		}
		content[file] = data
		fmt.Fprintf(sum, "%s %d\n", file, len(data))
		sum.Write(data)
	}
	p := published{name: name + "-" + hex.EncodeToString(sum.Sum(nil)[:5]) + "/"}
	for file, data := range content {
		path := "assets/" + p.name + file
		if err := b.write(path, data); err != nil {
			return p, err
		}
		size := int64(len(data))
		if b.Compress {
			on := filepath.Join(b.Out, filepath.FromSlash(path))
			if err := compressFile(on); err != nil {
				return p, err
			}
			if info, err := os.Stat(on + ".br"); err == nil {
				size = min(size, info.Size())
			}
		}
		p.bytes += size
	}
	return p, nil
}

// pypyModules gives the files of PyPy.js's library that its index does not hold already and sources in Python import, with
// what these import in their turn: the rest of 18 MB stays where it is.
func (b *builder) pypyModules(sources []string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(b.Root, "node_modules/pypyjs/lib/modules/index.json"))
	if err != nil {
		return nil, err
	}
	var index struct {
		Modules map[string]struct {
			File, Dir string
			Imports   []string
		}
		Preload map[string]string
	}
	if err := json.Unmarshal(data, &index); err != nil {
		return nil, err
	}
	files := []string{"modules/index.json"}
	seen := map[string]bool{}
	var need func(name string)
	need = func(name string) {
		for index.Modules[name].File == "" && index.Modules[name].Dir == "" {
			at := strings.LastIndex(name, ".")
			if at < 0 {
				return // built in, or no module
			}
			name = name[:at]
		}
		if seen[name] {
			return
		}
		seen[name] = true
		module := index.Modules[name]
		if _, there := index.Preload[name]; !there && module.File != "" {
			files = append(files, "modules/"+module.File)
		}
		for _, more := range module.Imports {
			need(more)
		}
		if module.Dir != "" {
			need(name + ".__init__")
		}
		if at := strings.LastIndex(name, "."); at >= 0 {
			need(name[:at])
		}
	}
	for _, source := range sources {
		for line := range strings.Lines(source) {
			words := strings.Fields(line)
			if len(words) < 2 || words[0] != "import" && words[0] != "from" {
				continue
			}
			need(strings.Trim(words[1], ","))
		}
	}
	for _, name := range []string{"base64", "sys", "types"} { // of the host's own
		need(name)
	}
	return files, nil
}

// pageRuntimes gives the runtimes that the page offers, with what each of them loads.
func (b *builder) pageRuntimes() []bench.Runtime {
	var here []bench.Runtime
	for _, r := range bench.Runtimes() {
		for _, lane := range bench.LanesHere(bench.EngineWasm) {
			if strings.HasPrefix(lane.Name, r.Name+"/") {
				r.Bytes = b.bytes[r.Name]
				here = append(here, r)
				break
			}
		}
	}
	return here
}

// runtimesOf gives the names of the page's runtimes that can run a program.
func (b *builder) runtimesOf(k *kernels.Kernel) []string {
	var names []string
	for _, r := range b.pageRuntimes() {
		there := true
		switch r.Name {
		case "go-boxed":
			there = k.Boxed != nil
		case "js":
			there = b.twins.JS[k.Name] != ""
		case "cpython", "pypy":
			there = b.twins.Py[k.Name] != ""
		}
		if there {
			names = append(names, r.Name)
		}
	}
	return names
}
