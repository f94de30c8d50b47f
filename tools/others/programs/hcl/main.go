// Hcl reads a configuration with blocks, expressions and templates, and decodes it.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsimple"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"others/work"
)

type service struct {
	Name  string            `hcl:"name,label"`
	Port  int               `hcl:"port"`
	URL   string            `hcl:"url"`
	Tags  []string          `hcl:"tags"`
	Extra map[string]string `hcl:"extra,optional"`
}

type config struct {
	Services []service `hcl:"service,block"`
}

func main() {
	r := work.NewRandom(11)
	source := []byte(work.Lines(500, func(i int) string {
		return fmt.Sprintf("service %q {\n  port = 8000 + %d * base\n  url = \"https://${upper(%q)}.example.org:${base}/\"\n  tags = [for t in [%q, %q, %q] : upper(t) if t != %q]\n  extra = { a = base > %d ? \"yes\" : \"no\", b = \"${base}-%d\" }\n}",
			r.Word(), i, r.Word(), r.Word(), r.Word(), r.Word(), r.Word(), r.Below(20), i)
	}))
	scope := &hcl.EvalContext{
		Variables: map[string]cty.Value{"base": cty.NumberIntVal(7)},
		Functions: map[string]function.Function{"upper": stdlib.UpperFunc},
	}
	work.Do(func() ([]byte, error) {
		var c config
		if err := hclsimple.Decode("task.hcl", source, scope, &c); err != nil {
			return nil, err
		}
		return json.Marshal(c)
	})
}
