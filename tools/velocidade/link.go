package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"velocidade/wasm/bench"
	"velocidade/wasm/link"
)

// runLink turns a Report into a link, and a link into a Report.
func runLink(_ context.Context, args []string) error {
	set := flag.NewFlagSet("link", flag.ContinueOnError)
	format := set.String("format", "", "print the Report of a link, or of a file, in a format instead: "+bench.FormatNames())
	site := set.String("site", "http://127.0.0.1:8080/", "address of the page that the link opens")
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: velocidade link [flags] [FILE | LINK]\nA Report's file, or standard input, becomes a link; a link is read and printed.")
		set.PrintDefaults()
	}
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 1 {
		return fmt.Errorf("give one file or one link; there are %d", set.NArg())
	}
	report, isLink, err := readReport(set.Arg(0))
	switch {
	case err != nil:
		return err
	case *format != "":
		return bench.Export(os.Stdout, report, bench.Format(*format))
	case isLink:
		return bench.Export(os.Stdout, report, bench.FormatText)
	}
	text, err := link.Encode(link.Link{Report: report})
	if err != nil {
		return err
	}
	fmt.Printf("%s#%s\n", *site, text)
	if n := len(*site) + 1 + len(text); n > link.ShortChars {
		fmt.Fprintf(os.Stderr, "The link has %d characters; some programs cut addresses at %d. A short link, or the file, is safer.\n", n, link.ShortChars)
	}
	return nil
}

// readReport reads a Report from a link, a file, or standard input for "" and "-".
func readReport(from string) (report *bench.Report, isLink bool, err error) {
	if _, missing := os.Stat(from); missing != nil && from != "" && from != "-" {
		read, err := link.Decode(from)
		if err != nil {
			return nil, true, fmt.Errorf("%q is no file, and as a link: %w", fmt.Sprintf("%.60s", from), err)
		}
		return read.Report, true, nil
	}
	file := os.Stdin
	if from != "" && from != "-" {
		if file, err = os.Open(from); err != nil {
			return nil, false, err
		}
		defer file.Close()
	}
	text, err := io.ReadAll(io.LimitReader(file, bench.MaxReportBytes+1))
	if err != nil {
		return nil, false, err
	}
	if report, err = bench.ParseReport(bytes.TrimSpace(text)); err == nil {
		bench.Derive(report)
	}
	return report, false, err
}
