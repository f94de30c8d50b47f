package site

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTextsThatTheEngineNeverSaysAreBlanked(t *testing.T) {
	var module []byte
	for _, text := range unsaid() {
		module = append(module, text...)
	}
	require.NoError(t, blank(module))
	for _, text := range unsaid() {
		assert.False(t, len(text) >= leastUnsaid && bytes.Contains(module, []byte(text)), text)
	}
	assert.ErrorContains(t, blank(nil), "does not hold the text")
}

func TestOnlyNamesOfTheStandardLibrarysFunctionsAreBlanked(t *testing.T) {
	names := []byte("\x00\x01before\x02")
	for range 500 {
		names = append(names, "fmt.Sprint\x00time.(*Time).String\x00velocidade/wasm/bench.Derive\x00"...)
	}
	names = append(names, 1, 2, 3)
	require.NoError(t, nameless(names))
	text := string(names)
	assert.NotContains(t, text, "fmt.Sprint")
	assert.Contains(t, text, "\x00time.(*Time).String\x00velocidade/wasm/bench.Derive\x00")
	assert.Contains(t, text, "before")
	assert.Error(t, nameless([]byte("no\x00such\x00table\x00")))
}
