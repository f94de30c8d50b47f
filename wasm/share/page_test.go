//go:build !js

package share

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAddressesOfAPageAFolderFurtherDown(t *testing.T) {
	for from, to := range map[string]string{
		` href="assets/a.css"`: ` href="../assets/a.css"`, ` src="./a.js"`: ` src="../a.js"`, ` href="/a"`: ` href="/a"`, ` href="#a"`: ` href="#a"`,
		` href="data:image/svg+xml,a/b"`: ` href="data:image/svg+xml,a/b"`, ` href="https://a/"`: ` href="https://a/"`, ` href="?a=1"`: ` href="../?a=1"`,
		` href="../a"`: ` href="../a"`,
	} {
		assert.Equal(t, to, relocated(from))
	}
}

func TestAPageThatCannotBeFilledInIsAnError(t *testing.T) {
	for _, page := range []string{"", "<title>", "<title></title>", "<title></title></head>"} {
		_, err := filled([]byte(page), "<title>x</title>", "<p>x")
		require.ErrorIs(t, err, errPage, page)
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	var c cache
	now := time.Unix(0, 0)
	for i := range 1000 {
		c.put(strings.Repeat("x", i%50), formSent, []byte("0123456789"), 10, 95, now)
		assert.LessOrEqual(t, c.bytes, 95)
	}
	c.put("large", formSent, []byte("…"), 96, 95, now)
	assert.Nil(t, c.get("large", formSent, now))
	c.put("run", formPicture, []byte("0123456789"), 10, 95, now)
	assert.NotNil(t, c.get("run", formPicture, now))
	assert.Nil(t, c.get("run", formPicture, now.Add(cacheFor)), "and for a while alone")
	c.drop("run")
	assert.Nil(t, c.get("run", formPicture, now))
}
