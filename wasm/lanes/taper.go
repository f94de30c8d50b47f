package lanes

import "velocidade/kernels"

// longestPart is of how many ranges a part is at most: by the way ranges are made, some 60 ms of the baseline's time. The
// message that ends a part costs the coordinator half a millisecond of a core, and that core is one of the workers'.
const longestPart = 12

// taper joins neighbours among the ranges of a round to its parts: long ones first, for each costs its worker a message there
// and back, and short ones at the end, so that workers that are not equally fast are done at the same time. It is guided
// self-scheduling (C. D. Polychronopoulos and D. J. Kuck, IEEE Transactions on Computers, 1987), with three quarters
// of an equal share as the next part, and a limit. Where a program was asked for more ranges than it can be cut into, each is
// longer than was meant, so fewer are joined.
func taper(ranges []kernels.Range, asked, workers int) []kernels.Range {
	most := longestPart * len(ranges) / max(asked, 1)
	var parts []kernels.Range
	for len(ranges) > 0 {
		share := (3*len(ranges) + 4*workers - 1) / (4 * workers)
		n := max(min(share, most), 1)
		parts = append(parts, kernels.Range{Lo: ranges[0].Lo, Hi: ranges[n-1].Hi})
		ranges = ranges[n:]
	}
	return parts
}
