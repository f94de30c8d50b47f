package reloop

import "slices"

// Engines keep in registers, over code that rarely runs, what the rest needs, if they are told which code that is: by the custom section
// of https://github.com/WebAssembly/branch-hinting. It is told of [hot] functions, in which calls and moves of memory that are still there
// are rare, and of small functions that call themselves, in which the checks of the stack and for nil are. So is unwinding.
//
// (Of all functions, checks and unwinding alone would be 67 KB of hints in a module of 3 MB.)

const hintSection = "metadata.code.branch_hint"

// hint says of the branch at an offset in a body whether it is likely to be taken.
type hint struct {
	offset int32
	likely byte
}

// encodeHints adds a section of hints before that of the code.
func (p *program) encodeHints() {
	var body []byte
	count := 0
	for i, f := range p.functions {
		isRare := p.onlyUnwinds
		if hot[f.name] != nil {
			isRare = callsOrMoves
		} else if !p.recursive[i] {
			continue
		}
		list := hints(p.bodies[i], isRare)
		if len(list) == 0 {
			continue
		}
		count++
		body = appendUnsigned(appendUnsigned(body, uint64(p.imported+i)), uint64(len(list)))
		for _, h := range list {
			body = append(appendUnsigned(body, uint64(h.offset)), 1, h.likely)
		}
	}
	p.sections = slices.DeleteFunc(p.sections, func(s section) bool { // of code that is no more
		r := &reader{data: s.body}
		return s.id == sectionCustom && r.name() == hintSection
	})
	at := slices.IndexFunc(p.sections, func(s section) bool { return s.id == sectionCode })
	if count == 0 || at < 0 {
		return
	}
	head := appendUnsigned(append([]byte{byte(len(hintSection))}, hintSection...), uint64(count))
	p.sections = slices.Insert(p.sections, at, section{sectionCustom, append(head, body...)})
}

func (p *program) onlyUnwinds(x instruction) bool { return x.op == opCall && p.unwinds[x.imm] }

func callsOrMoves(x instruction) bool {
	return x.op == opCall || x.op == opCallIndirect || x.op == opMemoryFill || x.op == opMemoryCopy
}

// hints finds the branches of a body one side of which leads to what is rare, whatever happens, and the other does not. It goes over
// structured code backwards, with what is known at each label.
func hints(body []byte, isRare func(instruction) bool) []hint {
	b := decoded{body: body}
	if b.decode(); !b.ok {
		return nil
	}
	type block struct{ exit, orElse bool } // whether its label and, of an if, its other side lead there
	var open []block
	var table []uint32
	var list []hint
	leads := true // the end of a body is reached to unwind
	loops := loopEnds(b.code)
	at := func(label int64) bool {
		i := int64(len(open)) - 1 - label
		return i < 0 || open[i].exit
	}
	branch := func(x instruction, taken, not bool) {
		switch {
		case taken && !not:
			list = append(list, hint{x.start, 0})
		case not && !taken:
			list = append(list, hint{x.start, 1})
		}
		leads = taken && not
	}
	for i, x := range slices.Backward(b.code) {
		if len(open) == 0 && (x.op == opElse || x.op.opensBlock()) {
			return nil // a body that was left as it was, and is not valid
		}
		switch {
		case x.op == opEnd:
			open = append(open, block{exit: leads && !loops[i], orElse: leads}) // nothing is known of the beginning of a loop yet
		case x.op == opElse:
			o := &open[len(open)-1]
			o.orElse, leads = leads, o.exit
		case x.op.opensBlock():
			o := open[len(open)-1]
			open = open[:len(open)-1]
			if x.op == opIf {
				branch(x, leads, o.orElse)
			}
		case x.op == opBr:
			leads = at(x.imm)
		case x.op == opBrIf:
			branch(x, at(x.imm), leads)
		case x.op == opBrTable:
			leads = true
			table = labels(table[:0], body, x)
			for _, label := range table {
				leads = leads && at(int64(label))
			}
		case x.op == opReturn:
			leads = false
		case x.op == opUnreachable || isRare(x):
			leads = true
		}
	}
	slices.Reverse(list)
	return list
}

// loopEnds finds the ends of loops.
func loopEnds(code []instruction) map[int]bool {
	all := map[int]bool{}
	var open []opcode
	for i, x := range code {
		switch {
		case x.op.opensBlock():
			open = append(open, x.op)
		case x.op == opEnd && len(open) > 0:
			if open[len(open)-1] == opLoop {
				all[i] = true
			}
			open = open[:len(open)-1]
		}
	}
	return all
}
