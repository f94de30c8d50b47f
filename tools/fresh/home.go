package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// atHome runs on this machine as it is, with a home folder and caches that are new. It finds less than a bare machine: what is
// installed here is there.
func atHome(ctx context.Context, n newcomer) (err error) {
	home, err := os.MkdirTemp("", "velocidade-home-")
	if err != nil {
		return err
	}
	defer func() {
		_, failed := output(context.WithoutCancel(ctx), "chmod", "-R", "u+w", home) // Go keeps modules so that nobody changes them
		err = errors.Join(err, failed, os.RemoveAll(home))
	}()
	env := append(network(), "GOTOOLCHAIN=local", "HOME="+home, "GOPATH="+filepath.Join(home, "go"),
		"PATH="+filepath.Join(n.goroot, "bin")+":"+filepath.Dir(n.node)+":"+os.Getenv("PATH"))
	return shown(ctx, env, "sh", "-c", "cd "+quoted([]string{n.clone})+" && exec "+quoted(n.command))
}
