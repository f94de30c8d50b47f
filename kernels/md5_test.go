package kernels

import (
	"bytes"
	"crypto/md5"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The checksum that we write out is the library's, at every length around a block's and in whatever pieces it comes.
func TestMD5IsTheLibrarys(t *testing.T) {
	text := bytes.Repeat([]byte("velocidade"), 20)
	for n := range text {
		assert.Equal(t, md5.Sum(text[:n]), md5Sum(text[:n/3], text[n/3:n/2], text[n/2:n]), "%d bytes", n)
	}
}
