package bench

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"velocidade/wasm/format"
)

var numerals = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// inWords writes a whole number, as a word up to twelve.
func inWords(n int) string {
	if n >= 0 && n < len(numerals) {
		return numerals[n]
	}
	return strconv.Itoa(n)
}

// counted writes a number of things, the number as a word: "two workers".
func counted(n int, noun string) string { return inWords(n) + " " + plural(n, noun) }

func plural(n int, noun string) string { return format.Plural(n, noun) }

// Numbers are written by package format, as everywhere. In a sentence, "times as fast" stands in place of the sign.

func ratioText(x float64) string { return strings.TrimSuffix(format.Ratio(x), "×") }

func intervalText(interval [2]float64) string { return format.Ratios(interval[0], interval[1]) }

// timeText writes a time given in milliseconds: "1234 ms", "12.3 ms", "123 µs".
func timeText(ms float64) string { return format.Time(ms) }

// timesText writes the interval of a time.
func timesText(interval [2]float64) string { return format.Times(interval[0], interval[1]) }

// listed joins words as a sentence does: "a, b and c".
func listed(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// sentence makes a sentence of clauses: an upper-case letter first, one full stop last.
func sentence(clauses ...string) string {
	text := strings.TrimRight(strings.Join(clauses, "; "), " .")
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// label names an entry shortly: "go/single", "go/workers on 2".
func label(l *LaneResult) string {
	if executorOf(l.Lane) == ExecSingle {
		return l.Lane
	}
	return fmt.Sprintf("%s on %d", l.Lane, l.Workers)
}
