//go:build !js

package threads

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"velocidade/wasm/module"
)

// small is the least module that share takes: one function, a memory, data.
func small() []byte {
	m := module.Module{Sections: []module.Section{
		{ID: module.SectionType, Body: []byte{1, 0x60, 0, 0}},
		{ID: module.SectionImport, Body: []byte{1, 1, 'a', 1, 'b', 0, 0}},
		{ID: module.SectionFunction, Body: []byte{1, 0}},
		{ID: module.SectionMemory, Body: []byte{1, 0, 1}},
		{ID: module.SectionExport, Body: []byte{1, 3, 'm', 'e', 'm', 2, 0}},
		{ID: module.SectionCode},
		{ID: module.SectionData, Body: []byte{1, 0, module.OpI32Const, 8, module.OpEnd, 2, 'h', 'i'}},
	}, Bodies: [][]byte{{0, module.OpEnd}}}
	return m.Encode()
}

func FuzzWhatIsWrittenIsValidIfWhatWasReadIs(f *testing.F) {
	f.Add(small(), uint32(1), uint32(2))
	f.Add([]byte(module.Header), uint32(0), uint32(0))
	features := api.CoreFeaturesV2 | experimental.CoreFeaturesThreads
	config := wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(features)
	f.Fuzz(func(t *testing.T, input []byte, initial, maximum uint32) {
		if _, err := makeAtomic(input); err == nil {
			t.Log("a module with Go's table of functions")
		}
		out, err := share(input, Memory{initial, maximum})
		if err != nil {
			return
		}
		w := wazero.NewRuntimeWithConfig(t.Context(), config)
		defer w.Close(t.Context())
		if _, err := w.CompileModule(t.Context(), input); err != nil {
			return
		}
		_, err = w.CompileModule(t.Context(), out)
		require.NoError(t, err)
	})
}
