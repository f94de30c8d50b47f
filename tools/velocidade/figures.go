package main

import (
	"context"
	"flag"
	"path/filepath"
	"strings"

	"velocidade/tools/figures"
)

// measureFigures measures the project's own figures in Chromium.
func measureFigures(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("figures", flag.ContinueOnError)
	blocks := set.Int("blocks", figures.DefaultBlocks, "samples of each figure")
	out := set.String("o", "", "file for the table (default tools/figures/FIGURES.md)")
	only := set.String("only", "", "parts to measure and print, parted by commas: "+strings.Join(figures.Parts(), ", ")+"; the file is for all of them")
	if err := set.Parse(args); err != nil {
		return err
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	if *out == "" {
		*out = filepath.Join(root, "tools", "figures", "FIGURES.md")
	}
	return figures.Run(ctx, figures.Options{Root: root, Out: *out, Blocks: *blocks, Only: strings.FieldsFunc(*only, func(r rune) bool { return r == ',' })})
}

// takePictures takes the README's screenshots.
func takePictures(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("pictures", flag.ContinueOnError)
	if err := set.Parse(args); err != nil {
		return err
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	return figures.Pictures(ctx, root, filepath.Join(root, "web", "screenshots"))
}
