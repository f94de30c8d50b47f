package suite

import (
	"bufio"
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
)

// served is a server that runs until stop is called.
type served struct {
	address string
	output  string // what it had printed until it gave its address
	stop    func()
}

var addressForm = regexp.MustCompile(`http://\S+`)

// serving starts a command that serves, and waits until it prints its address.
func serving(ctx context.Context, prepare func(context.Context) *exec.Cmd) (*served, error) {
	ctx, cancel := context.WithCancel(ctx)
	cmd := prepare(ctx)
	var output, errors strings.Builder
	cmd.Stderr = &errors
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	stop := func() {
		cancel()
		_ = cmd.Wait() // it was killed
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		fmt.Fprintln(&output, lines.Text())
		if address := addressForm.FindString(lines.Text()); address != "" {
			return &served{address, output.String(), stop}, nil
		}
	}
	stop()
	return nil, fmt.Errorf("%s ended before it printed an address\n%s%s", cmd, output.String(), errors.String())
}
