package futures_test

import (
	"os"
	"testing"

	"velocidade/wasm/futures"
)

// TestMain lets the test binary be its own worker process.
func TestMain(m *testing.M) {
	futures.Init()
	os.Exit(m.Run())
}
