package module

// The instructions of https://webassembly.github.io/spec/core/binary/instructions.html#vector-instructions, which Go writes for
// its package simd (GOEXPERIMENT=simd, since 1.27). The relaxed ones, from 0x100 on, Go's compiler does not use.

const (
	OpVector      = 0xfd // their prefix
	opVectorConst = 0xfd0c
	opVectorMixed = 0xfd0d // i8x16.shuffle: a byte for each of 16 lanes
)

// vectorEffects are those of 0xfd; a vector's letter is v.
var vectorEffects = func() (table [0x100]effect) {
	set := func(takes, gives string, runs ...[2]int) {
		for _, r := range runs {
			for op := r[0]; op <= r[1]; op++ {
				table[op] = effect{takes, gives, true}
			}
		}
	}
	set("i", "v", [2]int{0x00, 0x0a}, [2]int{0x5c, 0x5d}) // loads
	set("iv", "", [2]int{0x0b, 0x0b}, [2]int{0x58, 0x5b}) // stores, of a vector or a lane
	set("iv", "v", [2]int{0x54, 0x57})                    // loads of a lane
	set("", "v", [2]int{0x0c, 0x0c})
	set("vv", "v", [2]int{0x0d, 0x0e}, [2]int{0x23, 0x4c}, [2]int{0x4e, 0x51}) // shuffles, comparisons, bits
	set("v", "v", [2]int{0x4d, 0x4d}, [2]int{0x5e, 0x5f})
	set("vvv", "v", [2]int{0x52, 0x52}) // bitselect
	set("v", "i", [2]int{0x53, 0x53})   // any_true
	// Lanes: splat, extract, replace.
	set("i", "v", [2]int{0x0f, 0x11})
	set("v", "i", [2]int{0x15, 0x16}, [2]int{0x18, 0x19}, [2]int{0x1b, 0x1b})
	set("vi", "v", [2]int{0x17, 0x17}, [2]int{0x1a, 0x1a}, [2]int{0x1c, 0x1c})
	for i, t := range []string{"l", "f", "d"} {
		set(t, "v", [2]int{0x12 + i, 0x12 + i})
		set("v", t, [2]int{0x1d + 2*i, 0x1d + 2*i})
		set("v"+t, "v", [2]int{0x1e + 2*i, 0x1e + 2*i})
	}
	// Whole numbers of 8, 16, 32 and 64 bits, with some of floats in the gaps.
	for from := 0x60; from < 0xe0; from += 0x20 {
		set("v", "v", [2]int{from, from + 1})
		set("v", "i", [2]int{from + 3, from + 4}) // all_true, bitmask
		set("vi", "v", [2]int{from + 0xb, from + 0xd})
		set("vv", "v", [2]int{from + 0xe, from + 0xe}, [2]int{from + 0x11, from + 0x11})
	}
	set("v", "v", [2]int{0x62, 0x62}, [2]int{0x67, 0x6a}, [2]int{0x74, 0x75}, [2]int{0x7a, 0x7a}, [2]int{0x7c, 0x7f},
		[2]int{0x87, 0x8a}, [2]int{0x94, 0x94}, [2]int{0xa7, 0xaa}, [2]int{0xc7, 0xca})
	set("vv", "v", [2]int{0x65, 0x66}, [2]int{0x6f, 0x70}, [2]int{0x72, 0x73}, [2]int{0x76, 0x79}, [2]int{0x7b, 0x7b},
		[2]int{0x82, 0x82}, [2]int{0x85, 0x86}, [2]int{0x8f, 0x90}, [2]int{0x92, 0x93}, [2]int{0x95, 0x99}, [2]int{0x9b, 0x9f},
		[2]int{0xb5, 0xba}, [2]int{0xbc, 0xbf}, [2]int{0xd5, 0xdf})
	// Floats, and conversions.
	set("v", "v", [2]int{0xe0, 0xe1}, [2]int{0xe3, 0xe3}, [2]int{0xec, 0xed}, [2]int{0xef, 0xef}, [2]int{0xf8, 0xff})
	set("vv", "v", [2]int{0xe4, 0xeb}, [2]int{0xf0, 0xf7})
	return table
}()

const maxVectorAlignment = 4

// vector reads an instruction after its prefix.
func (x *Instruction) vector(r *Reader) bool {
	sub := r.U32()
	if sub >= uint32(len(vectorEffects)) || !vectorEffects[sub].fixed {
		return false
	}
	x.Op = OpVector<<8 | Opcode(sub)
	switch {
	case x.Op == opVectorConst || x.Op == opVectorMixed:
		r.Bytes(16)
	case sub <= 0x0b || sub >= 0x54 && sub <= 0x5d: // loads and stores
		if r.U32() > maxVectorAlignment {
			return false
		}
		x.Imm = int64(r.U32())
		if sub >= 0x54 && sub <= 0x5b {
			r.Byte() // the lane
		}
	case sub >= 0x15 && sub <= 0x22:
		x.Imm = int64(r.Byte()) // the lane
	}
	return true
}
