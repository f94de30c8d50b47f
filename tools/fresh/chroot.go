package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func hasChroot() error {
	if err := linux(); err != nil {
		return err
	}
	if os.Getuid() != 0 {
		return errors.New("a chroot needs root")
	}
	if _, err := exec.LookPath("debootstrap"); err != nil {
		return errors.New("debootstrap is not installed (Debian and Ubuntu: apt-get install debootstrap)")
	}
	return nil
}

// inChroot runs in a folder that holds Debian's minimum.
func inChroot(ctx context.Context, n newcomer) (err error) {
	dir, err := os.MkdirTemp("", "velocidade-bare-")
	if err != nil {
		return err
	}
	defer func() {
		if n.keep {
			fmt.Fprintln(os.Stderr, "the machine is kept in", dir)
			return
		}
		err = errors.Join(err, os.RemoveAll(dir)) // after nothing of this machine is mounted there any more
	}()
	if err := bare(ctx, n, dir); err != nil {
		return err
	}
	mounts := [][]string{{"-t", "proc", "proc", "proc"}, {"--bind", "/dev", "dev"}, {"-t", "tmpfs", "-o", "size=2g", "tmpfs", "dev/shm"}}
	for _, m := range mounts {
		at := filepath.Join(dir, m[len(m)-1])
		if _, err := output(ctx, "mount", append(m[:len(m)-1:len(m)-1], at)...); err != nil {
			return err
		}
		defer func() {
			if _, failed := output(context.WithoutCancel(ctx), "umount", "--lazy", at); failed != nil {
				n.keep, err = true, errors.Join(err, failed) // removing it would remove what is mounted
			}
		}()
	}
	env := append(network(), "GOTOOLCHAIN=local", "HOME=/root", "LANG=C.UTF-8", "PATH="+barePath)
	return shown(ctx, env, "chroot", dir, "sh", "-c", "cd /root/velocidade && exec "+quoted(n.command))
}

// bare makes the machine.
func bare(ctx context.Context, n newcomer, dir string) error {
	release, err := output(ctx, "sh", "-c", ". /etc/os-release && echo $VERSION_CODENAME")
	if err != nil {
		return err
	}
	args := []string{"--variant=minbase", "--include=ca-certificates,git,make", release, dir}
	if mirror := n.mirrorOr(sources()); mirror != "" {
		args = append(args, mirror)
	}
	if _, err := output(ctx, "debootstrap", args...); err != nil {
		return err
	}
	// How this machine gets to the network, and whom it trusts there.
	for _, path := range []string{"/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs", "/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d",
		"/etc/pip.conf", "/root/.npmrc", "/root/.config/pip"} {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if err := replace(ctx, path, filepath.Join(dir, path)); err != nil {
			return err
		}
	}
	for from, to := range map[string]string{n.goroot: "usr/local/go", n.node: "usr/local/bin/node", n.npm: "usr/local/lib/npm", n.clone: "root/velocidade"} {
		if err := replace(ctx, from, filepath.Join(dir, to)); err != nil {
			return err
		}
	}
	return os.Symlink("../lib/npm/bin/npm-cli.js", filepath.Join(dir, "usr/local/bin/npm"))
}

// replace copies a file or a folder to a place, whatever is there.
func replace(ctx context.Context, from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	_, err := output(ctx, "cp", "-a", from, to)
	return err
}

func (n newcomer) mirrorOr(own string) string {
	if n.mirror != "" {
		return n.mirror
	}
	return own
}

var mirrorForm = regexp.MustCompile(`(?m)^[^#\n]*?(https?://\S+?/(?:debian|ubuntu))/?(?:\s|$)`)

// sources is where this machine gets its own packages from, "" where that is not to be read.
func sources() string {
	files, _ := filepath.Glob("/etc/apt/sources.list.d/*") // the form is right
	for _, file := range append([]string{"/etc/apt/sources.list"}, files...) {
		text, err := os.ReadFile(file)
		if found := mirrorForm.FindSubmatch(text); err == nil && found != nil {
			return strings.TrimSuffix(string(found[1]), "/")
		}
	}
	return ""
}
