package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"

	"velocidade/tools/site"
)

// build writes the site to a folder.
func build(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("build", flag.ContinueOnError)
	out := set.String("o", "web/dist", "folder for the built site; files in it that are not of the site are removed")
	dev := set.Bool("dev", false, "readable output, not compressed, that reloads under velocidade dev")
	loops := set.Bool("reloop", true, "give the engine its loops back after linking; without, it is slower and larger")
	if err := set.Parse(args); err != nil {
		return err
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(*out)
	if err != nil {
		return err
	}
	options := site.Options{Root: root, Out: dir, Dev: *dev, Compress: !*dev, NoReloop: !*loops}
	if !*dev {
		// A development build is made again after every change; the compiler stays as it was.
		if options.Toolchain, err = site.BuildToolchain(ctx, root, report); err != nil {
			return err
		}
	}
	if err := site.Build(options); err != nil {
		return err
	}
	fmt.Println("built", dir)
	return nil
}
