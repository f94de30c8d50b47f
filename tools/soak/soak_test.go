package soak

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"velocidade/tools/server"
)

func TestMain(m *testing.M) {
	Init()
	os.Exit(m.Run())
}

type logged struct{ t *testing.T }

func (l logged) Write(p []byte) (int, error) {
	l.t.Logf("%s", p)
	return len(p), nil
}

// The first ten seconds of make soak, with shorter limits and more disturbances.
func TestTenSecondsOfMixedLoadBreakNoPromise(t *testing.T) {
	phases := server.Phases{Headers: time.Second, Request: 2 * time.Second, Idle: 2 * time.Second, Piece: time.Second, Answer: time.Minute, Extra: time.Second, Most: 400, Spare: 20}
	require.NoError(t, Run(t.Context(), Options{Dir: t.TempDir(), Duration: 10 * time.Second, Writers: 2, Readers: 8, Hostile: 4, Phases: phases,
		Period: 1500 * time.Millisecond, Seed: 1, Out: logged{t}}))
}
