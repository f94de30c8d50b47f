package kernels

import "math/bits"

// threefry gives the two random words that belong to a key and a counter, of two words each: the generator Threefry-2x32
// with 20 rounds from Salmon, Moraes, Dror and Shaw, “Parallel random numbers: as easy as 1, 2, 3”, SC 2011.
//
// A counter-based generator has no state to hand on: the words of counter i can be had without those before, so they
// are the same however the work is split. This one needs only 32-bit additions, rotations and exclusive ors, which
// every runtime we compare has at full speed. SplitMix64, which is shorter, needs 64-bit products, which JavaScript's
// numbers cannot hold.
func threefry(k0, k1, c0, c1 uint32) (uint32, uint32) {
	k2 := 0x1bd11bda ^ k0 ^ k1 // the generator's parity constant
	a, b := threefryMix(c0+k0, c1+k1, 13, 15, 26, 6)
	a, b = threefryMix(a+k1, b+k2+1, 17, 29, 16, 24)
	a, b = threefryMix(a+k2, b+k0+2, 13, 15, 26, 6)
	a, b = threefryMix(a+k0, b+k1+3, 17, 29, 16, 24)
	a, b = threefryMix(a+k1, b+k2+4, 13, 15, 26, 6)
	return a + k2, b + k0 + 5
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
