package chapter

import (
	"net/url"
	"strconv"
	"strings"
)

// Address is the query that gives the playground the preset's state, as web/src/state/address.ts reads it.
func (p *Preset) Address() string {
	pairs := []string{"program=" + url.QueryEscape(p.Spec.Program)}
	name := ""
	for piece := range strings.SplitSeq(p.Args.String(), ",") {
		if key, value, found := strings.Cut(piece, "="); found {
			name = key
			pairs = append(pairs, key+"="+url.QueryEscape(value))
		} else if name != "" { // a further item of a list
			pairs[len(pairs)-1] += "," + url.QueryEscape(piece)
		}
	}
	pairs = append(pairs, "lanes="+strings.Join(p.Spec.Lanes, ","))
	if len(p.Spec.Workers) > 0 {
		pairs = append(pairs, "workers="+numbers(p.Spec.Workers))
	}
	return "?" + strings.Join(append(pairs, "blocks="+strconv.Itoa(p.Blocks)), "&")
}

func numbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",")
}
