package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/tools/reference"
	"velocidade/wasm/bench"
	"velocidade/wasm/port"
	"velocidade/wasm/runtimes"
)

// recordChapter measures the chapter's programs on everything that this machine has, writes the reference file that the page
// can lay over its own runs, and prints what the figures say as a table.
func recordChapter(ctx context.Context, file, machine string, blocks *int, workers []int) error {
	if file == "" {
		return fmt.Errorf("-chapter needs -o FILE, where the figures go")
	}
	// Minutes of measuring must not end at a folder that is not there.
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is no folder: -o %s cannot be written", filepath.Dir(file), file)
	}
	host := reference.ThisMachine(port.Cores())
	if host.Name = machine; machine == "" {
		host.Name = host.CPU
	}
	runner := newRunner()
	recorder := reference.Recorder{
		Lanes: bench.LanesHere(bench.EngineNative),
		Try: func(ctx context.Context, runtime string, k *kernels.Kernel) error {
			_, err := runtimes.Program(ctx, runtime, k)
			return err
		},
		Measure: runner.Run,
		Say:     func(line string) { fmt.Fprintln(os.Stderr, line) },
		Watch:   progressLine(),
		Unix:    func() int64 { return time.Now().UnixMilli() },
		Machine: host,
		Command: commandLine(file),
		Blocks:  blocks,
		Workers: workers,
	}
	recorded, err := recorder.Record(ctx, reference.ChapterRuns())
	if err != nil {
		return err
	}
	data, err := reference.Encode(recorded)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return err
	}
	return reference.WriteComparisons(os.Stdout, recorded)
}

// commandLine is this command as a shell takes it, without the path of this machine at which the file is written.
func commandLine(file string) string {
	words := []string{"velocidade"}
	for _, word := range os.Args[1:] {
		word = strings.ReplaceAll(word, file, filepath.Base(file))
		if strings.ContainsAny(word, " '\"$") {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// compareReference prints a reference file's answers.
func compareReference(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	recorded, err := reference.Parse(data)
	if err != nil {
		return err
	}
	return reference.WriteComparisons(os.Stdout, recorded)
}
