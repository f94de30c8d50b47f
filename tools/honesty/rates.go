package honesty

import (
	"math/rand/v2"
	"runtime"
	"sync"

	"velocidade/wasm/bench"
)

// Rates is what many reports of one condition come to, as shares of them.
type Rates struct {
	False  float64 // claim a difference where there is none
	Warned float64 // of those, with a warning that says that samples cannot be trusted
	Holds  float64 // have an interval that holds the true ratio
	Found  float64 // claim a difference of 5 % that there is
}

// doubts are the warnings that take back what the figures seem to say.
var doubts = map[bench.WarningCode]bool{bench.WarnSerial: true, bench.WarnLevels: true, bench.WarnLaneDrift: true, bench.WarnOutliers: true}

// RatesOf measures so many reports of a condition, and as many with a true difference.
func RatesOf(c Condition, blocks, reports int) (Rates, error) {
	alike, err := tallied(reports, func(i int) (*bench.Report, error) { return Report(c, pair(blocks, 1), seedOf(i, blocks)) }, judgeAlike)
	if err != nil {
		return Rates{}, err
	}
	apart, err := tallied(reports, func(i int) (*bench.Report, error) { return Report(c, pair(blocks, 1.05), seedOf(i, blocks)) }, judgeApart)
	return Rates{alike[0], alike[1], alike[2], apart[0]}, err
}

func seedOf(i, blocks int) uint64 { return uint64(i)*1_000_003 + uint64(blocks) }

func judgeAlike(rep *bench.Report) (is [4]bool) {
	c := headline(rep)
	claimed := c.Difference == bench.Faster || c.Difference == bench.Slower
	for _, w := range rep.Warnings {
		is[1] = is[1] || claimed && doubts[w.Code]
	}
	is[0] = claimed
	is[2] = c.Ratio != nil && c.Ratio.Interval[0] <= 1 && c.Ratio.Interval[1] >= 1
	return is
}

func judgeApart(rep *bench.Report) (is [4]bool) {
	is[0] = headline(rep).Difference == bench.Faster
	return is
}

func headline(rep *bench.Report) *bench.Claim { return rep.Claims[0] }

// WarnedOf is the share of reports of what is measured on quiet machines that have any warning.
func WarnedOf(c Condition, truth *Truth, reports int) (float64, error) {
	share, err := tallied(reports, func(i int) (*bench.Report, error) { return Report(c, truth, seedOf(i, truth.Blocks)) },
		func(rep *bench.Report) (is [4]bool) { is[0] = len(rep.Warnings) > 0; return is })
	return share[0], err
}

// FoundOf is the share of reports with a warning of one kind.
func FoundOf(c Condition, truth *Truth, code bench.WarningCode, reports int) (float64, error) {
	share, err := tallied(reports, func(i int) (*bench.Report, error) { return Report(c, truth, seedOf(i, truth.Blocks)) },
		func(rep *bench.Report) (is [4]bool) {
			for _, w := range rep.Warnings {
				is[0] = is[0] || w.Code == code
			}
			return is
		})
	return share[0], err
}

// TwoRuns is the share of pairs of sets of runs that are said to differ in the first claim of a lane: the later runs' lane is so
// many times as fast as the earlier ones', and every run's ratio is off by a scatter of its own.
func TwoRuns(runs, pairs int, gain, scatter float64) (float64, error) {
	truth := sweep(10, 8, map[int]float64{2: 1.95})
	c := normal("", 0.01)
	found := 0
	for i := range pairs {
		var sides [2][]*bench.Report
		for side := range sides {
			for k := range runs {
				seed := seedOf(i*64+side*32+k, 10)
				m := &machine{random: rand.New(rand.NewPCG(seed, 13))}
				changed := *truth
				changed.WallMs = map[bench.Entry]float64{}
				for _, e := range []bench.Entry{{Lane: single, Workers: 1}, {Lane: goroutines, Workers: 2}, {Lane: workers, Workers: 2}} {
					changed.WallMs[e] = truth.WallMs[e]
					if e.Lane != single {
						changed.WallMs[e] *= m.near(scatter)
					}
					if side == 1 && e.Lane == workers {
						changed.WallMs[e] /= gain
					}
				}
				rep, err := Report(c, &changed, seed)
				if err != nil {
					return 0, err
				}
				sides[side] = append(sides[side], rep)
			}
		}
		for _, l := range bench.CompareRuns(sides[0], sides[1]).Lanes {
			if d := l.Difference; (d == bench.Faster || d == bench.Slower) && (gain == 1 || l.Lane == workers && d == bench.Faster) {
				found++
				break
			}
		}
	}
	return float64(found) / float64(pairs), nil
}

// tallied makes reports, on all cores, and gives the shares of them for which each question is answered by yes.
func tallied(reports int, make func(i int) (*bench.Report, error), judge func(*bench.Report) [4]bool) (shares [4]float64, err error) {
	var mutex sync.Mutex
	var all sync.WaitGroup
	next := 0
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for {
				mutex.Lock()
				i := next
				next++
				done := i >= reports || err != nil
				mutex.Unlock()
				if done {
					return
				}
				rep, failed := make(i)
				var is [4]bool
				if failed == nil {
					is = judge(rep)
				}
				mutex.Lock()
				if failed != nil {
					err = failed
				}
				for k, yes := range is {
					if yes {
						shares[k] += 1 / float64(reports)
					}
				}
				mutex.Unlock()
			}
		})
	}
	all.Wait()
	return shares, err
}
