package honesty

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"time"

	"velocidade/wasm/bench"
)

// Measure holds reports against the truth, so many a condition, and writes what came of it as Markdown.
func Measure(ctx context.Context, reports int, log io.Writer) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# How often reports are wrong\n\nWritten by `make honesty` on %s, from %d simulated reports a condition and length; seeds are fixed, so it\n"+
		"comes out the same until the statistics change. Figures are percentages of reports. A figure that misses its target is marked ✗.\n\n",
		time.Now().UTC().Format("2006-01-02"), reports)
	fmt.Fprint(&b, "## Inside one run\n\nFalse: claims a difference between two lanes that are alike (target: at most 5; at most 7 where samples of one lane depend on\n"+
		"each other, not counting those with a warning that says so). Holds: the interval holds the true ratio (93 to 97 is meant;\n"+
		"at least 90 where samples depend). Found: a true difference of 5 % is claimed (at least 95 at ten blocks and 2 % of noise).\n\n"+
		"| noise | false: 6, 10, 20 blocks | holds | found |\n|---|---|---|---|\n")
	for _, c := range Conditions() {
		var false_, holds, found string
		for _, blocks := range []int{6, 10, 20} {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			r, err := RatesOf(c, blocks, reports)
			if err != nil {
				return nil, err
			}
			most, least, wrong := 0.05, 0.93, r.False
			if c.Serial {
				most, least, wrong = 0.07, 0.90, r.False-r.Warned
			}
			false_ += cell(r.False, wrong <= most+slack(most, reports))
			if c.Serial {
				false_ += fmt.Sprintf(" (%.1f warned of)", 100*r.Warned)
			}
			holds += cell(r.Holds, r.Holds >= least-slack(least, reports))
			found += cell(r.Found, !(blocks == 10 && c.Name == "normal noise of 2 %") || r.Found >= 0.95-slack(0.95, reports))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.Name, false_, holds, found)
		fmt.Fprintf(log, "%s\n", c.Name)
	}
	if err := warned(&b, reports); err != nil {
		return nil, err
	}
	if err := across(&b, reports/4); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func cell(share float64, kept bool) string {
	mark := ""
	if !kept {
		mark = " ✗"
	}
	return fmt.Sprintf(" %.1f%s", 100*share, mark)
}

// slack is two standard errors of a share of so many reports.
func slack(share float64, reports int) float64 {
	return 2 * math.Sqrt(share*(1-share)/float64(reports))
}

func warned(b *bytes.Buffer, reports int) error {
	fmt.Fprint(b, "\n## Warnings\n\nOf quiet machines with any warning: at most 3 %.\n\n| machine | 6, 10, 20 blocks |\n|---|---|\n")
	skewed := Conditions()[4]
	for _, q := range []struct {
		says  string
		c     Condition
		cores int
		gains map[int]float64
	}{
		{"1 % of noise, one worker against another", normal("", 0.01), 0, nil},
		{"1 % of noise, what the page opens with on two cores", normal("", 0.01), 2, map[int]float64{1: 1, 2: 1.96}},
		{"1 % of noise, … on eight", normal("", 0.01), 8, map[int]float64{1: 1, 2: 1.96, 4: 3.8, 8: 7.4}},
		{"2 % of noise, … on two", normal("", 0.02), 2, map[int]float64{1: 1, 2: 1.96}},
		{"3 % skewed to the right, … on two", skewed, 2, map[int]float64{1: 1, 2: 1.96}},
	} {
		row := ""
		for _, blocks := range []int{6, 10, 20} {
			truth := pair(blocks, 1)
			if q.gains != nil {
				truth = sweep(blocks, q.cores, q.gains)
			}
			share, err := WarnedOf(q.c, truth, reports)
			if err != nil {
				return err
			}
			row += cell(share, share <= 0.03+slack(0.03, reports))
		}
		fmt.Fprintf(b, "| %s |%s |\n", q.says, row)
	}
	fmt.Fprint(b, "\nOf machines in trouble, with the warning of it:\n\n| trouble | warning | 6, 10, 20 blocks |\n|---|---|---|\n")
	conditions := Conditions()
	for _, q := range []struct {
		c    Condition
		code bench.WarningCode
		slow float64 // of work side by side
	}{
		{conditions[8], bench.WarnDrift, 1}, {conditions[9], bench.WarnDrift, 1}, {conditions[7], bench.WarnLevels, 1}, {conditions[12], bench.WarnSerial, 1},
		{named("parts 1.1 times slower side by side"), bench.WarnContention, 1.1}, {named("parts 1.2 times slower side by side"), bench.WarnContention, 1.2},
		{named("parts 1.4 times slower side by side"), bench.WarnContention, 1.4},
	} {
		row := ""
		for _, blocks := range []int{6, 10, 20} {
			truth := sweep(blocks, 2, map[int]float64{1: 1, 2: 1.96})
			if q.slow != 1 {
				two := bench.Entry{Lane: workers, Workers: 2}
				truth.WallMs[two] *= q.slow
			}
			share, err := FoundOf(q.c, truth, q.code, reports)
			if err != nil {
				return err
			}
			row += cell(share, true)
		}
		fmt.Fprintf(b, "| %s | %s |%s |\n", q.c.Name, q.code, row)
	}
	return nil
}

// named is a quiet machine under another name.
func named(name string) Condition { return normal(name, 0.02) }

func across(b *bytes.Buffer, pairs int) error {
	fmt.Fprintf(b, "\n## Two runs\n\n%d pairs, ratios off by 2 %% from run to run, 1 %% of noise inside: alike (at most 5 %% claim a difference), and with one lane 5 %%\n"+
		"faster (at least 80 %% find it with three repeats).\n\n| runs on either side | alike | 5 %% faster | 10 %% faster |\n|---|---|---|---|\n", pairs)
	for _, runs := range []int{1, 4} {
		row := ""
		for _, gain := range []float64{1, 1.05, 1.10} {
			share, err := TwoRuns(runs, pairs, gain, 0.02)
			if err != nil {
				return err
			}
			kept := true
			switch {
			case gain == 1:
				kept = share <= 0.05+slack(0.05, pairs)
			case runs == 4 && gain == 1.05:
				kept = share >= 0.8-slack(0.8, pairs)
			}
			row += cell(share, kept) + " |"
		}
		fmt.Fprintf(b, "| %d |%s\n", runs, row)
	}
	return nil
}
