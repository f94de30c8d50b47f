// Package format writes numbers as the page does, for what is drawn without it: the pages and pictures of shared runs, and
// the recorded runs of the chapter. The original is web/src/format.ts. Times come in milliseconds.
package format

import (
	"math"
	"strconv"
	"strings"
)

// Space stands between a number and its unit, and between thousands: a narrow no-break space.
const Space = "\u202f"

// unit is a unit of time, and how many of it make a millisecond.
type unit struct {
	name  string
	perMs float64
}

// unitFor gives the unit in which a time of that size reads best; give the largest of a column or an axis.
func unitFor(ms float64) unit {
	switch {
	case ms < 1:
		return unit{"µs", 1000}
	case ms < 10_000:
		return unit{"ms", 1}
	}
	return unit{"s", 0.001}
}

// Decimals is as many as three significant figures take, three at the most.
func Decimals(x float64) int {
	switch {
	case x >= 100 || x == 0:
		return 0
	case x >= 10:
		return 1
	case x >= 1:
		return 2
	}
	return 3
}

// Number writes a number with spaces between thousands: "12 345.6". What is no number is a dash.
func Number(x float64, digits int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	if x < 0 {
		return "−" + Number(-x, digits)
	}
	text := strconv.FormatFloat(x, 'f', digits, 64)
	whole, rest, _ := strings.Cut(text, ".")
	if len(whole) > 4 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + Space + whole[i:]
		}
	}
	if rest == "" {
		return whole
	}
	return whole + "." + rest
}

// Whole writes a whole number.
func Whole(n int) string { return Number(float64(n), 0) }

// Time writes a time with its unit: "182 ms".
func Time(ms float64) string {
	u := unitFor(ms)
	return Number(ms*u.perMs, Decimals(ms*u.perMs)) + Space + u.name
}

// Times writes an interval of times with its unit, both ends with the decimals of the larger: "181–184 ms".
func Times(lo, hi float64) string {
	u := unitFor(hi)
	digits := Decimals(hi * u.perMs)
	if Number(lo*u.perMs, digits) == Number(hi*u.perMs, digits) {
		digits++ // an interval narrower than its last decimal would print as a point
	}
	return Number(lo*u.perMs, digits) + "–" + Number(hi*u.perMs, digits) + Space + u.name
}

// Ratio writes a ratio: "1.94×".
func Ratio(x float64) string { return Number(x, ratioDigits(x)) + "×" }

// Ratios writes an interval of ratios: "1.91–1.97".
func Ratios(lo, hi float64) string {
	digits := ratioDigits(hi)
	return Number(lo, digits) + "–" + Number(hi, digits)
}

// Percent writes a share of one: "97 %".
func Percent(share float64) string { return Number(share*100, 0) + Space + "%" }

// Percents writes an interval of shares: "95–98 %".
func Percents(lo, hi float64) string {
	digits := 0
	if Number(lo*100, 0) == Number(hi*100, 0) {
		digits = 1
	}
	return Number(lo*100, digits) + "–" + Number(hi*100, digits) + Space + "%"
}

func ratioDigits(x float64) int {
	switch {
	case x >= 100:
		return 0
	case x >= 10:
		return 1
	case x >= 0.1:
		return 2
	}
	return 3
}
