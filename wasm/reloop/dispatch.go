package reloop

import (
	"cmp"
	"slices"

	"velocidade/wasm/module"
)

// A dispatcher goes by tables where its numbers lie close together. Those of a loop often don't: compilers put what
// rarely runs, such as a call to grow a slice, at the function's end. A function with many such loops would consist of
// tables with nothing in them.
const (
	sparse   = 32 // numbers for each entry above which there is more than one table
	maxGap   = 8  // numbers without an entry that a table goes on over
	smallLow = 8  // first number up to which a table begins at 0, since a subtraction takes no fewer bytes
)

// arrival is a number that a dispatcher is entered with, and the node that it leads to then.
type arrival struct{ pc, target int32 }

// dispatch writes a dispatcher. PC_B is nearly always 0, so that is asked first; a number without an entry traps. The table is
// in an if, so that control falls through for 0: where a branch for 0 led past the table, V8 put the table in the midst of the
// loop, and loops that call little were 7 % slower (strings.Map).
func (w *emitter) dispatch(n int32) {
	parts := w.partsOf(n)
	w.out = append(w.out, module.OpLocalGet, localPC, module.OpIf, module.TypeVoid)
	entries := w.spare.entries[:0]
	for i := range parts[1:] {
		entries = append(entries, arrival{parts[1+i].pc, parts[1+i].target})
	}
	w.spare.entries = entries
	byNumber := func(a, b arrival) int { return cmp.Compare(a.pc, b.pc) }
	if !slices.IsSortedFunc(entries, byNumber) {
		slices.SortFunc(entries, byNumber)
	}
	for len(entries) > 0 {
		run := len(entries)
		if int(entries[run-1].pc-entries[0].pc) >= sparse*run {
			run = 1
			for run < len(entries) && entries[run].pc-entries[run-1].pc <= maxGap {
				run++
			}
		}
		w.entries(entries[:run])
		entries = entries[run:]
	}
	w.out = append(w.out, module.OpUnreachable, module.OpEnd)
	if !w.follows(n, parts[0].target) {
		w.branch(module.OpBr, parts[0].target, 0)
	}
}

// entries writes the tests for a few numbers, in order; control goes on after them for any other.
func (w *emitter) entries(run []arrival) {
	low := run[0].pc
	if len(run) == 1 {
		w.out = append(w.out, module.OpLocalGet, localPC, module.OpI32Const)
		w.out = append(module.AppendSigned(w.out, int64(low)), module.OpI32Eq)
		w.branch(module.OpBrIf, run[0].target, 1)
		return
	}
	w.out = append(w.out, module.OpBlock, module.TypeVoid, module.OpLocalGet, localPC)
	if low <= smallLow {
		low = 0
	} else {
		w.out = append(w.out, module.OpI32Const)
		w.out = append(module.AppendSigned(w.out, int64(low)), module.OpI32Sub)
	}
	// 0 is the block around, after which come the next numbers. So do those beyond the last, at the end.
	targets := resize(w.spare.targets, int(run[len(run)-1].pc-low)+2)
	w.spare.targets = targets
	for _, e := range run {
		targets[e.pc-low] = w.labelOf(e.target, 2)
	}
	w.out = append(w.out, module.OpBrTable)
	w.out = module.AppendUnsigned(w.out, uint64(len(targets)-1))
	for _, t := range targets {
		w.out = module.AppendUnsigned(w.out, t)
	}
	w.out = append(w.out, module.OpEnd)
}
