package kernels

import "math/bits"

// threefry gives the two random words that belong to a counter: the generator Threefry-2x32 with 20 rounds and key
// (0, seed), from Salmon, Moraes, Dror and Shaw, “Parallel random numbers: as easy as 1, 2, 3”, SC 2011.
//
// A counter-based generator has no state to hand on: the words of counter i can be had without those before, so they
// are the same however the work is split. This one needs only 32-bit additions, rotations and exclusive ors, which
// every runtime we compare has at full speed. SplitMix64, which is shorter, needs 64-bit products, which JavaScript's
// numbers cannot hold.
func threefry(seed uint32, counter uint64) (uint32, uint32) {
	k1 := seed
	k2 := 0x1bd11bda ^ k1 // the generator's parity constant with both key words; the first is 0
	a, b := uint32(counter>>32), uint32(counter)+k1
	a, b = threefryMix(a, b, 13, 15, 26, 6)
	a, b = threefryMix(a+k1, b+k2+1, 17, 29, 16, 24)
	a, b = threefryMix(a+k2, b+2, 13, 15, 26, 6)
	a, b = threefryMix(a, b+k1+3, 17, 29, 16, 24)
	a, b = threefryMix(a+k1, b+k2+4, 13, 15, 26, 6)
	return a + k2, b + 5
}

// threefryMix is four rounds.
func threefryMix(a, b uint32, r0, r1, r2, r3 int) (uint32, uint32) {
	a += b
	b = bits.RotateLeft32(b, r0) ^ a
	a += b
	b = bits.RotateLeft32(b, r1) ^ a
	a += b
	b = bits.RotateLeft32(b, r2) ^ a
	a += b
	b = bits.RotateLeft32(b, r3) ^ a
	return a, b
}
