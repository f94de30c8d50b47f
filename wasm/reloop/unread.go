package reloop

import (
	"slices"

	"velocidade/wasm/module"
)

// countReads counts how many instructions read each web.
func (w *narrower) countReads() {
	w.reads = resize(w.reads, len(w.webs.up))
	for _, i := range w.webs.list {
		if web := w.webs.of[i]; web != none && w.code[i].Op == module.OpLocalGet {
			w.reads[web]++
		}
	}
}

// dropUnread takes out assignments that no one reads of what lies in the frame or in another local: what Go's compiler loads
// again after a call whether it is used or not. It goes backwards, since an assignment that is taken out may have been the last
// reader of one before.
func (w *narrower) dropUnread() {
	for _, i := range slices.Backward(w.webs.list) {
		web := w.webs.of[i]
		if i < 2 || web == none || w.code[i].Op != module.OpLocalSet || w.reads[web] > 0 {
			continue
		}
		switch from := &w.code[i-1]; {
		case from.Op == module.OpLocalGet:
			if read := w.webs.of[i-1]; read != none {
				w.reads[read]--
			}
			w.code[i-1].Op, w.code[i].Op = module.OpNop, module.OpNop
		case from.Op >= module.OpFirstLoad && from.Op <= module.OpLastLoad && from.Imm < frameLimit && w.code[i-2].Is(module.OpLocalGet, localSP):
			w.code[i-2].Op, w.code[i-1].Op, w.code[i].Op = module.OpNop, module.OpNop, module.OpNop
		}
	}
}
