package site

import (
	"encoding/json"
	"fmt"

	"github.com/evanw/esbuild/pkg/api"
)

// hostScript is what a worker is started from by name: the twin of HostScript in web/src/engine/hosts.ts. Its addresses are
// relative to assets/, where the script that starts it stands as well.
type hostScript struct {
	Script string `json:"script"`
	Type   string `json:"type"` // "classic" or "module"
	Module string `json:"module,omitempty"`
}

// HostPlugins are what a bundle of the worker's host needs that is not the site's: its workers start from no other program.
func HostPlugins() []api.Plugin { return []api.Plugin{WasmExec(), hosts(nil)} }

// hosts resolves "velocidade:hosts" to the programs that workers can be started from by name.
func hosts(scripts map[string]hostScript) api.Plugin {
	return virtual("velocidade:hosts", func() (string, error) {
		if scripts == nil {
			scripts = map[string]hostScript{}
		}
		data, err := json.Marshal(scripts)
		return fmt.Sprintf("export default %s;", data), err
	})
}
