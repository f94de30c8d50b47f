package suite

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// runDocs does what the README tells a newcomer to do: every command of its sh blocks, in a fresh clone of what is
// committed. A command that fails there is a failed test, unless the machine lacks what it needs.
func runDocs(ctx context.Context, env *Env, tally *Tally) error {
	readme, err := os.ReadFile(filepath.Join(env.Root, "README.md"))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "velocidade-clone-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	clone := filepath.Join(dir, "velocidade")
	if out, err := env.command(ctx, nil, "git", "clone", "--quiet", env.Root, clone).CombinedOutput(); err != nil {
		return fmt.Errorf("git clone: %w\n%s", err, out)
	}
	there := *env
	there.Root = clone
	for _, command := range shellCommands(string(readme)) {
		start := time.Now()
		r := Result{Group: "README.md in a fresh clone", Name: command}
		var output string
		switch command {
		case "make run":
			output, err = there.makeRun(ctx)
		case "make test":
			continue // that is what runs now
		default:
			var out []byte
			out, err = there.command(ctx, nil, "sh", "-c", command).CombinedOutput()
			output = string(out)
		}
		if lacking(err, output) {
			r = lack(r.Group, r.Name, reason(output))
		} else if err != nil {
			r.Status, r.Output = Failed, output+err.Error()+"\n"
		}
		r.Elapsed = time.Since(start)
		tally.Add(r)
	}
	for _, target := range makeTargets(string(readme)) {
		r := Result{Group: "make targets named in README.md", Name: "make " + target}
		if out, err := there.command(ctx, nil, "make", "--dry-run", target).CombinedOutput(); err != nil {
			r.Status, r.Output = Failed, string(out)
		}
		tally.Add(r)
	}
	return nil
}

// reason is what a command said before "go run" told its status.
func reason(output string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(output), fmt.Sprintf("exit status %d", LackStatus)))
}

// makeRun starts "make run" on a free port, loads the page that it announces, waits until runs can be kept, which is when the whole
// program has taken the place of the early one, and loads it again.
func (env *Env) makeRun(ctx context.Context) (string, error) {
	s, err := serving(ctx, func(ctx context.Context) *exec.Cmd {
		return env.command(ctx, []string{"PORT=0", "VELOCIDADE_DB=" + filepath.Join(env.Root, ".cache", "runs.sqlite")}, "make", "run")
	})
	if err != nil {
		return "", err
	}
	defer s.stop()
	if err := loads(ctx, s.address); err != nil {
		return s.output, err
	}
	patient, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	for {
		if _, err := get(patient, s.address+"/healthz"); err == nil {
			break
		} else if patient.Err() != nil {
			return s.output, fmt.Errorf("the whole program does not take the early one's place: %w", err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	return s.output, loads(ctx, s.address)
}

// loads fetches the page and everything that it names, and checks that it is isolated.
func loads(ctx context.Context, address string) error {
	page, err := get(ctx, address)
	if err != nil {
		return err
	}
	for _, part := range partForm.FindAllStringSubmatch(page, -1) {
		if _, err := get(ctx, address+"/"+strings.TrimPrefix(part[1], "/")); err != nil {
			return err
		}
	}
	if !strings.Contains(page, "<title>Velocidade") {
		return fmt.Errorf("%s is not the playground: %.200s", address, page)
	}
	return nil
}

var partForm = regexp.MustCompile(`(?:src|href)="(/?assets/[^"]+)"`)

func get(ctx context.Context, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s answers %s", address, response.Status)
	}
	if response.Header.Get("Cross-Origin-Embedder-Policy") == "" {
		return "", fmt.Errorf("%s is served without the headers that isolate the page", address)
	}
	return string(body), nil
}

// shellCommands lists the commands of a Markdown text's sh blocks, without their comments.
func shellCommands(markdown string) []string {
	var commands []string
	inside := false
	for line := range strings.Lines(markdown) {
		line = strings.TrimSpace(line)
		switch {
		case line == "```sh":
			inside = true
		case strings.HasPrefix(line, "```"):
			inside = false
		case inside:
			command, _, _ := strings.Cut(line, " #")
			if command = strings.TrimSpace(command); command != "" && !strings.HasPrefix(command, "#") {
				commands = append(commands, command)
			}
		}
	}
	return commands
}

var targetForm = regexp.MustCompile("`make ([a-z]+)`")

// makeTargets lists the targets that a text names, each once.
func makeTargets(markdown string) []string {
	var targets []string
	seen := map[string]bool{}
	for _, match := range targetForm.FindAllStringSubmatch(markdown, -1) {
		if !seen[match[1]] {
			seen[match[1]] = true
			targets = append(targets, match[1])
		}
	}
	return targets
}
