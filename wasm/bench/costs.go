package bench

import "velocidade/wasm/format"

// What became of the workers' time. Each sample tells how long the run took (wall) and how long its parts took inside the
// workers, added up (compute); one worker in the same block tells how long the work takes where nothing runs beside it. From
// these follow three shares of workers × wall time, block by block:
//
//	work      as long as the work took alone
//	slowed    by how much its parts took longer side by side
//	waiting   the rest, in which a worker had no part: messages, merging, the others' last parts
//
// A share is the trimmed mean of the blocks', with its interval. It is not kept from being negative: a share that is cut off
// at nought in every block is too large on average.

// costs gives the three shares of every entry that has them: of workers that ran the program as one worker did.
func (t *telling) costs() []*Claim {
	if executorOf(t.base.Lane) != ExecSingle {
		return nil
	}
	var found []*Claim
	for i := range t.rep.Lanes {
		l := &t.rep.Lanes[i]
		if l.Speedup == nil || l.Args != t.base.Args || l.Workers < 2 || !t.alike(l) {
			continue
		}
		n := min(len(l.ComputeMs), len(t.base.ComputeMs))
		work, slowed, waiting := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range n {
			all := float64(l.Workers) * l.SamplesMs[i]
			work[i], slowed[i] = t.base.ComputeMs[i]/all, (l.ComputeMs[i]-t.base.ComputeMs[i])/all
			waiting[i] = 1 - l.ComputeMs[i]/all
		}
		for _, c := range []struct {
			kind   ClaimKind
			shares []float64
			what   string
		}{{ClaimWork, work, "of the time was the work"}, {ClaimSlowed, slowed, "went into parts that took longer side by side"},
			{ClaimWaiting, waiting, "was waiting"}} {
			claim := t.about(c.kind, l)
			claim.Ratio = trimmed(c.shares)
			// A share below a hundredth is none, as far as anybody is concerned.
			claim.Difference = Undecided
			switch lo, hi := claim.Ratio.Interval[0], claim.Ratio.Interval[1]; {
			case hi < leastShare:
				claim.Difference = Same
			case lo > 0:
				claim.Difference = Slower
			}
			if c.kind == ClaimSlowed && claim.Difference != Slower {
				claim.Text = "parts took no longer side by side, as far as can be told (" + sharesText(claim.Ratio) + ")"
			} else {
				claim.Text = format.Percent(claim.Ratio.Value) + " " + c.what + " (" + sharesText(claim.Ratio) + ")"
			}
			found = append(found, claim)
		}
	}
	return found
}

// leastShare is what a share of the time has to reach to be worth a word.
const leastShare = 0.01

func sharesText(r *Ratio) string { return format.Percents(r.Interval[0], r.Interval[1]) }
