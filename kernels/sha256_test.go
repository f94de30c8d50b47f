package kernels

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The hash that the program writes out is the library's, at every length that fills one block.
func TestSHA256ShortIsTheLibrarys(t *testing.T) {
	for n := range 56 {
		text := []byte(strings.Repeat("speed", 11)[:n])
		var ours [32]byte
		for i, word := range sha256Short(text) {
			binary.BigEndian.PutUint32(ours[4*i:], word)
		}
		assert.Equal(t, sha256.Sum256(text), ours, "%d bytes", n)
	}
}
