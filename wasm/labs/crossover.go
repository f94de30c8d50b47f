package labs

import (
	"math"
	"strings"
)

// stretch is a range of sizes within which something pays.
type stretch struct {
	from, to    float64 // sizes, where the gain passes through one; the ends of what was tried where it does not
	begun, ends bool    // whether it passes at that end, within what was tried
}

// stretches gives where the gains are above one, in the order of their sizes. Between two sizes that were tried the gain is
// taken to run straight on logarithmic scales, as it is drawn: what grows by a power of the size does.
func stretches(gains [][2]float64) []stretch {
	var all []stretch
	inside := false
	for i, at := range gains {
		pays := at[1] > 1
		if pays == inside {
			continue
		}
		inside = pays
		edge := at[0]
		if i > 0 {
			edge = passesOne(gains[i-1], at)
		}
		if pays {
			all = append(all, stretch{from: edge, to: gains[len(gains)-1][0], begun: i > 0})
		} else {
			last := &all[len(all)-1]
			last.to, last.ends = edge, true
		}
	}
	return all
}

// passesOne gives the size at which a gain passes through one on its way between two sizes.
func passesOne(a, b [2]float64) float64 {
	share := math.Log(a[1]) / (math.Log(a[1]) - math.Log(b[1]))
	return math.Exp(math.Log(a[0]) + share*(math.Log(b[0])-math.Log(a[0])))
}

// stretchWords says where something pays, of what was tried.
func stretchWords(all []stretch, gains [][2]float64) string {
	if len(all) == 0 {
		return "at no size up to " + bytesText(int(gains[len(gains)-1][0]))
	}
	var said []string
	for _, s := range all {
		from, to := bytesText(int(math.Round(s.from))), bytesText(int(math.Round(s.to)))
		switch {
		case s.begun && s.ends:
			said = append(said, "from "+from+" to "+to)
		case s.begun:
			said = append(said, "from "+from+" on")
		case s.ends:
			said = append(said, "up to "+to)
		default:
			said = append(said, "at every size from "+from+" on")
		}
	}
	return strings.Join(said, " and ")
}

// crossings gives the points at which a gain passes through one: a mark each.
func crossings(row Row) []Mark {
	var marks []Mark
	mark := func(size float64) {
		label := row.Label + ", " + bytesText(int(math.Round(size)))
		marks = append(marks, Mark{X: size, Y: 1, Look: row.Look, Label: label})
	}
	for _, s := range stretches(row.Points) {
		if s.begun {
			mark(s.from)
		}
		if s.ends {
			mark(s.to)
		}
	}
	return marks
}
