package rewriter

import (
	"fmt"
	"time"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

// Options are what the command's flags say, and as JSON what the package's functions take (web/src/rewriter/declared.ts).
type Options struct {
	Only           string `json:"only"`           // rewrite only functions whose names match
	Skip           string `json:"skip"`           // leave functions whose names match
	Check          bool   `json:"check"`          // judge the result before it is given
	AllowUnchanged bool   `json:"allowUnchanged"` // give a module of which nothing was rewritten, instead of failing
	Weigh          bool   `json:"weigh"`          // compress both modules for the report, which takes longer than rewriting
}

// Rewrite rewrites a module and says what became of it.
func Rewrite(input []byte, opts Options) ([]byte, Report, error) {
	choose, err := selection(opts.Only, opts.Skip)
	if err != nil {
		return nil, Report{}, err
	}
	began := time.Now()
	output, stats, err := reloop.Rewrite(input, reloop.Options{Select: choose})
	if err != nil {
		return nil, Report{}, err
	}
	took := time.Since(began)
	report := newReport(stats, took)
	if report.Unchanged != "" && !opts.AllowUnchanged {
		return nil, report, fmt.Errorf("nothing was rewritten: %s", report.Unchanged)
	}
	if opts.Check {
		if err := module.Check(output); err != nil {
			return nil, report, fmt.Errorf("the result is not valid, which is a fault of reloop: %w", err)
		}
	}
	report.Before, report.After = Weight{Raw: len(input)}, Weight{Raw: len(output)}
	if opts.Weigh {
		report.Before, report.After = Weigh(input), Weigh(output)
	}
	return output, report, nil
}
