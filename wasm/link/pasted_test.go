package link

import (
	_ "embed"
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

//go:embed testdata/pasted.json
var pasted []byte

func TestALinkSurvivesWhatIsDoneToAddresses(t *testing.T) {
	var cases []struct{ Says, Pasted, Fragment string }
	require.NoError(t, json.Unmarshal(pasted, &cases))
	require.NotEmpty(t, cases)
	good, err := Encode(Link{Report: ordinary(t, "primes", 2, 6)})
	require.NoError(t, err)
	for _, c := range cases {
		t.Run(c.Says, func(t *testing.T) {
			assert.Equal(t, c.Fragment, Pasted(c.Pasted))
			if strings.Contains(c.Pasted, c.Fragment) {
				_, err := Decode(strings.Replace(c.Pasted, c.Fragment, good, 1))
				assert.NoError(t, err)
			}
		})
	}
}

// A link of a thousand characters is read, or refused, with little memory: what it says it holds is counted before room is made.
func TestAShortLinkCostsLittle(t *testing.T) {
	lane := `{"lane":"go/single","workers":1,"result":""}`
	lanes := func(n int) []byte {
		return appendBytes(nil, []byte(`{"program":"x","lanes":[`+strings.TrimSuffix(strings.Repeat(lane+",", n), ",")+`]}`))
	}
	for says, body := range map[string][]byte{
		"a body of zeros":                   make([]byte, 1<<20),
		"a long list of times":              append(append(lanes(1), 0, 0xff, 0xff, 0x03, 1), make([]byte, 60_000)...),
		"all the times that all lanes have": append(append(lanes(128), 0), []byte(strings.Repeat("\x00"+strings.Repeat("\xc8\x01\x01\x01"+strings.Repeat("\x00", 200), 2), 128))...),
		"many lanes":                        append(lanes(1200), 0),
		"many names":                        append(appendBytes(nil, []byte(`{"lanes":[],`+strings.TrimSuffix(strings.Repeat(`"a":1,`, 9000), ",")+`}`)), 0),
		"many brackets":                     append(appendBytes(nil, []byte(strings.Repeat("[", 60_000))), 0),
	} {
		t.Run(says, func(t *testing.T) {
			text := packed(t, body)
			require.Less(t, len(text), 1400)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Decode(text)
			runtime.ReadMemStats(&after)
			if err != nil {
				require.NotEmpty(t, err.Error())
			}
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20))
			t.Logf("%d characters: %d bytes of memory, %v", len(text), after.TotalAlloc-before.TotalAlloc, err)
		})
	}
}
