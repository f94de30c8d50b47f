package rewriter

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/andybalholm/brotli"

	"velocidade/wasm/reloop"
)

// Schema names the form of a Report, which changes only by adding.
const Schema = "velocidade.reloop/v1"

// Report says what became of a module. As JSON it is what -json prints and what the package's rewrite promises
// (web/src/rewriter/declared.ts is its twin).
type Report struct {
	Schema    string         `json:"schema"`    // Schema
	Go        string         `json:"go"`        // the release that linked the module, as it says; "" where it does not
	Unchanged string         `json:"unchanged"` // why nothing was rewritten; "" where something was
	Functions int            `json:"functions"` // functions with a body
	Rewritten int            `json:"rewritten"` // those that were rewritten
	Left      map[string]int `json:"left"`      // how many were not, by the reason
	Before    Weight         `json:"before"`    // the module that was read
	After     Weight         `json:"after"`     // the module that was written
	Ms        float64        `json:"ms"`        // milliseconds of wall time that rewriting took

	stats reloop.Stats
}

// Weight is the size of a module in bytes: as it is, and as servers send it.
type Weight struct {
	Raw    int `json:"raw"`
	Gzip   int `json:"gzip"`   // at level 6, as most servers have it; 0 where nobody asked
	Brotli int `json:"brotli"` // at level 5; 0 where nobody asked. The highest, for files that are compressed once, gains some 15 % more and takes minutes
}

const brotliLevel = 5

// Weigh compresses a module to say how large it is.
func Weigh(module []byte) Weight {
	var zipped, brotlied counter
	z := gzip.NewWriter(&zipped)
	z.Write(module) // a counter takes everything
	z.Close()
	b := brotli.NewWriterLevel(&brotlied, brotliLevel)
	b.Write(module)
	b.Close()
	return Weight{Raw: len(module), Gzip: int(zipped), Brotli: int(brotlied)}
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// newReport is a report without weights.
func newReport(s reloop.Stats, took time.Duration) Report {
	r := Report{
		Schema: Schema, Go: s.Go, Functions: s.Functions, Rewritten: s.Rewritten, Left: map[string]int{},
		Ms: float64(took.Microseconds()) / 1000, stats: s,
	}
	if s.Rewritten == 0 {
		r.Unchanged = unchanged(s)
	}
	for reason, n := range s.Left {
		r.Left[string(reason)] = n
	}
	return r
}

// unchanged says why nothing of a module was rewritten.
func unchanged(s reloop.Stats) string {
	if s.Note != "" {
		return s.Note
	}
	most, of := reloop.Reason("it has no functions"), 0
	for _, reason := range slices.Sorted(maps.Keys(s.Left)) {
		if s.Left[reason] > of {
			most, of = reason, s.Left[reason]
		}
	}
	return fmt.Sprintf("%s (%d of %d functions)", most, of, s.Functions)
}

// WriteText writes the report for people.
func (r Report) WriteText(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "module     %d to %d bytes in %.0f ms (%s)\n", r.Before.Raw, r.After.Raw, r.Ms, r.Go)
	fmt.Fprintf(&b, "sent       %d to %d bytes (gzip), %d to %d (brotli)\n", r.Before.Gzip, r.After.Gzip, r.Before.Brotli, r.After.Brotli)
	fmt.Fprintf(&b, "rewritten  %d of %d functions, code %d to %d bytes\n", r.Rewritten, r.Functions, r.stats.BytesBefore, r.stats.BytesAfter)
	fmt.Fprintf(&b, "           %d blocks, %d loops, %d dispatchers\n", r.stats.Blocks, r.stats.Loops, r.stats.Dispatchers)
	for _, reason := range slices.Sorted(maps.Keys(r.Left)) {
		fmt.Fprintf(&b, "left       %d: %s\n", r.Left[reason], reason)
	}
	_, err := w.Write(b.Bytes())
	return err
}
