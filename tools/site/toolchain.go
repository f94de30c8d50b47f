package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"velocidade/wasm/toolchain"
)

// The compiler is not built with the site but beside it, since it takes minutes the first time: toolchain.json tells the
// page how far that is. Its twin is web/src/toolchain/messages.ts.
type toolchainStatus struct {
	State   string                   `json:"state"` // "building", "ready" or "failed"
	Message string                   `json:"message,omitempty"`
	Key     string                   `json:"key,omitempty"` // see toolchain.Key
	Go      string                   `json:"go,omitempty"`
	Note    string                   `json:"note"`
	Files   map[string]toolchainFile `json:"files,omitempty"`
}

type toolchainFile struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
	Sent  int    `json:"sent"`
}

const toolchainJSON = "toolchain.json"

// MaxToolchainBytes is what the compiler, the linker and the archives may weigh on their way to a reader, by brotli.
const MaxToolchainBytes = 10_500_000

// toolchain writes the compiler that was given, or keeps that of an earlier build, or says that there is none.
func (b *builder) toolchain() error {
	if b.Toolchain != nil {
		return b.writeToolchain()
	}
	b.kept[toolchainJSON] = true
	if status, ok := readToolchain(b.Out); ok {
		for _, f := range status.Files {
			b.kept[f.File] = true
		}
		return nil
	}
	if b.ToolchainLater {
		return writeStatus(b.Out, toolchainStatus{State: "building"})
	}
	return writeStatus(b.Out, toolchainStatus{State: "failed", Message: "This site was built without the compiler."})
}

func (b *builder) writeToolchain() error {
	set := b.Toolchain
	status := toolchainStatus{State: "ready", Key: set.Key, Go: set.Go, Note: set.Note, Files: map[string]toolchainFile{}}
	for name, data := range map[string][]byte{"compile": set.Compile, "link": set.Link, "finish": set.Finish} {
		if data == nil {
			continue // the linker, where the compiler holds it
		}
		file, err := b.asset(name, ".wasm", data)
		if err != nil {
			return err
		}
		status.Files[name] = toolchainFile{"assets/" + file, len(data), len(data)}
	}
	for name, data := range map[string][]byte{"std": set.Std, "own": set.Own} {
		file, err := b.asset(name, ".pack", data)
		if err != nil {
			return err
		}
		status.Files[name] = toolchainFile{"assets/" + file, len(data), len(data)}
	}
	if set.Link == nil {
		status.Files["link"] = status.Files["compile"]
	}
	if b.Compress {
		if err := b.compressed(&status); err != nil {
			return err
		}
	}
	b.kept[toolchainJSON] = true
	return writeStatus(b.Out, status)
}

// compressed compresses the compiler's files, and holds what is sent of them against the limit.
func (b *builder) compressed(status *toolchainStatus) error {
	var paths []string
	for _, f := range status.Files {
		if path := filepath.Join(b.Out, filepath.FromSlash(f.File)); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	if err := compressKept(paths, filepath.Join(b.Root, ".cache", "compressed")); err != nil {
		return err
	}
	for name, f := range status.Files {
		info, err := os.Stat(filepath.Join(b.Out, filepath.FromSlash(f.File)) + ".br")
		if err != nil {
			return err
		}
		f.Sent = int(info.Size())
		status.Files[name] = f
	}
	if weight := status.sent(); weight > MaxToolchainBytes && status.Note == "" {
		return fmt.Errorf("the compiler, the linker and the archives take %d bytes to send; %d is the most", weight, MaxToolchainBytes)
	}
	return nil
}

// sent adds up what a reader is sent of the compiler, the linker, which usually is in the compiler's file, and the archives.
func (s toolchainStatus) sent() int {
	total, added := 0, map[string]bool{}
	for name, f := range s.Files {
		if name != "finish" && !added[f.File] { // which is no part of Go's
			added[f.File] = true
			total += f.Sent
		}
	}
	return total
}

// ToolchainSent gives the bytes that a reader is sent of a built site's compiler, its linker and its archives.
func ToolchainSent(out string) (int, error) {
	status, ok := readToolchain(out)
	if !ok {
		return 0, fmt.Errorf("the site's compiler is %q", status.State)
	}
	return status.sent(), nil
}

// AddToolchain builds the compiler for a site that was built already, unless the site has it, and tells the page by
// toolchain.json how that went.
func AddToolchain(ctx context.Context, opts Options, log func(string)) error {
	key, err := toolchain.Key(ctx, opts.Root)
	if err != nil {
		return err
	}
	if status, ok := readToolchain(opts.Out); ok && status.Key == key {
		return nil
	}
	opts.Toolchain, err = BuildToolchain(ctx, opts.Root, log)
	if err == nil {
		if err = opts.writeToolchain(); err == nil {
			log("the compiler is ready: /edit/ compiles programs of one's own")
		}
	}
	if err != nil && ctx.Err() == nil {
		_ = writeStatus(opts.Out, toolchainStatus{State: "failed", Message: "The compiler could not be built by this site. Its log says why."})
	}
	return err
}

// writeToolchain writes the compiler to a site that is served.
func (opts *Options) writeToolchain() error {
	unlock, err := opts.lock()
	if err != nil {
		return err
	}
	defer unlock()
	b := &builder{Options: *opts, kept: map[string]bool{}}
	return b.writeToolchain()
}

// BuildToolchain builds the compiler, or finds it in the checkout's cache.
func BuildToolchain(ctx context.Context, root string, log func(string)) (*toolchain.Set, error) {
	return toolchain.Build(ctx, toolchain.Options{Root: root, Cache: filepath.Join(root, ".cache", "toolchain"), Log: log})
}

// readToolchain returns the status of a site whose compiler is there.
func readToolchain(out string) (toolchainStatus, bool) {
	var status toolchainStatus
	data, err := os.ReadFile(filepath.Join(out, toolchainJSON))
	if err != nil || json.Unmarshal(data, &status) != nil || status.State != "ready" || len(status.Files) == 0 {
		return status, false
	}
	for _, f := range status.Files {
		if info, err := os.Stat(filepath.Join(out, filepath.FromSlash(f.File))); err != nil || info.Size() != int64(f.Bytes) {
			return status, false
		}
	}
	return status, true
}

// RemoveToolchain takes the compiler out of a site that is a copy for a host which takes no file of more than so many bytes, if
// it has one, and has its pages say so.
func RemoveToolchain(out string, most int) error {
	status, ok := readToolchain(out)
	if !ok || !slices.ContainsFunc(slices.Collect(maps.Values(status.Files)), func(f toolchainFile) bool { return f.Bytes > most }) {
		return nil
	}
	for _, f := range status.Files {
		if err := os.Remove(filepath.Join(out, filepath.FromSlash(f.File))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err // the compiler may be the linker as well
		}
	}
	return writeStatus(out, toolchainStatus{State: "failed", Message: "The host of this site takes no file as large as the compiler."})
}

// writeStatus replaces the file in one step, since pages ask for it at any time.
func writeStatus(out string, status toolchainStatus) error {
	data, err := json.Marshal(status)
	if err != nil {
		return err
	}
	return toolchain.WriteWhole(filepath.Join(out, toolchainJSON), data)
}
