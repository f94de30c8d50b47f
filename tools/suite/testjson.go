package suite

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// event is a line of "go test -json"; see "go doc test2json".
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build events
	Test        string
	Output      string
	Elapsed     float64 // seconds
	FailedBuild string
}

// goTests follows the events of one or more packages. A test that has subtests is not counted beside them, unless it failed
// of itself.
type goTests struct {
	tally    *Tally
	label    string // appended to a package's name: where it ran
	packages map[string]*goPackage
	builds   map[string]*strings.Builder // what the compiler said
}

type goPackage struct {
	order  []string
	tests  map[string]*goTest
	output tail // outside of any test
}

type goTest struct {
	action  string // pass, fail, skip; empty while it runs
	output  tail
	elapsed time.Duration
	parent  bool
}

func newGoTests(tally *Tally, label string) *goTests {
	return &goTests{tally: tally, label: label, packages: map[string]*goPackage{}, builds: map[string]*strings.Builder{}}
}

// read takes events until the end of the stream.
func (g *goTests) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var e event
			if json.Unmarshal(line, &e) == nil {
				g.take(e)
			} else {
				// What "go" itself says, such as that a package does not exist.
				fmt.Fprint(g.tally.Out, indent(string(line)))
			}
		}
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (g *goTests) take(e event) {
	switch e.Action {
	case "build-output":
		if g.builds[e.ImportPath] == nil {
			g.builds[e.ImportPath] = &strings.Builder{}
		}
		g.builds[e.ImportPath].WriteString(e.Output)
		return
	case "build-fail":
		return // the package that needed it says so too
	}
	p := g.packages[e.Package]
	if p == nil {
		p = &goPackage{tests: map[string]*goTest{}}
		g.packages[e.Package] = p
	}
	if e.Test == "" {
		switch e.Action {
		case "output":
			p.output.WriteString(e.Output)
		case "pass", "fail", "skip":
			g.end(e, p)
			delete(g.packages, e.Package)
		}
		return
	}
	t := p.tests[e.Test]
	if t == nil {
		t = &goTest{}
		p.tests[e.Test] = t
		p.order = append(p.order, e.Test)
		for name := e.Test; ; {
			i := strings.LastIndexByte(name, '/')
			if i < 0 {
				break
			}
			if name = name[:i]; p.tests[name] != nil {
				p.tests[name].parent = true
				break
			}
		}
	}
	switch e.Action {
	case "output":
		if !strings.HasPrefix(e.Output, "=== ") {
			t.output.WriteString(e.Output)
		}
	case "pass", "fail", "skip":
		t.action = e.Action
		t.elapsed = time.Duration(e.Elapsed * float64(time.Second))
	}
}

// end counts a package's tests.
func (g *goTests) end(e event, p *goPackage) {
	group := strings.TrimPrefix(e.Package, module+"/") + g.label
	failures := 0
	failed := func(name, output string, elapsed time.Duration) {
		failures++
		g.tally.Add(Result{group, name, Failed, output, elapsed})
	}
	for _, name := range p.order {
		t := p.tests[name]
		switch {
		case t.parent && (t.action != "fail" || p.failedBelow(name)):
		case t.action == "pass":
			g.tally.Add(Result{group, name, Passed, "", t.elapsed})
		case t.action == "skip":
			g.tally.Add(Result{group, name, Skipped, t.output.String(), t.elapsed})
		case t.action == "":
			failed(name, t.output.String()+"it never ended\n", t.elapsed)
		default:
			failed(name, t.output.String(), t.elapsed)
		}
	}
	if e.Action == "fail" && failures == 0 {
		output := p.output.String()
		if b := g.builds[e.FailedBuild]; b != nil {
			output = b.String() + output
		}
		failed("the package as a whole", output, 0)
	}
	g.tally.Flush()
}

func (p *goPackage) failedBelow(parent string) bool {
	for name, t := range p.tests {
		if strings.HasPrefix(name, parent+"/") && t.action == "fail" {
			return true
		}
	}
	return false
}

// tail keeps the last part of a text: a test that runs wild must not fill the memory, and its end says why it failed.
type tail struct{ text []byte }

const tailLimit = 64 << 10

func (t *tail) WriteString(s string) {
	t.text = append(t.text, s...)
	if len(t.text) > 2*tailLimit {
		t.text = append([]byte("…"), t.text[len(t.text)-tailLimit:]...)
	}
}

func (t *tail) String() string { return string(t.text) }
