package twins

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
)

// arguments are what each program is tested with: quick for a slow language, sizes that do not divide evenly, and the edges
// of what its numbers must hold. A program that is not listed is tested at its known answers alone.
var arguments = map[string][]string{
	"amdahl":       {"serial=0.3,units=97", "serial=0,units=1", "serial=1,units=3", "serial=0.5,units=1"},
	"binarytrees":  {"depth=6", "depth=9"},
	"fannkuch":     {"n=2", "n=7"},
	"mandelbrot":   {"width=101,height=67,iterations=60", "width=1,height=1,iterations=1"},
	"matmul":       {"n=1", "n=67", "n=130"},
	"montecarlo":   {"samples=10007"},
	"nbody":        {"systems=11,steps=50", "systems=2,steps=0"},
	"sha256":       {"bits=1", "bits=9"},
	"sort":         {"n=1", "n=10007"},
	"spectralnorm": {"n=1", "n=67"},
	"countdown":    {"n=1", "n=100003"},
	"isprime":      {"numbers=0,1,2,3,4,9,25", "numbers=1000000000039,97,1000036000099,15"},
	"primes":       {"kmax=1", "kmax=2", "kmax=503"},
}

const folder = "../../kernels"

// session is a twin that runs in its own language, in a process that answers one call after the other.
type session struct {
	in   io.WriteCloser
	out  *bufio.Reader
	errs bytes.Buffer
}

type call struct {
	Args  kernels.Args `json:"args"`
	Round int          `json:"round"`
	State []byte       `json:"state"`
	Lo    int64        `json:"lo"`
	Hi    int64        `json:"hi"`
}

type answer struct {
	Partial []byte `json:"partial"`
	Error   *struct {
		Name    string `json:"name"`
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

func start(t *testing.T, command ...string) *session {
	t.Helper()
	s := &session{}
	cmd := exec.Command(command[0], command[1:]...)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	s.in, s.out, cmd.Stderr = in, bufio.NewReader(out), &s.errs
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		in.Close()
		assert.NoError(t, cmd.Wait(), s.errs.String())
	})
	return s
}

func (s *session) run(t *testing.T, c call) answer {
	t.Helper()
	require.NoError(t, json.NewEncoder(s.in).Encode(c))
	line, err := s.out.ReadBytes('\n')
	require.NoError(t, err, s.errs.String())
	var a answer
	require.NoError(t, json.Unmarshal(line, &a))
	return a
}

// sameAsGo runs every round of a program, split in several ways, in Go and in another language, and compares each
// partial result byte by byte.
func sameAsGo(t *testing.T, k *kernels.Kernel, args string, other func(call) []byte) {
	t.Helper()
	a, err := k.ParseArgs(args)
	require.NoError(t, err)
	var state []byte
	for round := range k.RoundsOf(a) {
		var partials [][]byte
		for _, parts := range []int{1, 3, 7} {
			partials = nil
			for _, r := range k.Split(a, round, parts) {
				want, err := k.Run(a, round, state, r)
				require.NoError(t, err)
				got := other(call{a, round, state, r.Lo, r.Hi})
				require.Equal(t, want, got, "%s, round %d, units %d to %d", args, round, r.Lo, r.Hi)
				partials = append(partials, want)
			}
		}
		state, err = k.Merge(a, round, state, partials)
		require.NoError(t, err)
	}
}

func TestTwins(t *testing.T) {
	for _, rt := range []struct {
		name, ext string
		command   []string
	}{
		{"python3", ".py", []string{"python3", "drive.py"}},
		{"pypy3", ".py", []string{"pypy3", "drive.py"}},
		{"node", ".js", []string{"node", "drive.mjs"}},
	} {
		t.Run(rt.name, func(t *testing.T) {
			for _, k := range kernels.All() {
				file := filepath.Join(folder, k.Name+rt.ext)
				if _, err := os.Stat(file); err != nil {
					continue
				}
				t.Run(k.Name, func(t *testing.T) {
					s := start(t, append(rt.command, file)...)
					for _, args := range arguments[k.Name] {
						sameAsGo(t, k, args, func(c call) []byte {
							a := s.run(t, c)
							require.Nil(t, a.Error, fmt.Sprint(a.Error))
							return a.Partial
						})
					}
				})
			}
		})
	}
}
