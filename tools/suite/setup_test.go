package suite

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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
				"apt-get":   `case "$*" in *install*) for p; do :; done; printf '#!/bin/sh\n' >"$BIN/$p"; chmod +x "$BIN/$p";; *) echo update >>log;; esac`,
				"apt-cache": `printf '  Candidate: 1.0\n'`}, nil,
			[]string{"/chromium\n", "/firefox-esr\n"}, []string{"installing chromium", "installing firefox-esr"}, false},
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
			for _, tool := range []string{"sh", "dirname", "sed", "sort", "head", "cmp", "cp", "mkdir", "printf", "chmod", "env", "id"} {
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
			assert.Empty(t, errs, "a second run has nothing to do and nothing to say")
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
