package threads

import "velocidade/wasm/module"

// maker makes the body of a function of Go's: its parameter is PC_B, its first local SP; arguments lie from SP+8 on and
// results behind them. Sigpanic is the function that a check for nil calls, and back the address that it would return to.
type maker func(sigpanic uint64, back int64) []byte

type code []byte

func (c *code) op(b ...byte) *code { *c = append(*c, b...); return c }
func (c *code) sp() *code          { return c.op(module.OpLocalGet, 1) }

// access is a load or store at an offset, behind whose opcode its alignment follows.
func (c *code) access(op, align byte, offset int) *code {
	*c = module.AppendUnsigned(append(*c, op, align), uint64(offset))
	return c
}

// atomic is an atomic access at the address on the operand stack.
func (c *code) atomic(op, align byte) *code { return c.op(module.OpAtomic, op, align, 0) }

// pointer pushes the first argument, as an address.
func (c *code) pointer() *code { return c.sp().access(module.OpI64Load, 3, 8).op(module.OpI32WrapI64) }

// plain makes a body of one segment, as Go's compiler does.
func plain(f func(c *code)) maker {
	return func(uint64, int64) []byte {
		c := &code{1, 1, module.TypeI32, module.OpGlobalGet, 0, module.OpLocalSet, 1}
		c.op(module.OpBlock, module.TypeVoid, module.OpLocalGet, 0, module.OpBrTable, 0, 0, module.OpEnd)
		f(c)
		leave(c)
		return *c.op(module.OpUnreachable, module.OpEnd)
	}
}

// checked makes one whose first argument may be nil, which is a panic of the program's. The second segment is where a
// call of sigpanic would return to.
func checked(f func(c *code)) maker {
	return func(sigpanic uint64, back int64) []byte {
		c := &code{1, 1, module.TypeI32, module.OpGlobalGet, 0, module.OpLocalSet, 1}
		c.op(module.OpBlock, module.TypeVoid, module.OpBlock, module.TypeVoid, module.OpBlock, module.TypeVoid, module.OpLocalGet, 0, module.OpBrTable, 3, 0, 0, 0, 1, module.OpEnd)
		c.sp().access(module.OpI64Load, 3, 8).op(module.OpI64Eqz, module.OpIf, module.TypeVoid)
		c.sp().op(module.OpI32Const, 8, module.OpI32Sub, module.OpLocalTee, 1, module.OpGlobalSet, 0)
		c.sp().op(module.OpI64Const)
		*c = module.AppendSigned(*c, back)
		c.access(module.OpI64Store, 3, 0).op(module.OpI32Const, 0, module.OpCall)
		*c = module.AppendUnsigned(*c, sigpanic)
		c.op(module.OpGlobalGet, 0, module.OpLocalSet, 1, module.OpBrIf, 2, module.OpEnd)
		f(c)
		leave(c)
		return *c.op(module.OpEnd, module.OpUnreachable, module.OpEnd, module.OpI32Const, 1, module.OpEnd)
	}
}

func leave(c *code) {
	c.sp().op(module.OpI32Const, 8, module.OpI32Add, module.OpLocalTee, 1, module.OpGlobalSet, 0, module.OpI32Const, 0, module.OpReturn)
}

// width is what is different between atomic instructions of different sizes: the load among its group of seven, and how a
// value is loaded from the frame and stored there.
type width struct {
	bytes           int
	index           byte
	load, store, eq byte
	align           byte
}

var (
	byte1 = width{1, 2, module.OpI32Load8U, module.OpI32Store8, module.OpI32Eq, 0}
	word4 = width{4, 0, module.OpI32Load, module.OpI32Store, module.OpI32Eq, 2}
	word8 = width{8, 1, module.OpI64Load, module.OpI64Store, module.OpI64Eq, 3}
)

// The first instruction of each group of seven.
const (
	groupLoad    = 0x10
	groupStore   = 0x17
	groupAdd     = 0x1e
	groupAnd     = 0x2c
	groupOr      = 0x33
	groupXchg    = 0x41
	groupCmpxchg = 0x48
)

func (w width) argument(c *code, offset int)    { c.sp().access(w.load, w.align, offset) }
func (w width) result(c *code, offset int)      { c.access(w.store, w.align, offset) }
func (w width) instruction(c *code, group byte) { c.atomic(group+w.index, w.align) }

func load(w width) maker {
	return checked(func(c *code) {
		c.sp().pointer()
		w.instruction(c, groupLoad)
		w.result(c, 16)
	})
}

func store(w width) maker {
	return checked(func(c *code) {
		c.pointer()
		w.argument(c, 16)
		w.instruction(c, groupStore)
	})
}

// add gives the sum: the instruction gives what was there before.
func add(w width) maker {
	return checked(func(c *code) {
		c.sp().pointer()
		w.argument(c, 16)
		w.instruction(c, groupAdd)
		w.argument(c, 16)
		if w.bytes == 8 {
			c.op(module.OpI64Add)
		} else {
			c.op(module.OpI32Add)
		}
		w.result(c, 24)
	})
}

func exchange(w width) maker {
	return checked(func(c *code) {
		c.sp().pointer()
		w.argument(c, 16)
		w.instruction(c, groupXchg)
		w.result(c, 24)
	})
}

func bits(w width, group byte) maker {
	return checked(func(c *code) {
		c.pointer()
		w.argument(c, 16)
		w.instruction(c, group)
		c.op(module.OpDrop)
	})
}

func swap(w width) maker {
	return checked(func(c *code) {
		c.sp().pointer()
		w.argument(c, 16)
		w.argument(c, 16+w.bytes)
		w.instruction(c, groupCmpxchg)
		w.argument(c, 16)
		c.op(w.eq).access(module.OpI32Store8, 0, (16+2*w.bytes+7)&^7)
	})
}

const atomicPackage = "internal/runtime/atomic."

// bodies are the functions that become atomic, by their names.
var bodies = func() map[string]maker {
	all := map[string]maker{
		"runtime.publicationBarrier": plain(func(c *code) { c.op(module.OpAtomic, module.OpAtomicFence&0xff, 0) }),
		"runtime.wasmFutexWait": plain(func(c *code) {
			c.sp().pointer().sp().access(module.OpI32Load, 2, 16).sp().access(module.OpI64Load, 3, 24)
			c.atomic(module.OpAtomicWait32&0xff, 2).access(module.OpI32Store, 2, 32)
		}),
		"runtime.wasmFutexWake": plain(func(c *code) {
			c.sp().pointer().sp().access(module.OpI32Load, 2, 16).atomic(module.OpAtomicNotify&0xff, 2).access(module.OpI32Store, 2, 24)
		}),
	}
	for m, names := range map[*maker][]string{
		new(load(byte1)):           {"Load8"},
		new(load(word4)):           {"Load", "LoadAcq", "Loadint32"},
		new(load(word8)):           {"Loadp", "LoadAcq64", "LoadAcquintptr", "Load64", "Loaduintptr", "Loaduint", "Loadint64"},
		new(store(byte1)):          {"Store8"},
		new(store(word4)):          {"Store", "StoreRel", "Storeint32"},
		new(store(word8)):          {"StoreRel64", "StoreReluintptr", "Store64", "StorepNoWB", "Storeint64", "Storeuintptr"},
		new(add(word4)):            {"Xadd", "Xaddint32"},
		new(add(word8)):            {"Xadd64", "Xadduintptr", "Xaddint64"},
		new(exchange(byte1)):       {"Xchg8"},
		new(exchange(word4)):       {"Xchg", "Xchgint32"},
		new(exchange(word8)):       {"Xchg64", "Xchgint64", "Xchguintptr"},
		new(bits(byte1, groupAnd)): {"And8"},
		new(bits(byte1, groupOr)):  {"Or8"},
		new(bits(word4, groupAnd)): {"And"},
		new(bits(word4, groupOr)):  {"Or"},
		new(swap(word4)):           {"Cas", "CasRel", "Casint32"},
		new(swap(word8)):           {"Cas64", "Casint64", "Casp1", "Casuintptr"},
	} {
		for _, name := range names {
			all[atomicPackage+name] = *m
		}
	}
	return all
}()
