package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"velocidade/tools/honesty"
	"velocidade/wasm/json"
)

// measureHonesty holds simulated reports against the truth or, with -reports, prints such reports, one a line.
func measureHonesty(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("honesty", flag.ContinueOnError)
	each := set.Int("n", 4000, "reports of each condition and length")
	out := set.String("o", "tools/figures/HONESTY.md", "where the table is written")
	reports := set.Int("reports", 0, "print so many reports of all kinds instead, one a line")
	if err := set.Parse(args); err != nil {
		return err
	}
	for i := range *reports {
		rep, err := honesty.Any(i)
		if err != nil {
			return err
		}
		rep.Timeline = rep.Timeline[:0]
		text, err := json.Marshal(rep)
		if err != nil {
			return err
		}
		fmt.Printf("%s\n", text)
	}
	if *reports > 0 {
		return nil
	}
	text, err := honesty.Measure(ctx, *each, os.Stderr)
	if err != nil {
		return err
	}
	return os.WriteFile(*out, text, 0o644)
}
