// Counting words
//
// A program that prints, with maps, sorting and a table.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"
)

const text = `Two workers take a task apart. One worker takes the left, one worker takes the right,
and a third worker waits: for a task, for a turn, for a worker that is late.`

func main() {
	counts := map[string]int{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		counts[word]++
	}
	words := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, word := range words[:8] {
		fmt.Fprintf(table, "%s\t%d\t%s\n", word, counts[word], strings.Repeat("*", counts[word]))
	}
	table.Flush()
}
