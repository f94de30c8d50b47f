package main

import (
	"context"
	"errors"
	"os/exec"
	"strings"
)

// engine is what runs containers on this machine, "" where nothing does: a command without its service is nothing.
func engine() string {
	for _, name := range []string{"docker", "podman"} {
		if exec.Command(name, "info").Run() == nil {
			return name
		}
	}
	return ""
}

func hasContainers() error {
	if engine() == "" {
		return errors.New("neither docker nor podman runs")
	}
	return linux() // Go and Node come from this machine
}

// inContainer runs in a container, into which Go, Node and the clone are mounted so that it cannot change them.
func inContainer(ctx context.Context, n newcomer) error {
	args := []string{"run", "--rm", "--init", "--shm-size=2g", "-v", n.goroot + ":/usr/local/go:ro", "-v", n.node + ":/usr/local/bin/node:ro",
		"-v", n.npm + ":/usr/local/lib/npm:ro", "-v", n.clone + ":/clone:ro"}
	for _, v := range append(network(), "GOTOOLCHAIN=local", "HOME=/root", "PATH="+barePath) {
		args = append(args, "-e", v)
	}
	// What a bare machine has is installed before the newcomer comes.
	script := `set -e
		apt-get update -qq && apt-get install -y -qq --no-install-recommends git make ca-certificates >/dev/null
		ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm
		git config --global --add safe.directory '*'
		git clone --quiet /clone /root/velocidade && cd /root/velocidade && exec ` + quoted(n.command)
	return shown(ctx, nil, engine(), append(args, n.image, "sh", "-c", script)...)
}

// barePath is the PATH of a machine whose Go and Node stand where their archives are unpacked by custom.
const barePath = "/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// quoted writes words for a shell.
func quoted(words []string) string {
	var all []string
	for _, w := range words {
		all = append(all, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
	}
	return strings.Join(all, " ")
}
