// Package goroot finds the sources of the go command in use, as a GOROOT whose files an overlay may replace.
//
//	root, err := goroot.Find(ctx, checkout, work)
//	replace[root.Path("runtime/proc.go")] = edited         into overlay.json, as {"Replace": …}
//	root.Command(ctx, "build", "-overlay=overlay.json", …)
//
// A release that the go command fetched lies in the module cache, and there `go build -overlay` refuses to replace anything
// ("Files beneath GOMODCACHE must not be replaced"). It goes by names, so such a GOROOT gets another name: a symbolic link
// in the folder work. Nothing is copied, and the cache stays as it is. Packages that the overlay leaves alone are those of
// Go's build cache, if they are built with -trimpath.
package goroot

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Root is a GOROOT and its go command.
type Root struct {
	Dir        string // where it is, under a name that an overlay may use
	Version    string // its release, such as "go1.26.8"
	Experiment string // GOEXPERIMENT, or ""

	from  string   // the folder that its go command runs in
	tools []string // what the environment has to say for this GOROOT to be used; nil where that is so anyway
}

// Find asks the go command that is used in the folder dir. The folder work has to exist as long as the Root is used.
func Find(ctx context.Context, dir, work string) (Root, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOVERSION", "GOEXPERIMENT", "GOMODCACHE")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return Root{}, fmt.Errorf("go env: %w", err)
	}
	lines := strings.Split(string(out), "\n")
	if len(lines) < 4 || lines[0] == "" {
		return Root{}, fmt.Errorf("go env says %q", out)
	}
	r := Root{Dir: lines[0], Version: lines[1], Experiment: lines[2], from: dir}
	if !beneath(r.Dir, lines[3]) {
		return r, nil
	}
	link, err := filepath.Abs(filepath.Join(work, "goroot"))
	if err != nil {
		return Root{}, err
	}
	if at, err := os.Readlink(link); err != nil || at != r.Dir {
		_ = os.Remove(link) // of a release before
		if err := os.Symlink(r.Dir, link); err != nil {
			return Root{}, fmt.Errorf("the sources of %s lie in the module cache and need another name: %w", r.Version, err)
		}
	}
	r.Dir, r.tools = link, []string{"GOROOT=" + link, "GOTOOLCHAIN=local"}
	return r, nil
}

// beneath tells whether a path lies in a folder.
func beneath(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return folder != "" && err == nil && filepath.IsLocal(rel)
}

// Path returns where a source is, by its path in GOROOT/src.
func (r Root) Path(rel string) string { return filepath.Join(r.Dir, "src", filepath.FromSlash(rel)) }

// Command prepares its go command, in the folder that Find was given.
func (r Root) Command(ctx context.Context, args ...string) *exec.Cmd {
	name := "go"
	if r.tools != nil {
		name = filepath.Join(r.Dir, "bin", "go")
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = r.from
	cmd.Env = append(os.Environ(), r.tools...)
	// Killed, the go command would leave its compilers running.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}
