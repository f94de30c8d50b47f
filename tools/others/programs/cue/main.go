// Cue unifies data with a schema, fills in defaults and exports JSON.
package main

import (
	"fmt"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"

	"others/work"
)

const schema = `
#Service: {
	name:     =~"^[a-z]+$"
	port:     int & >1024 & <65536
	replicas: *1 | int & <10
	tier:     "front" | "back"
	if tier == "front" {public: true}
	url: "https://\(name).example.org:\(port)/"
}
services: [string]: #Service
ports: [for s in services {s.port}]
`

func main() {
	r := work.NewRandom(4)
	source := schema + work.Lines(120, func(i int) string {
		return fmt.Sprintf("services: s%d: {name: %q, port: %d, tier: %q}", i, r.Word(), 2000+r.Below(60000), []string{"front", "back"}[r.Below(2)])
	})
	work.Do(func() ([]byte, error) {
		value := cuecontext.New().CompileString(source)
		if err := value.Validate(cue.Concrete(true)); err != nil {
			return nil, err
		}
		return value.MarshalJSON()
	})
}
