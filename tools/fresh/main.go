// Fresh does what a newcomer does, on a machine that has nothing but git, make, Go and Node: it clones what is committed, says "make
// run", measures a program in the page with a real browser, has /edit/ compile another, and says "make test".
//
//	go run ./tools/fresh                          in a container, else in a chroot (which needs root, debootstrap and Linux)
//	go run ./tools/fresh -go go1.27.4             with another release of Go, as the machine's only one
//	go run ./tools/fresh -in home                 in a new home folder with empty caches, on this machine as it is
//	go run ./tools/fresh -steps run               without the tests
//	go run ./tools/fresh -- go vet ./...          a command instead
//
// What runs inside is newcomer.mjs. It says how long the page took; -page 120s fails where that was longer.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// place is where a newcomer is let loose.
type place struct {
	name string
	has  func() error // why this machine cannot give it
	// run runs a command in a fresh clone of the project there.
	run func(ctx context.Context, n newcomer) error
}

// newcomer is what is done there.
type newcomer struct {
	clone     string   // a clone of what is committed, on this machine
	goroot    string   // of the only Go
	node, npm string   // Node's executable, and the folder of npm
	image     string   // of a container
	mirror    string   // of Debian, for a chroot
	keep      bool     // the chroot, for people to look at
	command   []string // run in the clone
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := fresh(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fresh:", err)
		os.Exit(1)
	}
}

func fresh(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("fresh", flag.ExitOnError)
	release := set.String("go", "", "release of Go, such as go1.27.4; default: the one that runs this")
	in := set.String("in", "", "container, chroot or home; default: the first of the former two that this machine can give")
	steps := set.String("steps", "run,test", "what to do: run, test")
	page := set.Duration("page", 0, "how long the page may take; 0: any time")
	var n newcomer
	set.StringVar(&n.image, "image", "debian:stable-slim", "image of the container")
	set.StringVar(&n.mirror, "mirror", "", "where debootstrap finds Debian; default: where this machine does")
	set.BoolVar(&n.keep, "keep", false, "keep the chroot, and say where it is")
	if err := set.Parse(args); err != nil {
		return err
	}
	if n.command = set.Args(); len(n.command) == 0 {
		n.command = []string{"node", "tools/fresh/newcomer.mjs", fmt.Sprint(int(page.Seconds())), *steps}
	}
	chosen, err := choose(*in)
	if err != nil {
		return err
	}
	if err := n.tools(ctx, *release); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "velocidade-fresh-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	n.clone = filepath.Join(dir, "velocidade")
	root, err := output(ctx, "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	if _, err := output(ctx, "git", "clone", "--quiet", root, n.clone); err != nil {
		return err
	}
	if changed, err := output(ctx, "git", "-C", root, "status", "--porcelain"); err == nil && changed != "" {
		fmt.Fprintln(os.Stderr, "what is not committed is not there:\n"+changed)
	}
	fmt.Fprintf(os.Stderr, "a newcomer in a %s, with %s\n", chosen.name, n.goroot)
	start := time.Now()
	err = chosen.run(ctx, n)
	fmt.Fprintf(os.Stderr, "it took %.0f s\n", time.Since(start).Seconds())
	return err
}

// choose finds the place of that name, or the barest that this machine has.
func choose(name string) (place, error) {
	var why []string
	for _, p := range []place{{"container", hasContainers, inContainer}, {"chroot", hasChroot, inChroot}, {"home", func() error { return nil }, atHome}} {
		if name != p.name && (name != "" || p.name == "home") {
			continue
		}
		err := p.has()
		if err == nil {
			return p, nil
		}
		why = append(why, p.name+": "+err.Error())
	}
	if why == nil {
		return place{}, fmt.Errorf("-in is container, chroot or home, not %q", name)
	}
	return place{}, fmt.Errorf("there is no bare machine here (-in home makes do with empty caches): %s", strings.Join(why, "; "))
}

// tools finds the Go and the Node that the newcomer has.
func (n *newcomer) tools(ctx context.Context, release string) (err error) {
	where := exec.CommandContext(ctx, "go", "env", "GOROOT")
	if release != "" {
		where.Env = append(os.Environ(), "GOTOOLCHAIN="+release)
	}
	out, err := where.Output()
	if err != nil {
		return fmt.Errorf("there is no %s: %w", cmp.Or(release, "go"), err)
	}
	n.goroot = strings.TrimSpace(string(out))
	if n.node, err = realPath("node"); err != nil {
		return err
	}
	npm, err := realPath("npm") // …/npm/bin/npm-cli.js
	n.npm = filepath.Dir(filepath.Dir(npm))
	return err
}

func realPath(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// output runs a command on this machine.
func output(ctx context.Context, name string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// shown runs a command whose output is for people, with no more in its environment than given, and nobody to ask.
func shown(ctx context.Context, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = env, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd.Run()
}

// network are the variables by which a machine is told how it gets to the network.
func network() []string {
	names := []string{"GOPROXY", "GOSUMDB", "GONOSUMDB", "GOFLAGS", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "PIP_INDEX_URL", "PIP_CERT", "npm_config_registry"}
	for _, proxy := range []string{"http_proxy", "https_proxy", "no_proxy", "all_proxy"} {
		names = append(names, proxy, strings.ToUpper(proxy))
	}
	var vars []string
	for _, name := range names {
		if value, ok := os.LookupEnv(name); ok {
			vars = append(vars, name+"="+value)
		}
	}
	return vars
}

func linux() error {
	if runtime.GOOS != "linux" {
		return fmt.Errorf("%s is not Linux", runtime.GOOS)
	}
	return nil
}
