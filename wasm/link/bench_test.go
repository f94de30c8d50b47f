package link

import (
	"testing"

	"github.com/stretchr/testify/require"

	"velocidade/wasm/bench"
)

// What a link costs: its codec, and working out anew what follows from the samples that it carried.
func BenchmarkEncode(b *testing.B) {
	rep := ordinary(b, "primes", 8, bench.DefaultBlocks)
	for b.Loop() {
		_, err := Encode(Link{Report: rep})
		require.NoError(b, err)
	}
}

func BenchmarkDecode(b *testing.B) {
	text, err := Encode(Link{Report: ordinary(b, "primes", 8, bench.DefaultBlocks)})
	require.NoError(b, err)
	for b.Loop() {
		_, err := Decode(text)
		require.NoError(b, err)
	}
}

// BenchmarkDerive is the part of decoding that is no codec. Each time by another seed, as reports come.
func BenchmarkDerive(b *testing.B) {
	rep := ordinary(b, "primes", 8, bench.DefaultBlocks)
	for b.Loop() {
		rep.Plan.Seed++
		bench.Derive(rep)
	}
}
