package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"velocidade/tools/soak"
)

// runSoak has the service stand under mixed load.
func runSoak(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("soak", flag.ContinueOnError)
	duration := set.Duration("time", time.Hour, "how long")
	hostile := set.Int("hostile", 30, "hostile clients of each kind")
	if err := set.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "velocidade-soak-")
	if err != nil {
		return err
	}
	opts := soak.DefaultOptions(dir, *duration)
	opts.Hostile = *hostile
	fmt.Printf("soaking for %s; the database is in %s, and stays there if a promise is broken\n", *duration, dir)
	if err := soak.Run(ctx, opts); err != nil {
		return err
	}
	return os.RemoveAll(dir)
}
