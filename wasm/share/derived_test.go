//go:build !js

package share_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/share"
	"velocidade/wasm/share/sharetest"
)

// What is stored beside a run is good for as long as the code that worked it out. So a change of what follows from these runs has to
// come with a new share.Derivation; the file has its number and the hash of each run's facts and picture.
func TestWhatFollowsFromARunChangesWithItsVersionAlone(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors round the picture's lines otherwise")
	}
	var db *sql.DB
	h := serviceWith(t, func(s *share.Service) { db = s.Read })
	text := string(sharetest.Report(1))
	lines := []string{"Derivation " + share.Derivation}
	for _, body := range []string{text, strings.Replace(text, `"program": "isprime"`, `"program": "unheardof"`, 1), strings.Replace(text, `"status": "complete"`, `"status": "void"`, 1)} {
		var kept sharetest.Kept
		require.NoError(t, json.Unmarshal(ask(h, http.MethodPost, "/api/runs", body).Body.Bytes(), &kept))
		for form, path := range map[string]string{"facts": "/r/" + kept.ID, "picture": "/r/" + kept.ID + ".png"} {
			require.Equal(t, http.StatusOK, ask(h, http.MethodGet, path, "").Code)
			var code, stored string
			require.NoError(t, db.QueryRow(`SELECT code, body FROM derived WHERE id = ? AND form = ?`, kept.ID, form).Scan(&code, &stored))
			assert.Equal(t, share.Derivation, code)
			sum := sha256.Sum256([]byte(stored))
			lines = append(lines, kept.ID+" "+form+" "+hex.EncodeToString(sum[:8]))
		}
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	const file = "testdata/derivation.txt"
	if os.Getenv("UPDATE") != "" {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "raise share.Derivation, and write this file anew with UPDATE=1 go test ./wasm/share -run ItsVersionAlone")
}

func TestADatabaseThatIsFullRefusesNewRunsAndKeepsTheOthers(t *testing.T) {
	h := serviceWith(t, func(s *share.Service) { s.Quota = 60_000 })
	var ids []string
	for seed := uint32(1); ; seed++ {
		res := ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(seed)))
		if res.Code != http.StatusCreated {
			require.Equal(t, http.StatusInsufficientStorage, res.Code, res.Body)
			var p struct{ Code, Field, Limit, Detail string }
			require.NoError(t, json.Unmarshal(res.Body.Bytes(), &p))
			assert.Equal(t, "full database 60000 bytes of runs", fmt.Sprint(p.Code, " ", p.Field, " ", p.Limit))
			break
		}
		var kept struct{ ID, DeleteToken, Policy string }
		require.NoError(t, json.Unmarshal(res.Body.Bytes(), &kept))
		assert.Equal(t, share.Policy, kept.Policy, "whoever stores is told what becomes of it")
		ids = append(ids, kept.ID+" "+kept.DeleteToken)
		require.Less(t, seed, uint32(100))
	}
	require.Greater(t, len(ids), 3)
	first, token, _ := strings.Cut(ids[0], " ")
	for _, kept := range ids {
		id, _, _ := strings.Cut(kept, " ")
		assert.Equal(t, http.StatusOK, ask(h, http.MethodGet, "/r/"+id, "").Code, "what there is no room to store is worked out all the same")
	}
	assert.Equal(t, http.StatusNoContent, ask(h, http.MethodDelete, "/api/runs/"+first, "", "Authorization", "Bearer "+token).Code)
	assert.Equal(t, http.StatusCreated, ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(1000))).Code, "there is room again")
}

func TestPicturesGiveWayToRuns(t *testing.T) {
	var db *sql.DB
	h := serviceWith(t, func(s *share.Service) { db, s.Quota = s.Read, 150_000 })
	stored := 0
	for seed := uint32(1); seed < 100; seed++ {
		res := ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(seed)))
		if res.Code != http.StatusCreated {
			require.Equal(t, http.StatusInsufficientStorage, res.Code)
			break
		}
		stored++
		var kept sharetest.Kept
		require.NoError(t, json.Unmarshal(res.Body.Bytes(), &kept))
		require.Equal(t, http.StatusOK, ask(h, http.MethodGet, "/r/"+kept.ID+".png", "").Code)
	}
	assert.Greater(t, stored, 10, "as many as there is room for without pictures")
	var runs int
	require.NoError(t, db.QueryRow(`SELECT count(*) FROM runs`).Scan(&runs))
	assert.Equal(t, stored, runs)
}

func TestReadersAreLimitedApartFromWriters(t *testing.T) {
	h := serviceWith(t, func(s *share.Service) {
		reads := 3
		s.ReadLimit = func(*http.Request) (time.Duration, bool) { reads--; return 7 * time.Second, reads >= 0 }
	})
	for range 3 {
		assert.Equal(t, http.StatusNotFound, ask(h, http.MethodGet, "/api/runs/00000000000000000000", "").Code)
	}
	for _, path := range []string{"/r/x", "/r/x.png", "/embed/x", "/oembed", "/api/runs/x"} {
		res := ask(h, http.MethodGet, path, "")
		assert.Equal(t, http.StatusTooManyRequests, res.Code)
		assert.Equal(t, "7", res.Header().Get("Retry-After"))
	}
	assert.Equal(t, http.StatusCreated, ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(1))).Code)
}

func TestNoCacheTakesAnAnswerForOneHostAsThatForAnother(t *testing.T) {
	for base, vary := range map[string]string{"": "Host", "https://velocidade.test": ""} {
		h := serviceWith(t, func(s *share.Service) { s.Base = base })
		var kept sharetest.Kept
		require.NoError(t, json.Unmarshal(ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(1))).Body.Bytes(), &kept))
		for _, path := range []string{"/r/" + kept.ID, "/embed/" + kept.ID, "/oembed?url=http://example.com/r/" + kept.ID, "/oembed?url=x"} {
			assert.Equal(t, vary, ask(h, http.MethodGet, path, "").Header().Get("Vary"), "%s of %q", path, base)
		}
	}
}

func TestWhatWasWorkedOutIsReadAgainAndWhatAnotherVersionDidIsNot(t *testing.T) {
	var db *sql.DB
	h := serviceWith(t, func(s *share.Service) { db = s.Read })
	var kept sharetest.Kept
	require.NoError(t, json.Unmarshal(ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(1))).Body.Bytes(), &kept))
	first := ask(h, http.MethodGet, "/r/"+kept.ID, "").Body.String()
	var body string
	require.NoError(t, db.QueryRow(`SELECT body FROM derived WHERE id = ? AND form = 'facts'`, kept.ID).Scan(&body))
	other := strings.Replace(body[20:], "Six large", "Stored large", 1)
	for _, c := range []struct {
		says, code, body string
		shown            bool
	}{
		{"what is stored is shown", share.Derivation, share.ID([]byte(other)) + other, true},
		{"what another version stored is not", "of another version", share.ID([]byte(other)) + other, false},
		{"nor what was damaged", share.Derivation, body[:20] + other, false},
	} {
		_, err := db.Exec(`UPDATE derived SET code = ?, body = ? WHERE form = 'facts'`, c.code, c.body)
		require.NoError(t, err)
		page := ask(h, http.MethodGet, "/r/"+kept.ID, "").Body.String()
		assert.Equal(t, c.shown, strings.Contains(page, "Stored large"), c.says)
		if !c.shown {
			assert.Equal(t, first, page, c.says)
		}
	}
	var token struct{ DeleteToken string }
	require.NoError(t, json.Unmarshal(ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(2))).Body.Bytes(), &token))
	var before, after int64
	require.NoError(t, db.QueryRow(`SELECT bytes FROM stored`).Scan(&before))
	_, err := db.Exec(`DELETE FROM keepers WHERE id = ?`, kept.ID)
	require.NoError(t, err)
	var left int
	require.NoError(t, db.QueryRow(`SELECT (SELECT count(*) FROM derived) + (SELECT count(*) FROM runs), bytes FROM stored`).Scan(&left, &after))
	assert.Equal(t, 1, left, "what followed from a run goes with it")
	assert.Less(t, after, before)
}
