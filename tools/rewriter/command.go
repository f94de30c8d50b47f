// Package rewriter is wasm/reloop as a command, for whoever has a module that Go linked and wants a faster one:
//
//	reloop in.wasm -o out.wasm          rewrite a file
//	reloop -o - - < in.wasm | …         from standard input to standard output
//	reloop -json in.wasm -o out.wasm    and say what was gained, for a pull request
//
// The same command is `velocidade reloop` natively and, compiled to WebAssembly, the npm package that the site serves
// (module, web/src/rewriter).
package rewriter

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"

	"velocidade/wasm/reloop"
)

// Streams are where a command reads and writes what has no file name.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// largest is how large a module may be: four times what the address space of wasm32 leaves a program in practice would
// still be read, and a stream without end is not.
const largest = 1 << 30

type command struct {
	in, out              string
	stats, json, version bool
	options              Options
}

// Command does what the arguments say. Version names this build, for -version. Where nothing of the module was rewritten it
// writes nothing and returns an error, unless -allow-unchanged is given.
func Command(args []string, version string, std Streams) error {
	c, err := parse(args, std.Err)
	if err != nil {
		return err
	}
	if c.version {
		fmt.Fprintf(std.Out, "reloop %s, tested with %s\n", version, reloop.TestedWith())
		return nil
	}
	input, err := c.read(std.In)
	if err != nil {
		return err
	}
	output, report, err := Rewrite(input, c.options)
	if err != nil && report.Unchanged != "" {
		err = fmt.Errorf("%w; nothing is written; -allow-unchanged copies the module", err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.in, err)
	}
	if report.Unchanged != "" {
		fmt.Fprintf(std.Err, "%s is copied as it is: %s\n", c.in, report.Unchanged)
	} else if caution := report.stats.Caution(); caution != "" {
		fmt.Fprintf(std.Err, "%s: %s\n", c.in, caution)
	}
	if err := c.write(std.Out, output); err != nil {
		return err
	}
	where := std.Out
	if c.out == "-" {
		where = std.Err // standard output has the module
	}
	switch {
	case c.json:
		encoder := json.NewEncoder(where)
		encoder.SetIndent("", "  ")
		return encoder.Encode(report)
	case c.stats:
		return report.WriteText(where)
	}
	return nil
}

func parse(args []string, usage io.Writer) (*command, error) {
	c := &command{}
	set := flag.NewFlagSet("reloop", flag.ContinueOnError)
	set.SetOutput(usage)
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: reloop [flags] IN -o OUT\nIN and OUT are files; - is standard input or output.")
		set.PrintDefaults()
	}
	set.StringVar(&c.out, "o", "", "file to write")
	set.BoolVar(&c.stats, "stats", false, "print what was rewritten, and why the rest was not")
	set.BoolVar(&c.json, "json", false, "print the same as JSON")
	set.BoolVar(&c.options.Check, "check", false, "check that the result is a valid module, and write nothing if it is not")
	set.BoolVar(&c.options.AllowUnchanged, "allow-unchanged", false, "copy a module of which nothing can be rewritten, instead of failing")
	set.BoolVar(&c.version, "version", false, "print the version, and which releases of Go it is tested with")
	set.StringVar(&c.options.Only, "only", "", "rewrite only functions whose names match this regular expression")
	set.StringVar(&c.options.Skip, "skip", "", "leave functions whose names match this regular expression as they are")
	files, err := interspersed(set, args)
	if err != nil || c.version {
		return c, err
	}
	switch {
	case len(files) == 1 && c.out != "":
		c.in = files[0]
	case len(files) == 2 && c.out == "":
		c.in, c.out = files[0], files[1]
	default:
		return nil, errors.New("it takes the module to read and, after -o, the file to write; -h lists the flags")
	}
	if c.stats && c.json {
		return nil, errors.New("-stats and -json say the same: give one of them")
	}
	c.options.Weigh = c.stats || c.json
	return c, nil
}

// interspersed parses flags that may also stand after or between file names, as npx users write them, and returns the names.
func interspersed(set *flag.FlagSet, args []string) (names []string, err error) {
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		taken := len(args) - set.NArg()
		if set.NArg() == 0 || taken > 0 && args[taken-1] == "--" {
			return append(names, set.Args()...), nil
		}
		names, args = append(names, set.Arg(0)), set.Args()[1:]
	}
}

// selection returns what Options.Select wants for -only and -skip, or nil where both are empty.
func selection(only, skip string) (func(string) bool, error) {
	if only == "" && skip == "" {
		return nil, nil
	}
	in, err := regexp.Compile(only)
	if err != nil {
		return nil, fmt.Errorf("-only: %w", err)
	}
	out, err := regexp.Compile(skip)
	if err != nil {
		return nil, fmt.Errorf("-skip: %w", err)
	}
	return func(name string) bool {
		return in.MatchString(name) && (skip == "" || !out.MatchString(name))
	}, nil
}

func (c *command) read(standard io.Reader) ([]byte, error) {
	if c.in != "-" {
		return os.ReadFile(c.in)
	}
	c.in = "standard input"
	input, err := io.ReadAll(io.LimitReader(standard, largest+1))
	if err == nil && len(input) > largest {
		err = fmt.Errorf("%s: a module has at most %d bytes", c.in, largest)
	}
	return input, err
}

func (c *command) write(standard io.Writer, output []byte) error {
	if c.out == "-" {
		_, err := standard.Write(output)
		return err
	}
	return os.WriteFile(c.out, output, 0o644)
}
