package reloop

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
	TangledLoops     Reason = "its loops are nested too deeply"
	Inconsistent     Reason = "one stage did not find what the stage before it promises"
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
	code        []instruction
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
	r := reader{data: body}
	for n := r.count(); n > 0; n-- {
		r.u32()
		r.byte()
	}
	if r.bad {
		return UnknownCode
	}
	var ok bool
	code, ok := decode(f.code[:0], body, r.pos)
	*f = form{body: body, code: code, table: f.table[:0]}
	if !ok {
		return UnknownCode
	}
	if len(code) < 2 || !code[0].is(opGlobalGet, globalSP) || !code[1].is(opLocalSet, localSP) {
		return NotGo
	}
	f.prologue = code[1].end()
	i, opened, loopAt := 2, 0, -1
	for ; i < len(code) && (code[i].op == opBlock || code[i].op == opLoop); i++ {
		if code[i].imm != typeVoid || code[i].op == opLoop && loopAt >= 0 {
			return UnknownForm
		}
		if code[i].op == opLoop {
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
	if i+2 >= len(code) || !code[i].is(opLocalGet, localPC) || code[i+1].op != opBrTable || code[i+2].op != opEnd {
		return UnknownForm
	}
	f.table = labels(f.table, body, code[i+1])
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
	back := func(op opcode) bool {
		f.past--
		return f.past >= f.first && f.code[f.past].op == op
	}
	ok := back(opEnd)
	if f.unwind {
		ok = ok && back(opI32Const) && f.code[f.past].imm == 1 && back(opEnd)
	}
	ok = ok && back(opUnreachable)
	if f.loop {
		ok = ok && back(opEnd)
	}
	if !ok {
		return UnknownForm
	}
	return ""
}
