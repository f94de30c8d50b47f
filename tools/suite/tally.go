package suite

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Status tells how a test ended.
type Status int

const (
	Passed Status = iota
	Failed
	Skipped // neither passed nor failed; always named in the output
)

// Result is the end of one test.
type Result struct {
	Group   string // what is reported in one line together: a package, a file
	Name    string
	Status  Status
	Output  string // what the test printed; shown where it failed or was skipped
	Elapsed time.Duration
}

// Tally counts results and prints them: failures at once and in full, the rest as one line for each group.
// Its methods may be called from several goroutines.
type Tally struct {
	Out     io.Writer
	Verbose bool // a line for every test
	Strict  bool // what is skipped has failed

	mu             sync.Mutex
	passed, failed int
	group          group
	failures       []string
	skips          []string // with the reason of each
	retries        []string // tests that needed a second attempt, with the reason of each
}

// group is what is known of the group that results come from now.
type group struct {
	name                    string
	passed, failed, skipped int
	elapsed                 time.Duration
}

// Add counts results. Those of one group come one after the other: whoever runs beside others adds a group's all at once.
func (t *Tally) Add(results ...Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range results {
		t.add(r)
	}
}

func (t *Tally) add(r Result) {
	if r.Group != t.group.name {
		t.flush()
		t.group = group{name: r.Group}
	}
	t.group.elapsed += r.Elapsed
	word := "ok"
	if r.Status == Skipped && t.Strict {
		r.Status = Failed
	}
	switch r.Status {
	case Passed:
		t.passed++
		t.group.passed++
	case Failed:
		word = "FAIL"
		t.failed++
		t.group.failed++
		t.failures = append(t.failures, r.Group+": "+r.Name)
	case Skipped:
		word = "skip"
		t.skips = append(t.skips, named(r.Group, r.Name, r.Output))
		t.group.skipped++
	}
	if r.Status != Passed || t.Verbose {
		fmt.Fprintf(t.Out, "  %-4s  %s: %s (%.1f s)\n", word, r.Group, r.Name, r.Elapsed.Seconds())
	}
	if r.Status != Passed {
		io.WriteString(t.Out, indent(r.Output))
	}
}

// Retried notes that a test failed at first, and why. How it ended then is a result of its own.
func (t *Tally) Retried(group, name, why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.retries = append(t.retries, named(group, name, why))
	fmt.Fprintf(t.Out, "  again %s: %s\n%s", group, name, indent(why))
}

// named is a test with the last line of what is said about it, which is the reason.
func named(group, name, said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if reason := strings.TrimSpace(lines[len(lines)-1]); reason != "" {
		return group + ": " + name + " (" + reason + ")"
	}
	return group + ": " + name
}

// Flush ends the present group.
func (t *Tally) Flush() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.flush()
}

func (t *Tally) flush() {
	g := t.group
	t.group = group{}
	if g.name == "" {
		return
	}
	word := "ok"
	if g.failed > 0 {
		word = "FAIL"
	}
	line := fmt.Sprintf("  %-4s  %-44s %4d passed", word, g.name, g.passed)
	if g.failed > 0 {
		line += fmt.Sprintf(", %d failed", g.failed)
	}
	if g.skipped > 0 {
		line += fmt.Sprintf(", %d skipped", g.skipped)
	}
	fmt.Fprintf(t.Out, "%s  %6.1f s\n", line, g.elapsed.Seconds())
}

// Total is how many tests ran to an end.
func (t *Tally) Total() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.passed + t.failed
}

// Ended is how many tests there were, those that were skipped included.
func (t *Tally) Ended() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.passed + t.failed + len(t.skips)
}

// Failures is how many tests failed.
func (t *Tally) Failures() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

// join adds what another tally has counted, and printed.
func (t *Tally) join(other *Tally) {
	t.passed += other.passed
	t.failed += other.failed
	t.failures = append(t.failures, other.failures...)
	t.skips = append(t.skips, other.skips...)
	t.retries = append(t.retries, other.retries...)
}

// Finish names what was skipped, what needed a second attempt and what failed, and then prints the last line. It reports whether
// everything passed.
func (t *Tally) Finish() bool {
	t.Flush()
	for _, list := range []struct {
		head, word string
		tests      []string
	}{
		{"%d skipped:", "skip", t.skips},
		{"%d needed a second attempt:", "again", t.retries},
		{"%d failed:", "FAIL", t.failures},
	} {
		if len(list.tests) == 0 {
			continue
		}
		fmt.Fprintf(t.Out, "\n"+list.head+"\n", len(list.tests))
		for _, test := range list.tests {
			fmt.Fprintf(t.Out, "%-5s %s\n", list.word, test)
		}
	}
	fmt.Fprintf(t.Out, "\n%d passed, %d failed, %d skipped\n", t.passed, t.failed, len(t.skips))
	return t.failed == 0
}

func indent(text string) string {
	if text = strings.TrimRight(text, "\n"); text == "" {
		return ""
	}
	return "        " + strings.ReplaceAll(text, "\n", "\n        ") + "\n"
}
