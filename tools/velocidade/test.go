package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"velocidade/tools/suite"
)

var errTestsFailed = errors.New("not every test passed")

// test runs the test suites; the words after the flags are Go packages or TypeScript test files to narrow them to.
func test(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("test", flag.ContinueOnError)
	run := set.String("run", "", "suites to run, parted by commas: "+strings.Join(suite.Names(), ", "))
	browser := set.String("browser", "", "browsers to use, parted by commas: chromium, firefox")
	match := set.String("match", "", "run only tests whose name matches this pattern")
	verbose := set.Bool("v", false, "print a line for every test")
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: velocidade test [flags] [packages or files]")
		set.PrintDefaults()
	}
	if err := set.Parse(args); err != nil {
		return err
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	ok, err := suite.Run(ctx, &suite.Env{
		Root:     root,
		Out:      os.Stdout,
		Verbose:  *verbose,
		Browsers: words(*browser),
		Only:     set.Args(),
		Match:    *match,
	}, words(*run))
	if err == nil && !ok {
		err = errTestsFailed
	}
	return err
}

// words splits a list that is parted by commas.
func words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}
