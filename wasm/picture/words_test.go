//go:build !js

package picture

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBrowsersByTheirCommonNames(t *testing.T) {
	for userAgent, name := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36":                 "Chromium 156",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0":     "Edge 156",
		"Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0":                                                "Firefox 153",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15": "Safari 26",
		"": "a browser", "Chrome/<script>": "a browser",
	} {
		assert.Equal(t, name, browserOf(userAgent))
	}
}

func TestTheFontsAreRead(t *testing.T) {
	_, err := parsedFonts()
	require.NoError(t, err)
	_, err = sfnt([]byte("wOF2"))
	assert.Error(t, err)
}
