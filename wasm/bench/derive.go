package bench

import (
	"math"

	"velocidade/kernels"
)

// Derive fills in everything in a report that follows from the rest of it: medians, intervals, outliers, speed-ups, claims,
// warnings and the verdict. A run ends with it, and so does reading a report from anywhere: what a link or a file says was found
// is never believed, only what it says was measured.
func Derive(rep *Report) {
	base := baselineOf(len(rep.Lanes), func(i int) string { return rep.Lanes[i].Lane })
	for i := range rep.Lanes {
		l := &rep.Lanes[i]
		l.MedianMs, l.IntervalMs, l.Confidence, l.Outliers, l.Speedup = nil, nil, 0, []int{}, nil
		summarise(l)
	}
	for i := range rep.Lanes {
		if i != base && rep.Status != Void {
			rep.Lanes[i].Speedup = speedup(rep.Lanes[base], rep.Lanes[i])
		}
	}
	t := newTelling(rep, base)
	rep.Claims = t.claims()
	rep.Warnings = warnings(rep, base)
	rep.Verdict = t.verdict()
}

// baselineOf gives the index of the entry that the others are compared with, of n entries on these lanes. Without a lane that
// runs on one worker, the first lane's smallest count has to serve.
func baselineOf(n int, lane func(i int) string) int {
	for i := range n {
		if executorOf(lane(i)) == ExecSingle {
			return i
		}
	}
	return 0
}

// titleOf names a program; one that is not known here goes by its name.
func titleOf(program string) string {
	if kernel, err := kernels.Lookup(program); err == nil {
		return kernel.Title
	}
	return program
}

// sixDigits rounds a time to six significant digits: a hundredth of what the finest clock resolves in a sample that is long
// enough for it, and half the length of a report.
func sixDigits(ms float64) float64 {
	if ms == 0 || math.IsInf(ms, 0) || math.IsNaN(ms) {
		return ms
	}
	const most = 12 // decimals: a femtosecond
	decimals := min(5-int(math.Floor(math.Log10(math.Abs(ms)))), most)
	return roundTo(ms, decimals)
}

// roundTo rounds to so many decimals, to the double that is nearest to that decimal number, so that it prints short. A
// negative count rounds to tens, hundreds and so on.
func roundTo(x float64, decimals int) float64 {
	if decimals < 0 {
		unit := math.Pow(10, float64(-decimals))
		return math.Round(x/unit) * unit
	}
	unit := math.Pow(10, float64(decimals))
	return math.Round(x*unit) / unit
}
