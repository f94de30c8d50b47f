package reloop

import "velocidade/wasm/module"

// Reason says why a function was left as it was.
type Reason string

const (
	NotGo            Reason = "does not take PC_B or keep SP in a local, as assembly and exports"
	NoDispatch       Reason = "has one segment only"
	UnknownCode      Reason = "holds an instruction that Go does not use"
	UnknownForm      Reason = "its blocks are not laid out as Go lays them out"
	UnknownBranch    Reason = "branches to where no Go function does"
	ReadsPC          Reason = "reads PC_B as a value"
	ValuesAcross     Reason = "keeps values on the operand stack across a jump"
	UnknownResume    Reason = "would resume at a PC_B that has no block"
	UnknownRecovery  Reason = "where it goes on after a panic is not where it calls runtime.deferreturn"
	TangledLoops     Reason = "its loops are nested too deeply"
	Inconsistent     Reason = "one stage did not find what the stage before it promises"
	Invalid          Reason = "the rewritten module would not be valid"
	ExcludedByOption Reason = "was not selected"
)

// Locals and globals with a fixed meaning in Go's calling convention.
const (
	localPC  = 0 // parameter: PC_B, the block to enter; later the register that holds the next block
	localSP  = 1 // copy of the global SP
	globalSP = 0
	globalG  = 2 // the present goroutine
)

// form is a body that follows Go's form:
//
//	global.get SP; local.set 1             prologue
//	block $unwind                          if there is a call that may unwind
//	  loop $dispatch                       if there is a jump
//	    block … block                      as many as there are segments
//	      local.get PC_B; br_table
//	    end   segment 0
//	    end   segment 1 …
//	  end
//	  unreachable
//	end
//	i32.const 1
//	end
type form struct {
	body        []byte
	code        []module.Instruction
	first, past int      // instructions of the segments: code[first:past]
	segments    int      // how many
	table       []uint32 // segment of each PC_B; the last one is that of every further PC_B
	loop        bool     // jumps go to $dispatch
	unwind      bool     // unwinding goes to $unwind
	prologue    int32    // bytes of the body up to the first block
}

// segment returns the number of the segment that a PC_B names.
func (f *form) segment(pc int64) int {
	if pc < 0 || pc >= int64(len(f.table)) {
		pc = int64(len(f.table)) - 1
	}
	return int(f.table[pc])
}

// matchForm decodes a body and finds the parts of Go's form in it.
// Invariant of a match: every segment of the table exists, and code[first:past] is all that runs.
func matchForm(f *form, body []byte) Reason {
	r := module.Reader{Data: body}
	for n := r.Count(); n > 0; n-- {
		r.U32()
		r.Byte()
	}
	if r.Bad {
		return UnknownCode
	}
	var ok bool
	code, ok := module.Decode(f.code[:0], body, r.Pos)
	*f = form{body: body, code: code, table: f.table[:0]}
	if !ok {
		return UnknownCode
	}
	if len(code) < 2 || !code[0].Is(module.OpGlobalGet, globalSP) || !code[1].Is(module.OpLocalSet, localSP) {
		return NotGo
	}
	f.prologue = code[1].End()
	i, opened, loopAt := 2, 0, -1
	for ; i < len(code) && (code[i].Op == module.OpBlock || code[i].Op == module.OpLoop); i++ {
		if code[i].Imm != module.TypeVoid || code[i].Op == module.OpLoop && loopAt >= 0 {
			return UnknownForm
		}
		if code[i].Op == module.OpLoop {
			loopAt = opened
		}
		opened++
	}
	if opened == 0 {
		f.table, f.segments, f.first = append(f.table, 0), 1, i
		if f.matchTail() != "" {
			return NoDispatch
		}
		return ""
	}
	if i+2 >= len(code) || !code[i].Is(module.OpLocalGet, localPC) || code[i+1].Op != module.OpBrTable || code[i+2].Op != module.OpEnd {
		return UnknownForm
	}
	f.table = module.Labels(f.table, body, code[i+1])
	last := f.table[len(f.table)-1]
	for _, segment := range f.table {
		if segment > last {
			return UnknownForm
		}
	}
	f.loop = loopAt >= 0
	f.segments = int(last) + 1
	around := opened - f.segments
	if f.loop {
		around--
	}
	if around != 0 && around != 1 || f.loop && loopAt != around {
		return UnknownForm
	}
	f.unwind = around == 1
	f.first = i + 3
	return f.matchTail()
}

// matchTail finds the end of the last segment, from the end of the body backwards.
func (f *form) matchTail() Reason {
	f.past = len(f.code)
	back := func(op module.Opcode) bool {
		f.past--
		return f.past >= f.first && f.code[f.past].Op == op
	}
	ok := back(module.OpEnd)
	if f.unwind {
		ok = ok && back(module.OpI32Const) && f.code[f.past].Imm == 1 && back(module.OpEnd)
	}
	ok = ok && back(module.OpUnreachable)
	if f.loop {
		ok = ok && back(module.OpEnd)
	}
	if !ok {
		return UnknownForm
	}
	return ""
}
