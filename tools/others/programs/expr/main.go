// Expr compiles rules and runs each on many records.
package main

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"others/work"
)

type record struct {
	Name  string
	Age   int
	Score float64
	Tags  []string
}

var rules = []string{
	`Age >= 18 && Score > 0.5 && Name startsWith "b"`,
	`len(filter(Tags, # contains "a")) > 1 ? Score * 100 : Age + 0.5`,
	`any(Tags, len(#) > 6) or not (Name in ["bace", "difo"])`,
	`upper(Name) + "-" + string(Age % 7) + join(map(Tags, #[0:1]), "")`,
	`sum(map(1..10, # * Age)) + reduce(Tags, #acc + len(#), 0)`,
}

func main() {
	r := work.NewRandom(2)
	records := make([]record, 2500)
	for i := range records {
		records[i] = record{r.Word(), r.Below(90), r.Float(), []string{r.Word(), r.Word(), r.Word()}}
	}
	work.Do(func() (string, error) {
		var out strings.Builder
		for _, rule := range rules {
			program, err := expr.Compile(rule, expr.Env(record{}))
			if err != nil {
				return "", err
			}
			var machine vm.VM
			for i := range records {
				value, err := machine.Run(program, records[i])
				if err != nil {
					return "", err
				}
				fmt.Fprintln(&out, value)
			}
		}
		return out.String(), nil
	})
}
