package site

import (
	"bytes"
	"errors"
)

// nameless blanks the names of the standard library's functions in a linked module, which only a crash's trace of calls would
// print: 2 % of what every visitor loads. Those of the project stay, so that a trace still says where it was. So do those of
// methods, which the runtime takes apart when a nil pointer has one called.
//
// It is done last: the rewriter knows some functions by their names.
//
// The linker writes all names into one table, one after the other, each ended by a zero. It is the longest stretch of such texts
// that a module has.
func nameless(module []byte) error {
	const least = 1000 // names that a Go program has, whatever it does
	start, end := longestTexts(module)
	table := module[start:end]
	if bytes.Count(table, []byte{0}) < least {
		return errors.New("the module has no table of functions' names")
	}
	for len(table) > 0 {
		n := bytes.IndexByte(table, 0)
		name := table[:n]
		if !bytes.HasPrefix(name, []byte("velocidade/")) && !bytes.HasPrefix(name, []byte("main.")) && !bytes.ContainsAny(name, "()") {
			for i := range name {
				name[i] = ' '
			}
		}
		table = table[n+1:]
	}
	return nil
}

// longestTexts finds the longest stretch of printable texts that are each ended by a zero.
func longestTexts(module []byte) (start, end int) {
	for at := 0; at < len(module); at++ {
		from := at
		last := from // after the last whole text
		for at < len(module) && (module[at] >= ' ' && module[at] != 0x7f || module[at] == 0 && at > last) {
			if module[at] == 0 {
				last = at + 1
			}
			at++
		}
		if last-from > end-start {
			start, end = from, last
		}
	}
	return start, end
}
