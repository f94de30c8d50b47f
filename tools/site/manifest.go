package site

import (
	"encoding/json"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// manifest is what the page knows before any WebAssembly has loaded: the twin of web/src/manifest.ts.
type manifest struct {
	Build    string          `json:"build"`
	Programs []program       `json:"programs"`
	Lanes    []bench.Lane    `json:"lanes"`
	Runtimes []bench.Runtime `json:"runtimes"`
	Limits   limits          `json:"limits"`
	Assets   assets          `json:"assets"`
}

type program struct {
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Group    string          `json:"group"`
	Summary  string          `json:"summary"`
	Doc      string          `json:"doc"`
	Source   string          `json:"source"`
	Params   []kernels.Param `json:"params"`
	Code     string          `json:"code"`
	Runtimes []string        `json:"runtimes"`
}

type limits struct {
	MaxWorkers      int `json:"maxWorkers"`
	MaxWorkerCounts int `json:"maxWorkerCounts"`
	MinBlocks       int `json:"minBlocks"`
	DefaultBlocks   int `json:"defaultBlocks"`
	MaxBlocks       int `json:"maxBlocks"`
}

type assets struct {
	Engine      string `json:"engine"`
	EngineStock string `json:"engineStock"`
	EngineLabs  string `json:"engineLabs"`
	Painter     string `json:"painter"`
	Host        string `json:"host"`
	// Builder is the script of the worker that compiles readers' own programs.
	Builder string `json:"builder"`
	// Sandbox is the page that these run in.
	Sandbox string `json:"sandbox"`
}

// manifest writes the module that "velocidade:manifest" resolves to. Addresses are resolved against the module's own, so
// that the site works under any path.
func (b *builder) manifest() error {
	m := manifest{
		Build:    b.build,
		Lanes:    bench.LanesHere(bench.EngineWasm),
		Runtimes: b.pageRuntimes(),
		Limits:   limits{bench.MaxWorkers, bench.MaxWorkerCounts, bench.MinBlocks, bench.DefaultBlocks, bench.MaxBlocks},
		Assets:   assets{b.engineFile, b.stockFile, b.labsFile, b.painterFile, b.hostFile, b.builderFile, b.sandboxFile},
	}
	for _, k := range kernels.All() {
		m.Programs = append(m.Programs, program{k.Name, k.Title, k.Group, k.Summary, k.Doc, k.Source, k.Params, b.codeFiles[k.Name], b.runtimesOf(k)})
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	b.module = fmt.Sprintf(`const m = %s;
const at = (file) => new URL(file, import.meta.url).href;
for (const p of m.programs) p.code = at(p.code);
for (const a in m.assets) m.assets[a] = at(m.assets[a]);
export default m;`, data)
	return nil
}
