package suite

import (
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// wasmExec resolves "go:wasm_exec" to Go's JavaScript support.
func wasmExec() api.Plugin {
	return api.Plugin{Name: "go:wasm_exec", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^go:wasm_exec$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			out, err := exec.Command("go", "env", "GOROOT").Output()
			return api.OnResolveResult{Path: filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js")}, err
		})
	}}
}
