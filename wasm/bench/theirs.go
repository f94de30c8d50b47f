package bench

import "strings"

// theirs quotes what a run says of itself, of which nobody knows who wrote it: as one line, of a length that a sentence can bear,
// and in quotation marks that it cannot leave.
func theirs(text string) string {
	line := strings.NewReplacer("“", "'", "”", "'").Replace(strings.Join(strings.Fields(text), " "))
	line = strings.TrimRight(line, ".")
	if runes := []rune(line); len(runes) > maxTheirs {
		line = string(runes[:maxTheirs-1]) + "…"
	}
	return "“" + line + "”"
}

const maxTheirs = 200 // characters
