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
	"time"

	"velocidade/tools/chapter"
	"velocidade/tools/figures"
)

// record runs the presets of the chapter's pages, those for a browser in Chromium and the others natively, and keeps the
// results beside the pages, which show them where nothing has run yet.
func record(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("record", flag.ContinueOnError)
	only := set.String("only", "", "sections, section.preset, programs or programs.name, parted by commas (default: everything)")
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
	r := recording{dir: dir, machine: *machine}
	var todo []func() error
	browser := func() (*figures.Recorder, error) {
		if r.browser == nil {
			r.browser, err = figures.NewRecorder(ctx, root)
		}
		return r.browser, err
	}
	defer func() {
		if r.browser != nil {
			r.browser.Close()
		}
	}()
	// wanted tells whether to record a file, and removes it then: one of an older spec would keep the site from being built.
	wanted := func(file, section, name string) (bool, error) {
		path := filepath.Join(dir, file)
		if _, err := os.Stat(path); !asked(*only, section, name) || err == nil && *lacking {
			return false, nil
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		return true, nil
	}
	for _, s := range sections {
		for i := range s.Presets {
			p := &s.Presets[i]
			want, err := wanted(s.RecordingFile(p), s.Name, p.Name)
			if err != nil {
				return err
			}
			if want {
				todo = append(todo, func() error { return r.bench(ctx, s.RecordingFile(p), p, browser) })
			}
		}
		for i := range s.Labs {
			l := &s.Labs[i]
			want, err := wanted(s.LabFile(l), s.Name, l.Name)
			if err != nil {
				return err
			}
			if want {
				todo = append(todo, func() error { return r.lab(s.LabFile(l), l, browser) })
			}
		}
	}
	if err := r.programs(ctx, *only, *lacking); err != nil {
		return err
	}
	for _, run := range todo {
		if err := run(); err != nil {
			return err
		}
	}
	return nil
}

// recording is where results are kept, and what they are run in.
type recording struct {
	dir, machine string
	browser      *figures.Recorder // started when the first is run in it
}

// bench runs a preset where it belongs and keeps the Report, without its timeline.
func (r *recording) bench(ctx context.Context, file string, p *chapter.Preset, browser func() (*figures.Recorder, error)) error {
	var report json.RawMessage
	var err error
	if p.Where == chapter.Natively {
		report, err = benchReport(ctx, p)
	} else if b, startErr := browser(); startErr != nil {
		err = startErr
	} else {
		report, err = b.Bench(p)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(report, &fields); err != nil {
		return err
	}
	fields["timeline"] = json.RawMessage("[]")
	return r.keep(file, map[string]any{"report": fields})
}

// lab carries a laboratory out in the browser and keeps what it found.
func (r *recording) lab(file string, l *chapter.Lab, browser func() (*figures.Recorder, error)) error {
	b, err := browser()
	if err != nil {
		return err
	}
	found, err := b.Lab(l)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	fields := map[string]any{}
	for name, value := range found {
		fields[name] = value
	}
	return r.keep(file, fields)
}

// programs runs the Python programs that the pages show and keeps what they print beside them.
func (r *recording) programs(ctx context.Context, only string, lacking bool) error {
	files, err := filepath.Glob(filepath.Join(r.dir, "programs", "*.py"))
	if err != nil {
		return err
	}
	printed, err := chapter.ReadPrinted(r.dir)
	if err != nil {
		return err
	}
	version, err := exec.CommandContext(ctx, "python3", "-c", "import platform as p; print(p.python_implementation(), p.python_version())").Output()
	if err != nil {
		return fmt.Errorf("python3: %w", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".py")
		kept := strings.TrimSuffix(file, ".py") + ".out"
		if _, err := os.Stat(kept); !asked(only, "programs", name) || err == nil && lacking {
			continue
		}
		cmd := exec.CommandContext(ctx, "python3", file)
		cmd.Stderr = os.Stderr
		output, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		fmt.Println("recorded", filepath.Base(kept))
		if err := os.WriteFile(kept, output, 0o644); err != nil {
			return err
		}
		printed[name] = &chapter.Printed{Python: strings.TrimSpace(string(version)), Machine: r.machine, At: time.Now().UnixMilli()}
	}
	return r.write(chapter.PrintedFile, printed)
}

// keep writes a result with the machine that it is from.
func (r *recording) keep(file string, fields map[string]any) error {
	fields["machine"] = r.machine
	fmt.Println("recorded", filepath.Base(file))
	return r.write(file, fields)
}

func (r *recording) write(file string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	path := filepath.Join(r.dir, file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
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
