package labs

// Turns are stretches of time in which a thread computed: starts and ends in milliseconds, in order.

// sharedTime is for which part of the time that two threads took together both were computing.
func sharedTime(a, b [][2]float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0.0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		both += max(0, min(a[i][1], b[k][1])-max(a[i][0], b[k][0]))
		if a[i][1] < b[k][1] {
			i++
		} else {
			k++
		}
	}
	whole := max(a[len(a)-1][1], b[len(b)-1][1]) - min(a[0][0], b[0][0])
	if whole <= 0 {
		return 0
	}
	return both / whole
}

// turnsRow draws turns on a timeline, with the times between them as waiting.
func turnsRow(label, look string, turns [][2]float64, began float64) Row {
	row := Row{Label: label, Look: look}
	for i, turn := range turns {
		if i > 0 {
			row.Spans = append(row.Spans, Span{StartMs: turns[i-1][1] - began, EndMs: turn[0] - began, Phase: "wait"})
		}
		row.Spans = append(row.Spans, Span{StartMs: turn[0] - began, EndMs: turn[1] - began, Phase: "run"})
	}
	return row
}
