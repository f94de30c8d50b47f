package suite

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// machine is a checkout of nothing but what tools/setup.sh reads, and a folder of programs that it finds: scripts that do what the real
// ones would, as far as it goes, and write into the file log that they were called.
type machine struct{ root, bin string }

// The programs of a machine. BIN is its folder.
const (
	goNew, goOld = `case $1 in
		env) printf 'go1.26.0\n%s\n%s\n' "$BIN/gocache" "$BIN/modules" ;;
		list) echo "go $*" >>"$BIN/log" && mkdir -p "$BIN/modules/cache" ;;
		*) echo "go $*" >>"$BIN/log" ;;
	esac`, "echo go1.21.5"
	nodeNew, nodeOld = `case $1 in --version) echo v20.1.0 ;; esac`, "echo v18.20.0"
	npmWorks         = `case $1 in ci) echo "npm $*" >>"$BIN/log" && mkdir -p node_modules/lit ;; esac`
	npmAlone         = `case $1 in ping) echo "npm error code ENOTFOUND"; exit 1 ;; ci) echo "npm $*" >>"$BIN/log"; echo "npm error code ENOTCACHED" >&2; exit 1 ;; esac`
	browser          = "true"
	// A Python that makes virtual environments, whose own Python then is asked for packages.
	python = `case "$*" in *venv*) mkdir -p "$3/bin" && printf '#!/bin/sh\necho "$*" >>log\n' >"$3/bin/python3" && chmod +x "$3/bin/python3";; esac`
	apt    = `case "$*" in *install*) for p; do :; done; printf '#!/bin/sh\n' >"$BIN/$p"; chmod +x "$BIN/$p";; *) echo update >>log;; esac`
)

// usual are the programs of a machine with Go and Node, and nothing else that matters.
func usual(more map[string]string) map[string]string {
	programs := map[string]string{"go": goNew, "node": nodeNew, "npm": npmWorks}
	maps.Copy(programs, more)
	return programs
}

func newMachine(t *testing.T, programs map[string]string) machine {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the script needs a POSIX shell")
	}
	m := machine{t.TempDir(), t.TempDir()}
	for name, from := range map[string]string{"tools/setup.sh": "../setup.sh", "tools/site/notinlined.txt": "../site/notinlined.txt", "go.mod": "../../go.mod"} {
		require.NoError(t, copyFile(from, filepath.Join(m.root, name)))
	}
	for _, name := range []string{"package.json", "package-lock.json", "go.sum"} {
		require.NoError(t, os.WriteFile(filepath.Join(m.root, name), []byte("{}"), 0o644))
	}
	for name, body := range programs {
		m.program(t, name, body)
	}
	for _, tool := range []string{"sh", "awk", "cat", "chmod", "cmp", "cp", "df", "dirname", "env", "head", "id", "ln", "mkdir", "mv", "printf",
		"readlink", "rm", "sed", "sleep", "sort", "tr"} {
		if programs[tool] != "" {
			continue
		}
		path, err := exec.LookPath(tool)
		require.NoError(t, err)
		require.NoError(t, os.Symlink(path, filepath.Join(m.bin, tool)))
	}
	return m
}

func (m machine) program(t *testing.T, name, body string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(m.bin, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755))
}

// setup prepares a call of the script.
func (m machine) setup(args ...string) (cmd *exec.Cmd, out, errs *bytes.Buffer) {
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	cmd = exec.Command("sh", append([]string{filepath.Join(m.root, "tools", "setup.sh")}, args...)...)
	cmd.Env = []string{"PATH=" + m.bin, "BIN=" + m.bin}
	cmd.Stdout, cmd.Stderr = out, errs
	return cmd, out, errs
}

// log is what the programs were called with.
func (m machine) log() string {
	text, _ := os.ReadFile(filepath.Join(m.bin, "log")) // absent where none was called
	return string(text)
}

func (m machine) left(t *testing.T) []string {
	t.Helper()
	var names []string
	entries, err := os.ReadDir(filepath.Join(m.root, ".cache"))
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestSetupSaysWhatIsMissing(t *testing.T) {
	cases := []struct {
		name     string
		args     []string
		programs map[string]string
		vars     []string
		out      []string // all in standard output
		err      []string // all in standard error
		fails    bool
	}{
		{"all is there", nil, usual(nil), nil, nil, nil, false},
		{"a browser can be given", []string{"browsers"}, usual(map[string]string{"my-chrome": browser, "firefox": browser}), []string{"CHROMIUM=my-chrome"},
			[]string{"/my-chrome\n"}, nil, false},
		{"a given browser that is not there is an error", []string{"browsers"}, usual(map[string]string{"firefox": browser}), []string{"CHROMIUM=/nowhere/chrome"},
			nil, []string{"/nowhere/chrome is not a program"}, true},
		{"browsers are found by name", []string{"browsers"}, usual(map[string]string{"chromium": browser, "firefox-esr": browser}), nil,
			[]string{"CHROMIUM=", "/chromium\n", "FIREFOX=", "/firefox-esr\n"}, nil, false},
		{"browsers that can neither be found nor installed are named, one line each, and are no error", []string{"browsers"}, usual(nil), nil,
			nil, []string{"missing: Chromium, so its tests are skipped. Install", "missing: Firefox, so its tests are skipped. Install"}, false},
		{"one browser is enough to go on", []string{"browsers"}, usual(map[string]string{"firefox": browser}), nil,
			[]string{"FIREFOX="}, []string{"missing: Chromium"}, false},
		{"apt installs them where it can, and its indexes are read once", []string{"browsers"},
			usual(map[string]string{"id": "echo 0", "apt-get": apt, "apt-cache": `printf '  Candidate: 1.0\n'`}), nil,
			[]string{"/chromium\n", "/firefox-esr\n"}, []string{"installing chromium", "installing firefox-esr"}, false},
		{"a step that it does not know", []string{"browser"}, nil, nil, nil, []string{`no step "browser"; there are serve`}, true},
		{"languages that are there get their packages", []string{"runtimes"},
			usual(map[string]string{"python3": python, "pypy3": browser, "cc": browser, "c++": browser}), nil,
			nil, []string{"installing cython==", " shed-skin=="}, false},
		{"languages that cannot be had are named, one line each, and are no error", []string{"runtimes"},
			usual(map[string]string{"python3": "exit 1"}), nil,
			nil, []string{"missing: PyPy 3, so its tests are skipped", "missing: a C compiler", "missing: a C++ compiler",
				"missing: Python.h", "missing: gc/gc_allocator.h", "missing: pcre2.h", "missing: a virtual environment"}, false},
		{"without Python there is one line for all that needs it", []string{"runtimes"}, usual(map[string]string{"pypy3": browser}), nil,
			nil, []string{"missing: Python 3, so its tests are skipped"}, false},
		{"apt installs what it can", []string{"runtimes"},
			usual(map[string]string{"python3": python, "cc": browser, "c++": browser, "id": "echo 0", "apt-get": apt, "apt-cache": `printf '  Candidate: 1.0\n'`}), nil,
			nil, []string{"installing pypy3"}, false},
		{"without a network, what npm has kept is enough", nil, usual(map[string]string{"npm": `case $1 in ping) echo "npm error code ENOTFOUND"; exit 1 ;; ci) case "$*" in *--offline*) mkdir node_modules ;; *) exit 1 ;; esac ;; esac`}), nil,
			nil, nil, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, c.programs)
			run := func() (string, string, error) {
				cmd, out, errs := m.setup(c.args...)
				cmd.Env = append(cmd.Env, c.vars...)
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
			log := m.log()
			_, errs, err = run()
			assert.NoError(t, err)
			for line := range strings.Lines(errs) {
				assert.Regexp(t, "missing: |looking for|downloading|not found", line, "a second run has nothing to do, and says no more than what is missing")
			}
			assert.Equal(t, log, m.log(), "nothing is fetched or compiled again")
		})
	}
}

// What cannot work is told before anything is installed or compiled, in a line for each reason.
func TestSetupSaysWhatCannotWorkBeforeItCompilesAnything(t *testing.T) {
	here, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer here.Close()
	_, taken, err := net.SplitHostPort(here.Addr().String())
	require.NoError(t, err)
	realNode, err := exec.LookPath("node")
	require.NoError(t, err)
	asReal := map[string]string{"node": fmt.Sprintf("exec '%s' \"$@\"", realNode)}
	noModules := strings.Replace(goNew, `list)`, `list) echo "go: example.org/x@v1: dial tcp: lookup proxy.example.org: no such host" >&2; exit 1 ;; never)`, 1)
	for _, c := range []struct {
		why      string
		programs map[string]string
		vars     []string
		says     []string // each the beginning of a line
	}{
		{"nothing is there", map[string]string{}, nil, []string{"missing: Go 1.26 or newer. Get it", "missing: Node 20 or newer. Get it"}},
		{"both are too old, which is said with their versions", map[string]string{"go": goOld, "node": nodeOld, "npm": npmWorks}, nil,
			[]string{"missing: Go 1.26 or newer (this one is 1.21.5)", "missing: Node 20 or newer (this one is 18.20.0)"}},
		{"npm does not come with every Node", map[string]string{"go": goNew, "node": nodeNew}, nil, []string{"missing: npm, which comes with Node"}},
		{"Go itself is broken", usual(map[string]string{"go": "echo 'go: cannot find GOROOT' >&2; exit 2"}), nil, []string{"missing: Go 1.26 or newer. go: cannot find GOROOT"}},
		{"the port is taken", usual(asReal), []string{"PORT=" + taken}, []string{"missing: a free port: something listens at 127.0.0.1:" + taken}},
		{"the port is none", usual(asReal), []string{"PORT=http"}, []string{"missing: an address to listen at: HOST=127.0.0.1 PORT=http are refused"}},
		{"the address is another machine's", usual(asReal), []string{"HOST=192.0.2.1", "PORT=0"}, []string{"missing: the address 192.0.2.1: this machine has none such"}},
		{"there is no room", usual(map[string]string{"df": `printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 100 90 20480 18%% /my disk\n'`}), nil,
			[]string{"missing: disk space: 2200 MB free on the disk of /my disk (there are 20). The first start"}},
		{"there is no network, and npm has kept nothing", usual(map[string]string{"npm": npmAlone}), nil,
			[]string{"missing: npm packages, and the npm registry does not answer. The first start needs a network."}},
		{"there is no network, and Go has kept nothing", usual(map[string]string{"go": noModules}), nil,
			[]string{"missing: Go modules, which could not be fetched: go: example.org/x@v1: dial tcp: lookup proxy.example.org: no such host"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			m := newMachine(t, c.programs)
			cmd, _, errs := m.setup("serve")
			cmd.Env = append(cmd.Env, c.vars...)
			assert.Error(t, cmd.Run())
			for _, line := range c.says {
				assert.Contains(t, "\n"+errs.String(), "\n"+line)
			}
			assert.Equal(t, len(c.says), strings.Count(errs.String(), "missing: "), errs)
			for line := range strings.Lines(m.log()) {
				assert.NotContains(t, line, "go run", "nothing is compiled")
				assert.NotContains(t, line, "-export", "nothing is compiled")
			}
		})
	}
	t.Run("the folder cannot be written to", func(t *testing.T) {
		m := newMachine(t, usual(nil))
		require.NoError(t, os.WriteFile(filepath.Join(m.root, ".cache"), nil, 0o644))
		cmd, _, errs := m.setup("serve")
		assert.Error(t, cmd.Run())
		assert.Contains(t, errs.String(), "missing: permission to write to "+m.root)
		assert.Empty(t, m.log())
	})
}

// A start that was ended at any moment leaves nothing that a later one would take for whole.
func TestSetupGoesOnWhereAStartWasEnded(t *testing.T) {
	for _, c := range []struct{ why, npm string }{
		{"npm was ended", `case $1 in ci) mkdir -p node_modules/half && echo half >>"$BIN/log" && kill -9 $PPID; sleep 0.1; exit 1 ;; esac`},
		{"npm failed, as with a full disk", `case $1 in ci) mkdir -p node_modules/half && echo half >>"$BIN/log"; echo "npm error code ENOSPC" >&2; exit 1 ;; esac`},
	} {
		t.Run(c.why, func(t *testing.T) {
			m := newMachine(t, usual(map[string]string{"npm": c.npm}))
			cmd, _, _ := m.setup("serve")
			assert.Error(t, cmd.Run())
			require.Contains(t, m.log(), "half")
			assert.NoDirExists(t, filepath.Join(m.root, "node_modules"), "what is half is not in its place")
			m.program(t, "npm", npmWorks)
			cmd, _, errs := m.setup("serve")
			require.NoError(t, cmd.Run(), errs)
			assert.DirExists(t, filepath.Join(m.root, "node_modules", "lit"))
			assert.Equal(t, []string{"modules"}, m.left(t), "and nothing is left of the first start")
		})
	}
	t.Run("its lock names a process that is something else by now", func(t *testing.T) {
		m := newMachine(t, usual(nil))
		require.NoError(t, os.Mkdir(filepath.Join(m.root, ".cache"), 0o755))
		require.NoError(t, os.Symlink(strconv.Itoa(os.Getpid()), filepath.Join(m.root, ".cache", "setup.lock")))
		cmd, _, errs := m.setup("serve")
		require.NoError(t, cmd.Run(), errs)
		assert.Equal(t, []string{"modules"}, m.left(t))
	})
}

func TestASecondStartWaitsForTheFirstAndInstallsNothingItself(t *testing.T) {
	// npm says that it was begun, and goes on once it is told to.
	m := newMachine(t, usual(map[string]string{"npm": `case $1 in ci) echo "npm $*" >>"$BIN/log" && until [ -e "$BIN/go-on" ]; do sleep 0.05; done; mkdir -p node_modules/lit ;; esac`}))
	first, _, firstErrs := m.setup()
	require.NoError(t, first.Start())
	require.Eventually(t, func() bool { return strings.Contains(m.log(), "npm ci") }, time.Minute, 10*time.Millisecond)
	second, _, _ := m.setup()
	second.Stderr = nil
	said, err := second.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, second.Start())
	line, err := bufio.NewReader(said).ReadString('\n')
	require.NoError(t, err)
	assert.Contains(t, line, "another start is installing")
	require.NoError(t, os.WriteFile(filepath.Join(m.bin, "go-on"), nil, 0o644))
	require.NoError(t, first.Wait(), firstErrs)
	require.NoError(t, second.Wait())
	assert.Equal(t, 1, strings.Count(m.log(), "npm ci"), m.log())
	assert.Equal(t, []string{"modules"}, m.left(t))
}

// Until the whole program was served once, with this Go and these modules, a start is an early one.
func TestAFirstStartIsAnEarlyOne(t *testing.T) {
	m := newMachine(t, usual(nil))
	for _, c := range []struct{ why, served, early string }{
		{"nothing was served", "", "-tags=early\n"},
		{"this Go has served", "go1.26.0", ""},
		{"another Go has", "go1.25.9", "-tags=early\n"},
	} {
		require.NoError(t, os.MkdirAll(filepath.Join(m.root, ".cache"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(m.root, ".cache", "served"), []byte(c.served+"\n"), 0o644))
		cmd, out, errs := m.setup("serve")
		require.NoError(t, cmd.Run(), errs)
		assert.Equal(t, c.early, out.String(), c.why)
	}
	assert.Contains(t, m.log(), "go run -tags=early ./tools/velocidade serve -h", "what it then starts is compiled beside the packages")
}

// The page needs a third of the packages; the rest is for tests and checks.
func TestOnlyTheStepsThatNeedThemInstallAllPackages(t *testing.T) {
	m := newMachine(t, usual(map[string]string{"chromium": browser, "firefox": browser}))
	for _, c := range []struct{ step, installs string }{
		{"serve", "npm ci --omit=dev"}, {"serve", ""}, {"tools", "npm ci --no-audit"}, {"serve", ""}, {"browsers", ""},
	} {
		before := m.log()
		cmd, _, errs := m.setup(c.step)
		cmd.Env = append(cmd.Env, "PORT=0")
		require.NoError(t, cmd.Run(), errs)
		called := strings.TrimPrefix(m.log(), before)
		if c.installs == "" {
			assert.Empty(t, called, c.step)
		} else {
			assert.Contains(t, called, c.installs, c.step)
		}
	}
}

func TestBrowsersAreReadFromTheScriptsOutput(t *testing.T) {
	found, err := parseBrowsers("CHROMIUM=/Applications/Google Chrome.app/x\nFIREFOX=/usr/bin/firefox\n")
	require.NoError(t, err)
	assert.Equal(t, []Browser{{"chromium", "/Applications/Google Chrome.app/x"}, {"firefox", "/usr/bin/firefox"}}, found)
	_, err = parseBrowsers("CHROMIUM=\n")
	assert.Error(t, err)
}
