// Jsonnet evaluates a configuration with functions, comprehensions, inheritance and text.
package main

import (
	"github.com/google/go-jsonnet"

	"others/work"
)

const source = `
local service(name, port) = {
  name: name, port: port, labels: { app: name, tier: if port % 2 == 0 then "front" else "back" },
  url: "https://%s.example.org:%d/" % [name, port],
};
local secured = { tls: true, url: super.url + "?tls=1", labels+: { secure: "yes" } };
local services = [
  service("s%04d" % i, 8000 + i) + (if i % 3 == 0 then secured else {})
  for i in std.range(1, 500)
];
local fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2);
{
  services: { [s.name]: s for s in services },
  front: std.length(std.filter(function(s) s.labels.tier == "front", services)),
  ports: std.foldl(function(sum, s) sum + s.port, services, 0),
  fib: fib(15),
  names: std.join(",", std.sort([std.asciiUpper(s.name) for s in services], function(n) -std.parseInt(n[1:]))),
}
`

func main() {
	work.Do(func() (string, error) {
		return jsonnet.MakeVM().EvaluateAnonymousSnippet("task.jsonnet", source)
	})
}
