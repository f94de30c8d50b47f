package reloop

import (
	"slices"

	"velocidade/wasm/module"
)

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
		if hot[f.Name] != nil {
			isRare = callsOrMoves
		} else if !p.recursive[i] {
			continue
		}
		list := hints(p.Bodies[i], isRare)
		if len(list) == 0 {
			continue
		}
		count++
		body = module.AppendUnsigned(module.AppendUnsigned(body, uint64(p.Imported+i)), uint64(len(list)))
		for _, h := range list {
			body = append(module.AppendUnsigned(body, uint64(h.offset)), 1, h.likely)
		}
	}
	p.Sections = slices.DeleteFunc(p.Sections, func(s module.Section) bool { // of code that is no more
		r := &module.Reader{Data: s.Body}
		return s.ID == module.SectionCustom && r.Name() == hintSection
	})
	at := slices.IndexFunc(p.Sections, func(s module.Section) bool { return s.ID == module.SectionCode })
	if count == 0 || at < 0 {
		return
	}
	head := module.AppendUnsigned(append([]byte{byte(len(hintSection))}, hintSection...), uint64(count))
	p.Sections = slices.Insert(p.Sections, at, module.Section{ID: module.SectionCustom, Body: append(head, body...)})
}

func (p *program) onlyUnwinds(x module.Instruction) bool {
	return x.Op == module.OpCall && p.unwinds[x.Imm]
}

func callsOrMoves(x module.Instruction) bool {
	return x.Op == module.OpCall || x.Op == module.OpCallIndirect || x.Op == module.OpMemoryFill || x.Op == module.OpMemoryCopy
}

// hints finds the branches of a body one side of which leads to what is rare, whatever happens, and the other does not. It goes over
// structured code backwards, with what is known at each label.
func hints(body []byte, isRare func(module.Instruction) bool) []hint {
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
	branch := func(x module.Instruction, taken, not bool) {
		switch {
		case taken && !not:
			list = append(list, hint{x.Start, 0})
		case not && !taken:
			list = append(list, hint{x.Start, 1})
		}
		leads = taken && not
	}
	for i, x := range slices.Backward(b.code) {
		if len(open) == 0 && (x.Op == module.OpElse || x.Op.OpensBlock()) {
			return nil // a body that was left as it was, and is not valid
		}
		switch {
		case x.Op == module.OpEnd:
			open = append(open, block{exit: leads && !loops[i], orElse: leads}) // nothing is known of the beginning of a loop yet
		case x.Op == module.OpElse:
			o := &open[len(open)-1]
			o.orElse, leads = leads, o.exit
		case x.Op.OpensBlock():
			o := open[len(open)-1]
			open = open[:len(open)-1]
			if x.Op == module.OpIf {
				branch(x, leads, o.orElse)
			}
		case x.Op == module.OpBr:
			leads = at(x.Imm)
		case x.Op == module.OpBrIf:
			branch(x, at(x.Imm), leads)
		case x.Op == module.OpBrTable:
			leads = true
			table = module.Labels(table[:0], body, x)
			for _, label := range table {
				leads = leads && at(int64(label))
			}
		case x.Op == module.OpReturn:
			leads = false
		case x.Op == module.OpUnreachable || isRare(x):
			leads = true
		}
	}
	slices.Reverse(list)
	return list
}

// loopEnds finds the ends of loops.
func loopEnds(code []module.Instruction) map[int]bool {
	all := map[int]bool{}
	var open []module.Opcode
	for i, x := range code {
		switch {
		case x.Op.OpensBlock():
			open = append(open, x.Op)
		case x.Op == module.OpEnd && len(open) > 0:
			if open[len(open)-1] == module.OpLoop {
				all[i] = true
			}
			open = open[:len(open)-1]
		}
	}
	return all
}
