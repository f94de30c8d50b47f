//go:build edge

package edge

import (
	"bytes"
	"io"

	"velocidade/wasm/share/sharetest"
)

func sharetestReader(seed uint32) io.Reader { return bytes.NewReader(sharetest.Report(seed)) }
