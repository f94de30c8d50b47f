package reloop

// countReads counts how many instructions read each web.
func (w *narrower) countReads() {
	w.reads = resize(w.reads, len(w.webs.up))
	for _, i := range w.webs.list {
		if web := w.webs.of[i]; web != none && w.code[i].op == opLocalGet {
			w.reads[web]++
		}
	}
}

// dropUnread takes out assignments that no one reads of what lies in the frame or in another local: what Go's compiler loads
// again after a call whether it is used or not.
func (w *narrower) dropUnread() {
	for _, i := range w.webs.list {
		web := w.webs.of[i]
		if i < 2 || web == none || w.code[i].op != opLocalSet || w.reads[web] > 0 {
			continue
		}
		switch from := &w.code[i-1]; {
		case from.op == opLocalGet:
			if read := w.webs.of[i-1]; read != none {
				w.reads[read]--
			}
			w.code[i-1].op, w.code[i].op = opNop, opNop
		case from.op >= opFirstLoad && from.op <= opLastLoad && from.imm < frameLimit && w.code[i-2].is(opLocalGet, localSP):
			w.code[i-2].op, w.code[i-1].op, w.code[i].op = opNop, opNop, opNop
		}
	}
}
