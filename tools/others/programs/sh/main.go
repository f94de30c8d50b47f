// Sh parses shell scripts, prints them tidily and interprets one (mvdan.cc/sh).
package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"

	"others/work"
)

const loops = `
total=0 words=""
for i in $(seq_to 400); do
  case $((i % 5)) in
    0) total=$((total + i * 3)) ;;
    1 | 2) total=$((total - i)) ;;
    *) words="$words${i#1}," ;;
  esac
  [[ $words == *9,* ]] && last=${words##*,}
done
echo "$total ${#words} ${words//1/one} $last"
`

func main() {
	r := work.NewRandom(10)
	source := work.Lines(700, func(i int) string {
		return fmt.Sprintf("function f%d() {\n  local x=\"$1\" y=${2:-%s}\n  if [ \"$x\" = %s ]; then echo \"$(printf '%%s' \"$y\")\" | tr a b > /dev/null; else for i in %s; do x=$((x+%d)); done; fi\n}", i, r.Word(), r.Word(), strings.TrimSuffix(r.Sentence(), "."), i)
	})
	script := work.Must(syntax.NewParser().Parse(strings.NewReader("seq_to() { local n=1; while ((n <= $1)); do echo $n; n=$((n + 1)); done; }\n"+loops), "loops"))
	work.Do(func() ([]byte, error) {
		var out bytes.Buffer
		file, err := syntax.NewParser(syntax.KeepComments(true)).Parse(strings.NewReader(source), "task.sh")
		if err != nil {
			return nil, err
		}
		if err := syntax.NewPrinter(syntax.Indent(2)).Print(&out, file); err != nil {
			return nil, err
		}
		runner, err := interp.New(interp.StdIO(nil, &out, &out))
		if err != nil {
			return nil, err
		}
		return out.Bytes(), runner.Run(context.Background(), script)
	})
}
