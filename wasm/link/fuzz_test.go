package link

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzDecode holds any text against what is promised: an error, or a run that is written and read as the same again.
func FuzzDecode(f *testing.F) {
	for _, text := range links(f) {
		f.Add(text)
	}
	for _, text := range []string{"", "v1.", "#v1.AAAA", "v2.AAAA", "https://example.org/#v1.Y2BgAAAAAP__"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { holds(t, text) })
}

// FuzzBody goes past the compression, which hides the body from a fuzzer.
func FuzzBody(f *testing.F) {
	for _, text := range links(f) {
		body, err := unpack(text[len("v1."):])
		require.NoError(f, err)
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) < 1<<14 { // stored, not compressed: fast
			n := len(body)
			block := append([]byte{1, byte(n), byte(n >> 8), ^byte(n), ^byte(n >> 8)}, body...)
			holds(t, "v1."+base64.RawURLEncoding.EncodeToString(block))
		}
	})
}

// links are those that were issued.
func links(f *testing.F) []string {
	files, err := issued.ReadDir("testdata/issued")
	require.NoError(f, err)
	var all []string
	for _, file := range files {
		if strings.HasSuffix(file.Name(), ".link") {
			text, err := issued.ReadFile("testdata/issued/" + file.Name())
			require.NoError(f, err)
			all = append(all, strings.TrimSpace(string(text)))
		}
	}
	return all
}

func holds(t *testing.T, text string) {
	read, err := Decode(text)
	if err != nil {
		require.NotEmpty(t, err.Error())
		return
	}
	again, err := Encode(read)
	if err != nil {
		return // a source and times that fit only as somebody else packed them
	}
	twice, err := Decode(again)
	require.NoError(t, err)
	require.Equal(t, kept(t, read.Report), kept(t, twice.Report))
	require.Equal(t, read.Source, twice.Source)
}
