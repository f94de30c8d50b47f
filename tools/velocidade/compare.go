package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"velocidade/wasm/bench"
	"velocidade/wasm/format"
	"velocidade/wasm/json"
)

// runCompare says of two runs, or sets of runs, what the page says of them.
func runCompare(_ context.Context, args []string) error {
	set := flag.NewFlagSet("compare", flag.ContinueOnError)
	asJSON := set.Bool("json", false, "print what was found as JSON")
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: velocidade compare [flags] BEFORE.json[,BEFORE2.json…] AFTER.json[,AFTER2.json…]\n"+
			"Files are Reports of the same program; links do as well. Several runs on either side show how runs differ by themselves.")
		set.PrintDefaults()
	}
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 2 {
		return fmt.Errorf("give the runs before and those after, each as files joined by commas; there are %d", set.NArg())
	}
	var sides [2][]*bench.Report
	for i := range sides {
		for _, name := range strings.Split(set.Arg(i), ",") {
			rep, _, err := readReport(name)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			sides[i] = append(sides[i], rep)
		}
	}
	found := bench.CompareRuns(sides[0], sides[1])
	if *asJSON {
		text, err := json.Marshal(found)
		if err == nil {
			fmt.Printf("%s\n", text)
		}
		return err
	}
	fmt.Println(found.Verdict)
	if found.Next != "" {
		fmt.Println(found.Next)
	}
	if len(found.Lanes) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "\nlane\tworkers\tcompared by\tlater against earlier\t95 % interval\tin words\n")
	for _, c := range found.Lanes {
		ratio, interval := "–", "–"
		if c.Ratio != nil {
			ratio, interval = format.Ratio(c.Ratio.Value), format.Ratios(c.Ratio.Interval[0], c.Ratio.Interval[1])
		}
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\t%s\n", c.Lane, c.Workers, c.By, ratio, interval, c.Difference)
	}
	return table.Flush()
}
