// Cel checks policies and evaluates each on many requests.
package main

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"

	"others/work"
)

var policies = []string{
	`request.path.startsWith("/b") && request.size < 500`,
	`request.tags.exists(t, t.contains("a")) || user in ["bace", "difo"]`,
	`request.tags.map(t, size(t)).filter(n, n > 4).size() * 10 + request.size`,
	`user + ":" + string(request.size % 7) + (request.path.matches("^/[a-f]+") ? "!" : "?")`,
}

func main() {
	r := work.NewRandom(3)
	inputs := make([]map[string]any, 2000)
	for i := range inputs {
		inputs[i] = map[string]any{"user": r.Word(), "request": map[string]any{
			"path": "/" + r.Word(), "size": r.Below(1000), "tags": []string{r.Word(), r.Word(), r.Word()},
		}}
	}
	env := work.Must(cel.NewEnv(cel.Variable("user", cel.StringType), cel.Variable("request", cel.MapType(cel.StringType, cel.DynType))))
	work.Do(func() (string, error) {
		var out strings.Builder
		for _, policy := range policies {
			ast, issues := env.Compile(policy)
			if issues.Err() != nil {
				return "", issues.Err()
			}
			program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
			if err != nil {
				return "", err
			}
			for _, input := range inputs {
				value, _, err := program.Eval(input)
				if err != nil {
					return "", err
				}
				fmt.Fprintln(&out, value.Value())
			}
		}
		return out.String(), nil
	})
}
