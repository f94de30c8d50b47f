package kernels

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func ownKernel(name string) Kernel {
	return Kernel{Name: name,
		Split: func(_ Args, _, parts int) []Range { return Even(1, parts) },
		Run:   func(Args, int, []byte, Range) ([]byte, error) { return []byte("mine"), nil },
		Merge: func(_ Args, _ int, _ []byte, partials [][]byte) ([]byte, error) { return partials[0], nil },
	}
}

func TestAReadersProgramNeedsNoKnownAnswer(t *testing.T) {
	require.NoError(t, RegisterOwn(ownKernel("mine")))
	defer Unregister("mine")
	k, err := Lookup("mine")
	require.NoError(t, err)
	assert.Equal(t, "mine", k.Title)
	args, err := k.ParseArgs("")
	require.NoError(t, err)
	result, err := k.Exec(args, 1)
	require.NoError(t, err)
	assert.Equal(t, "mine", result)
}

func TestAReadersProgramTakesThePlaceOfOneOfItsName(t *testing.T) {
	before, err := Lookup("primes")
	require.NoError(t, err)
	defer func() { registry["primes"] = before }()
	require.NoError(t, RegisterOwn(ownKernel("primes")))
	after, err := Lookup("primes")
	require.NoError(t, err)
	assert.Equal(t, "primes", after.Title)
}

func TestAReadersProgramIsCheckedLikeOurs(t *testing.T) {
	assert.ErrorContains(t, RegisterOwn(ownKernel("Not a name")), "letters and digits")
	k := ownKernel("half")
	k.Merge = nil
	assert.ErrorContains(t, RegisterOwn(k), "split, run and merge")
}

func TestANameKeepsTheLettersOfItsTitle(t *testing.T) {
	for title, want := range map[string]string{
		"Is it prime?": "isitprime", "6 primes": "own6primes", "": "own", "…": "own", "素数を数える": "素数を数える",
		"Число π": "числоπ", "नमस्ते दुनिया": "नमस्तेदुनिया", "a🎉b\x00\u202ec": "abc", "Ünïcode": "ünïcode",
	} {
		name := OwnName(title)
		assert.Equal(t, want, name, title)
		assert.True(t, IsOwnName(name), title)
	}
	for _, wrong := range []string{"", "9a", "A", "a b", "a-b", "a/b", "a\nb", "a“b”", "a\u202eb", "a\xff", "a🎉", "a=", strings.Repeat("a", MaxOwnName+1)} {
		assert.False(t, IsOwnName(wrong), "%q", wrong)
	}
}
