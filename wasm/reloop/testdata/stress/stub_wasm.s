#include "textflag.h"

// func stub(a, b int64) int64
TEXT ·stub(SB), NOSPLIT, $16-24
	Get SP
	I64Load a+0(FP)
	I64Load b+8(FP)
	I64Add
	I64Store $0
	CALL ·called(SB)
	MOVD 8(SP), R0
	MOVD R0, ret+16(FP)
	RET
