package server

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/share"
	"velocidade/wasm/share/sharetest"
)

// childDB names, in the environment, the database that this executable serves instead of running tests.
const childDB = "VELOCIDADE_TEST_SERVES"

func TestMain(m *testing.M) {
	if file := os.Getenv(childDB); file != "" {
		serveUntilKilled(file)
	}
	os.Exit(m.Run())
}

// serveUntilKilled is the process that the test kills.
func serveUntilKilled(file string) {
	runs, err := OpenRuns(RunsOptions{File: file, Site: ".", Log: slog.New(slog.NewJSONHandler(os.Stderr, nil))})
	if err != nil {
		panic(err)
	}
	fmt.Println(httptest.NewServer(runs).URL)
	select {}
}

// child starts such a process and gives its address.
func child(t *testing.T, file string) (url string, kill func()) {
	t.Helper()
	executable, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(executable)
	cmd.Env = append(os.Environ(), childDB+"="+file)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	kill = sync.OnceFunc(func() {
		cmd.Process.Kill() // SIGKILL: the process can do nothing more
		cmd.Wait()
	})
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(line), kill
}

func TestNothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	const posts, clients, kills = 1000, 8, 5
	file := filepath.Join(t.TempDir(), "runs.sqlite")
	var mu sync.Mutex
	acknowledged := map[string]int{} // by id, what was sent
	seed := 0
	for round := range kills {
		url, kill := child(t, file)
		// Each round ends in the midst of writing, after its share of the answers.
		enough := (round + 1) * posts / kills
		var wg sync.WaitGroup
		for range clients {
			wg.Go(func() {
				client := &http.Client{Transport: &http.Transport{}}
				for {
					mu.Lock()
					seed++
					mine, over := seed, len(acknowledged) >= enough
					mu.Unlock()
					if over {
						kill()
						return
					}
					res, err := client.Post(url+"/api/runs", "application/json", bytes.NewReader(sharetest.Report(uint32(mine))))
					if err != nil {
						return // it was killed
					}
					var kept sharetest.Kept
					err = json.NewDecoder(res.Body).Decode(&kept)
					res.Body.Close()
					if err != nil {
						return // in the midst of its answer
					}
					if assert.Equal(t, http.StatusCreated, res.StatusCode) {
						mu.Lock()
						acknowledged[kept.ID] = mine
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
	}
	require.GreaterOrEqual(t, len(acknowledged), posts)

	url, _ := child(t, file) // needs no hand
	for id, sent := range acknowledged {
		res, err := http.Get(url + "/api/runs/" + id)
		require.NoError(t, err)
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, res.StatusCode, "run %s was acknowledged", id)
		require.JSONEq(t, string(sharetest.Report(uint32(sent))), string(body))
	}

	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer db.Close()
	var check string
	require.NoError(t, db.QueryRow(`PRAGMA integrity_check`).Scan(&check))
	assert.Equal(t, "ok", check)
	rows, err := db.Query(`SELECT id, report FROM runs`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var id, report string
		require.NoError(t, rows.Scan(&id, &report))
		require.Equal(t, share.ID([]byte(report)), id, "nothing is half written")
	}
	require.NoError(t, rows.Err())
}
