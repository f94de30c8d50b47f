package measure

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"velocidade/wasm/bench"
)

// readable is an answer as a report can hold it: characters that would change how the text around them is shown are written as
// Go writes them in a string, "\u202e", and of a long answer there is the beginning, with what is missing said. Lanes are
// compared by their whole answers before.
func readable(answer string) string {
	var b strings.Builder
	for i, r := range answer {
		piece := string(r)
		switch {
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(answer[i:]); size == 1 {
				piece = fmt.Sprintf(`\x%02x`, answer[i])
			}
		case r != '\n' && r != '\t' && !strconv.IsPrint(r) && !strconv.IsGraphic(r):
			quoted := strconv.QuoteRune(r)
			piece = quoted[1 : len(quoted)-1]
		}
		if b.Len()+len(piece) > bench.MaxResult-maxMissing {
			return b.String() + fmt.Sprintf("\n… (%d more bytes)", len(answer)-i)
		}
		b.WriteString(piece)
	}
	return b.String()
}

// maxMissing is room for the words about what is missing.
const maxMissing = 50
