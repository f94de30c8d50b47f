package bench

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
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

func plural(n int, noun string) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "s"):
		return noun + "es"
	}
	return noun + "s"
}

// decimals gives the digits after the point that leave three or so that count.
func decimals(x float64) int {
	switch x = math.Abs(x); {
	case x >= 100:
		return 0
	case x >= 10:
		return 1
	case x >= 0.1 || x == 0:
		return 2
	case x >= 0.01:
		return 3
	}
	return 4
}

// ratioText writes a ratio, and intervalText the interval of one, to the same number of digits.
func ratioText(x float64) string { return strconv.FormatFloat(x, 'f', decimals(x), 64) }

func intervalText(lo, hi, ratio float64) string {
	d := decimals(ratio)
	return strconv.FormatFloat(lo, 'f', d, 64) + "–" + strconv.FormatFloat(hi, 'f', d, 64)
}

// scaleOf gives the unit in which a time in milliseconds reads best, and the factor into it.
func scaleOf(ms float64) (factor float64, unit string) {
	switch {
	case ms >= 1000:
		return 1e-3, "s"
	case ms >= 1 || ms == 0:
		return 1, "ms"
	}
	return 1e3, "µs"
}

// timeText writes a time given in milliseconds: "1.23 s", "12.3 ms", "123 µs".
func timeText(ms float64) string {
	factor, unit := scaleOf(ms)
	return ratioText(ms*factor) + " " + unit
}

// timesText writes the interval of a time.
func timesText(interval [2]float64, ms float64) string {
	factor, unit := scaleOf(ms)
	return intervalText(interval[0]*factor, interval[1]*factor, ms*factor) + " " + unit
}

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
