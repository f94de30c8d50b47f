package server

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheSlowPage(t *testing.T) {
	for _, c := range []struct {
		says, method, target string
		status               int
		body                 string
	}{
		{"answers with its delay", http.MethodGet, "/api/delay?ms=1", http.StatusOK, "1"},
		{"may answer at once", http.MethodGet, "/api/delay?ms=0", http.StatusOK, "0"},
		{"needs to be told how long", http.MethodGet, "/api/delay", http.StatusBadRequest, ""},
		{"waits for no word", http.MethodGet, "/api/delay?ms=soon", http.StatusBadRequest, ""},
		{"does not go back in time", http.MethodGet, "/api/delay?ms=-1", http.StatusBadRequest, ""},
		{"keeps nobody for ever", http.MethodGet, "/api/delay?ms=2001", http.StatusBadRequest, ""},
		{"takes nothing", http.MethodPost, "/api/delay?ms=1", http.StatusMethodNotAllowed, ""},
	} {
		t.Run(c.says, func(t *testing.T) {
			res := get(t, Delay(), c.method, c.target)
			assert.Equal(t, c.status, res.StatusCode)
			if c.status == http.StatusOK {
				body, err := io.ReadAll(res.Body)
				require.NoError(t, err)
				assert.Equal(t, c.body, string(body))
				assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
			}
		})
	}
}

func TestTheSlowPageTurnsAwayWhatItCannotKeep(t *testing.T) {
	res := get(t, delayed(0), http.MethodGet, "/api/delay?ms=1")
	assert.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	assert.NotEmpty(t, res.Header.Get("Retry-After"))
}
