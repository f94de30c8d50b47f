//go:build !js

package picture

import (
	"os"
	"regexp"
	"strconv"
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

func TestLanesLookAsOnThePage(t *testing.T) {
	lanes, err := os.ReadFile("../../web/src/lanes.ts")
	require.NoError(t, err)
	sheet, err := os.ReadFile("../../web/src/styles/tokens.css")
	require.NoError(t, err)
	light := map[string]uint32{}
	for _, m := range regexp.MustCompile(`--(\w+): .*light-dark\(#(\w{6}),`).FindAllStringSubmatch(string(sheet), -1) {
		rgb, err := strconv.ParseUint(m[2], 16, 32)
		require.NoError(t, err)
		light[m[1]] = uint32(rgb)
	}
	runtimes := regexp.MustCompile(`\["([\w+-]+)", "lane-(\w+)"\]`).FindAllStringSubmatch(string(lanes), -1)
	require.Len(t, runtimes, len(colours))
	for _, m := range runtimes {
		assert.Equal(t, light[m[2]], colours[m[1]], m[1])
	}
	executors := regexp.MustCompile(`\["(\w+)", \{ className: "lane-(\w+)", mark: "(\w+)" \}\]`).FindAllStringSubmatch(string(lanes), -1)
	require.Len(t, executors, len(looks))
	of := map[string]string{"single": "ink", "threads": "blue", "workers": "accent"}
	for _, m := range executors {
		assert.Equal(t, look{light[of[m[2]]], m[3]}, lookOf("go/"+m[1]))
	}
}

func TestTheFontsAreRead(t *testing.T) {
	_, err := parsedFonts()
	require.NoError(t, err)
	_, err = sfnt([]byte("wOF2"))
	assert.Error(t, err)
}
