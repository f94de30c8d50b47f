package site

import (
	"encoding/json"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/labs"
)

// laboratory is what a page knows of one before the engine has loaded: the twin of Laboratory in web/src/manifest.ts.
type laboratory struct {
	Name    string          `json:"name"`
	Title   string          `json:"title"`
	Summary string          `json:"summary"`
	Doc     string          `json:"doc"`
	Params  []kernels.Param `json:"params"`
}

// laboratories is the module that "velocidade:labs" resolves to. It is none of the manifest's business: the playground, which
// has a budget, does without it.
func laboratories() (string, error) {
	var all []laboratory
	for _, l := range labs.All() {
		all = append(all, laboratory{l.Name, l.Title, l.Summary, l.Doc, l.Params})
	}
	data, err := json.Marshal(all)
	return fmt.Sprintf("export default %s;", data), err
}
