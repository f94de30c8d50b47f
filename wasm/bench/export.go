package bench

import (
	"fmt"
	"io"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// Format is a form in which a report leaves: for people, for spreadsheets, or for other programs.
type Format string

const (
	FormatText     Format = "text"     // a table for a terminal
	FormatJSON     Format = "json"     // the Report itself, which is read again by ParseReport
	FormatCSV      Format = "csv"      // a row for every run, for spreadsheets and data frames
	FormatMarkdown Format = "markdown" // a table for an issue tracker
	FormatGo       Format = "go"       // Go's benchmark text, for benchstat
	FormatTrace    Format = "trace"    // the timeline as Chrome trace events, for Perfetto
)

var writers = []struct {
	format Format
	write  func(io.Writer, *Report) error
}{
	{FormatText, WriteText}, {FormatJSON, writeJSON}, {FormatCSV, WriteCSV}, {FormatMarkdown, WriteMarkdown},
	{FormatGo, WriteGoBench}, {FormatTrace, WriteTrace},
}

// FormatNames lists the formats, as a message says them.
func FormatNames() string {
	var names []string
	for _, w := range writers {
		names = append(names, string(w.format))
	}
	return strings.Join(names, ", ")
}

// CheckFormat returns a [*kernels.Error] that names the formats there are, where this is none of them.
func CheckFormat(format Format) error {
	for _, known := range writers {
		if known.format == format {
			return nil
		}
	}
	return &kernels.Error{Code: kernels.CodeBadArgument, Field: "format", Value: clip(string(format)), Limit: FormatNames(),
		Message: fmt.Sprintf("there is no format %q; there are %s", clip(string(format)), FormatNames())}
}

// Export writes a report in a format.
func Export(w io.Writer, rep *Report, format Format) error {
	for _, known := range writers {
		if known.format == format {
			return known.write(w, rep)
		}
	}
	return CheckFormat(format)
}

func writeJSON(w io.Writer, rep *Report) error {
	text, err := json.Marshal(rep)
	if err == nil {
		_, err = w.Write(append(text, '\n'))
	}
	return err
}
