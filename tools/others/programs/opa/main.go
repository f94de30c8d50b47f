// Opa evaluates a policy over requests and roles.
package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/rego"

	"others/work"
)

const policy = `package task

import rego.v1

default allow := false

allow if {
	some grant in grants
	grant.action == input.action
	startswith(input.path, grant.prefix)
}

grants contains grant if {
	some role in input.roles
	some grant in data.roles[role]
}

reasons contains sprintf("%s may not %s %s", [input.user, input.action, input.path]) if not allow

longest := max([count(p) | some p in split(input.path, "/")])
`

func main() {
	ctx := context.Background()
	r := work.NewRandom(15)
	roles, names := map[string]any{}, []string{}
	for range 12 {
		var grants []any
		for range 8 {
			grants = append(grants, map[string]any{"action": []string{"read", "write"}[r.Below(2)], "prefix": "/" + r.Word()[:2]})
		}
		names = append(names, r.Word())
		roles[names[len(names)-1]] = grants
	}
	inputs := make([]map[string]any, 300)
	for i := range inputs {
		inputs[i] = map[string]any{
			"user": r.Word(), "action": []string{"read", "write"}[r.Below(2)], "path": "/" + r.Word() + "/" + r.Word(),
			"roles": []any{names[r.Below(12)], names[r.Below(12)]},
		}
	}
	work.Do(func() ([]byte, error) {
		query, err := rego.New(rego.Query("result := data.task"), rego.Module("task.rego", policy), rego.Data(map[string]any{"roles": roles})).PrepareForEval(ctx)
		if err != nil {
			return nil, err
		}
		var out []byte
		for _, input := range inputs {
			found, err := query.Eval(ctx, rego.EvalInput(input))
			if err != nil {
				return nil, err
			}
			if len(found) != 1 {
				return nil, fmt.Errorf("%d results", len(found))
			}
			text, err := json.Marshal(found[0].Bindings["result"])
			if err != nil {
				return nil, err
			}
			out = append(out, text...)
		}
		return out, nil
	})
}
