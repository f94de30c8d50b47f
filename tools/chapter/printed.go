package chapter

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Printed tells where the output of a Python program is from, for those whose output has times in it.
type Printed struct {
	Python  string `json:"python"` // "CPython 3.14.0"
	Machine string `json:"machine"`
	At      int64  `json:"at"` // Unix time in milliseconds
}

// PrintedFile is where [Printed] stands for every program, in the chapter's folder.
const PrintedFile = "recorded/programs.json"

// times are what another machine prints otherwise: the numbers with a point.
var times = regexp.MustCompile(`\d+\.\d+ m?s\b`)

// ReadPrinted reads [PrintedFile]. No file at all is no error: only the chapter's own test insists.
func ReadPrinted(dir string) (map[string]*Printed, error) {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(PrintedFile)))
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]*Printed{}, nil
	}
	if err != nil {
		return nil, err
	}
	all := map[string]*Printed{}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", PrintedFile, err)
	}
	return all, nil
}

func (p *Printed) source() string {
	return fmt.Sprintf("with %s on %s, %s", p.Python, p.Machine, day(p.At))
}
