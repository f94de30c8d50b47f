package site

import (
	"bytes"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// leastUnsaid is the shortest text that is blanked: a shorter one might stand in the module for something else as well.
const leastUnsaid = 40

// unsaid are the texts of programs, lanes and runtimes that the page has from its manifest. The engine has them as well, since
// they stand where a program is registered, but never says them.
func unsaid() []string {
	var texts []string
	for _, k := range kernels.All() {
		texts = append(texts, k.Doc, k.Summary, k.Source)
		for _, p := range k.Params {
			texts = append(texts, p.Doc)
		}
	}
	for _, r := range bench.Runtimes() {
		texts = append(texts, r.Doc)
	}
	for _, l := range bench.Lanes() {
		texts = append(texts, l.Doc)
	}
	return texts
}

// blank puts spaces in place of those texts in a linked engine, which compress to nothing: 1 % of what every visitor loads. A
// text that is not there at all is an error, since whoever moved it would not learn that it is loaded again.
func blank(module []byte) error {
	done := map[string]bool{}
	for _, text := range unsaid() {
		if len(text) < leastUnsaid || done[text] {
			continue
		}
		done[text] = true
		at := bytes.Index(module, []byte(text))
		if at < 0 {
			return fmt.Errorf("the engine does not hold the text that starts %.60q", text)
		}
		for i := range len(text) {
			module[at+i] = ' '
		}
	}
	return nil
}
