package suite

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSetupSaysWhatIsMissing runs tools/setup.sh in a checkout of nothing but a lockfile, on a machine whose programs are
// those of each case: scripts that print what the real ones would.
func TestSetupSaysWhatIsMissing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the script needs a POSIX shell")
	}
	const (
		goNew, goOld     = "echo go1.26.0", "echo go1.21.5"
		nodeNew, nodeOld = "echo v20.1.0", "echo v18.20.0"
		npm              = `mkdir -p node_modules && echo "npm $*" >>log`
		browser          = "true"
		// A Python that makes virtual environments, whose own Python then is asked for packages.
		python = `case "$*" in *venv*) mkdir -p "$3/bin" && printf '#!/bin/sh\necho "$*" >>log\n' >"$3/bin/python3" && chmod +x "$3/bin/python3";; esac`
		apt    = `case "$*" in *install*) for p; do :; done; printf '#!/bin/sh\n' >"$BIN/$p"; chmod +x "$BIN/$p";; *) echo update >>log;; esac`
	)
	cases := []struct {
		name     string
		args     []string
		programs map[string]string
		vars     []string
		out      []string // all in standard output
		err      []string // all in standard error
		fails    bool
	}{
		{"all is there", nil,
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm}, nil, nil, nil, false},
		{"nothing is there: one line for each", nil,
			nil, nil, nil, []string{"missing: Go 1.26 or newer", "missing: Node 20 or newer"}, true},
		{"both are too old, which is said with their versions", nil,
			map[string]string{"go": goOld, "node": nodeOld, "npm": npm}, nil,
			nil, []string{"Go 1.26 or newer (this one is 1.21.5)", "Node 20 or newer (this one is 18.20.0)"}, true},
		{"a newer major version is new enough", nil,
			map[string]string{"go": "echo go1.30rc1", "node": "echo v100.0.0", "npm": npm}, nil, nil, nil, false},
		{"npm does not come with every Node", nil,
			map[string]string{"go": goNew, "node": nodeNew}, nil, nil, []string{"missing: npm"}, true},
		{"browsers are found by name", []string{"browsers"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "chromium": browser, "firefox-esr": browser}, nil,
			[]string{"CHROMIUM=", "/chromium\n", "FIREFOX=", "/firefox-esr\n"}, nil, false},
		{"a browser can be given", []string{"browsers"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "my-chrome": browser, "firefox": browser}, []string{"CHROMIUM=my-chrome"},
			[]string{"/my-chrome\n"}, nil, false},
		{"a given browser that is not there is an error", []string{"browsers"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "firefox": browser}, []string{"CHROMIUM=/nowhere/chrome"},
			nil, []string{"/nowhere/chrome is not a program"}, true},
		{"browsers that can neither be found nor installed: one line for each", []string{"browsers"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm}, nil,
			nil, []string{"missing: Chromium. Install", "missing: Firefox. Install"}, true},
		{"apt installs them where it can, and its indexes are read once", []string{"browsers"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "id": "echo 0",
				"apt-get":   apt,
				"apt-cache": `printf '  Candidate: 1.0\n'`}, nil,
			[]string{"/chromium\n", "/firefox-esr\n"}, []string{"installing chromium", "installing firefox-esr"}, false},
		{"a step that it does not know", []string{"browser"}, nil, nil, nil, []string{`no step "browser"; there are browsers`}, true},
		{"languages that are there get their packages", []string{"runtimes"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "python3": python, "pypy3": browser, "cc": browser, "c++": browser}, nil,
			nil, []string{"installing cython==", " shed-skin=="}, false},
		{"languages that cannot be had are named, one line each, and are no error", []string{"runtimes"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "python3": "exit 1"}, nil,
			nil, []string{"missing: PyPy 3, so its tests are skipped", "missing: a C compiler", "missing: a C++ compiler",
				"missing: Python.h", "missing: libgc", "missing: a virtual environment"}, false},
		{"without Python there is one line for all that needs it", []string{"runtimes"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "pypy3": browser}, nil,
			nil, []string{"missing: Python 3, so its tests are skipped"}, false},
		{"apt installs what it can", []string{"runtimes"},
			map[string]string{"go": goNew, "node": nodeNew, "npm": npm, "python3": python, "cc": browser, "c++": browser, "id": "echo 0",
				"apt-get": apt, "apt-cache": `printf '  Candidate: 1.0\n'`}, nil,
			nil, []string{"installing pypy3"}, false},
	}
	script, err := os.ReadFile("../setup.sh")
	require.NoError(t, err)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root, bin := t.TempDir(), t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(root, "tools"), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(root, "tools", "setup.sh"), script, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(root, "package-lock.json"), []byte("{}"), 0o644))
			for name, body := range c.programs {
				require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755))
			}
			for _, tool := range []string{"sh", "dirname", "sed", "sort", "head", "cmp", "cp", "mkdir", "printf", "chmod", "env", "id", "cat", "rm"} {
				if c.programs[tool] != "" {
					continue
				}
				path, err := exec.LookPath(tool)
				require.NoError(t, err)
				require.NoError(t, os.Symlink(path, filepath.Join(bin, tool)))
			}
			run := func() (string, string, error) {
				var out, errs bytes.Buffer
				cmd := exec.Command("sh", append([]string{filepath.Join(root, "tools", "setup.sh")}, c.args...)...)
				cmd.Env = append([]string{"PATH=" + bin, "BIN=" + bin}, c.vars...)
				cmd.Stdout, cmd.Stderr = &out, &errs
				err := cmd.Run()
				return out.String(), errs.String(), err
			}
			out, errs, err := run()
			assert.Equal(t, c.fails, err != nil, errs)
			for _, want := range c.out {
				assert.Contains(t, out, want)
			}
			for _, want := range c.err {
				assert.Contains(t, errs, want)
			}
			if c.fails {
				return
			}
			_, errs, err = run()
			assert.NoError(t, err)
			for line := range strings.Lines(errs) {
				assert.Contains(t, line, "missing: ", "a second run has nothing to do, and says no more than what is missing")
			}
		})
	}
}

func TestBrowsersAreReadFromTheScriptsOutput(t *testing.T) {
	found, err := parseBrowsers("CHROMIUM=/Applications/Google Chrome.app/x\nFIREFOX=/usr/bin/firefox\n")
	require.NoError(t, err)
	assert.Equal(t, []Browser{{"chromium", "/Applications/Google Chrome.app/x"}, {"firefox", "/usr/bin/firefox"}}, found)
	_, err = parseBrowsers("CHROMIUM=\n")
	assert.Error(t, err)
}
