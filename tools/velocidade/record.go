package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"velocidade/tools/chapter"
	"velocidade/tools/figures"
)

// record runs the presets of the chapter's pages, those for a browser in Chromium and the others natively, and keeps the
// results beside the pages, which show them where nothing has run yet.
func record(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("record", flag.ContinueOnError)
	only := set.String("only", "", "sections or section.preset, parted by commas (default: everything)")
	lacking := set.Bool("lacking", false, "leave alone what is recorded already")
	machine := set.String("machine", machineName(), "what this machine is called where its results are shown")
	if err := set.Parse(args); err != nil {
		return err
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	dir := filepath.Join(root, "web", "chapter")
	sections, err := chapter.Read(dir)
	if err != nil {
		return err
	}
	files := map[*chapter.Preset]string{}
	var inBrowser, natively []*chapter.Preset
	for _, s := range sections {
		for i := range s.Presets {
			p := &s.Presets[i]
			if !asked(*only, s.Name, p.Name) {
				continue
			}
			files[p] = filepath.Join(dir, s.RecordingFile(p))
			if _, err := os.Stat(files[p]); err == nil && *lacking {
				continue
			}
			// One of an older spec would keep the site from being built.
			if err := os.Remove(files[p]); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			if p.Where == chapter.InBrowser {
				inBrowser = append(inBrowser, p)
			} else {
				natively = append(natively, p)
			}
		}
	}
	keep := func(p *chapter.Preset, report json.RawMessage) error {
		return keepRecording(files[p], *machine, report)
	}
	for _, p := range natively {
		report, err := benchReport(ctx, p)
		if err == nil {
			err = keep(p, report)
		}
		if err != nil {
			return err
		}
	}
	if len(inBrowser) == 0 {
		return nil
	}
	return figures.Record(ctx, root, inBrowser, keep)
}

// asked tells whether a list of sections and presets names this one; an empty list names all.
func asked(only, section, preset string) bool {
	if only == "" {
		return true
	}
	for name := range strings.SplitSeq(only, ",") {
		if name == section || name == section+"."+preset {
			return true
		}
	}
	return false
}

// benchReport runs a preset by velocidade bench, in a process of its own.
func benchReport(ctx context.Context, p *chapter.Preset) (json.RawMessage, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{"bench", "-json", "-program", p.Spec.Program, "-args", p.Args.String(),
		"-lanes", strings.Join(p.Spec.Lanes, ","), "-blocks", strconv.Itoa(p.Blocks)}
	if len(p.Spec.Workers) > 0 {
		args = append(args, "-workers", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(p.Spec.Workers)), ","), "[]"))
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Stderr = os.Stderr
	return cmd.Output()
}

// keepRecording writes a Report, without its timeline, and the machine that it is from.
func keepRecording(file, machine string, report json.RawMessage) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(report, &fields); err != nil {
		return err
	}
	fields["timeline"] = json.RawMessage("[]")
	report, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	name, err := json.Marshal(machine)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	fmt.Println("recorded", filepath.Base(file))
	return os.WriteFile(file, fmt.Appendf(nil, "{\"machine\": %s,\n\"report\": %s}\n", name, report), 0o644)
}

// machineName names this machine by its processor: "2 cores of an AMD EPYC, Linux".
func machineName() string {
	system := map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}[runtime.GOOS]
	if system == "" {
		system = runtime.GOOS
	}
	name := "a processor of type " + runtime.GOARCH
	if model, err := processor(); err == nil {
		name = "a processor that calls itself " + model
	}
	return fmt.Sprintf("%d cores of %s, %s", runtime.NumCPU(), name, system)
}

func processor() (string, error) {
	if runtime.GOOS == "darwin" {
		out, err := exec.Command("sysctl", "-n", "machdep.cpu.brand_string").Output()
		return strings.TrimSpace(string(out)), err
	}
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value), nil
		}
	}
	return "", errors.New("/proc/cpuinfo names no model")
}
