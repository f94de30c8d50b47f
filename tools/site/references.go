package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"

	"velocidade/tools/reference"
)

// shipped is a reference file that the site brings: the twin of web/src/reference/shipped.d.ts.
type shipped struct {
	Machine string `json:"machine"`
	At      int64  `json:"at"` // when it was recorded, in Unix milliseconds
	File    string `json:"file"`
}

// references reads every file of web/reference, refuses the build where one is none, and publishes them.
func (b *builder) references() error {
	b.shipped = []shipped{}
	files, err := filepath.Glob(filepath.Join(b.Root, "web/reference/*.json"))
	if err != nil {
		return err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		f, err := reference.Parse(data)
		if err != nil {
			return fmt.Errorf("web/reference/%s: %w", filepath.Base(file), err)
		}
		var small bytes.Buffer
		if err := json.Compact(&small, data); err != nil {
			return err
		}
		name, err := b.asset("reference", ".json", small.Bytes())
		if err != nil {
			return err
		}
		b.shipped = append(b.shipped, shipped{f.Machine.Name, f.RecordedAt, name})
	}
	return nil
}

// shippedReferences resolves "velocidade:references" to the list, with addresses resolved against the module's own.
func shippedReferences(list []shipped) api.Plugin {
	return virtual("velocidade:references", func() (string, error) {
		data, err := json.Marshal(list)
		return fmt.Sprintf("export default %s.map((r) => ({ ...r, file: new URL(r.file, import.meta.url).href }));", data), err
	})
}
