package figures

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"velocidade/tools/server"
	"velocidade/tools/site"
)

// rig is a browser under the control of web/test/figures/drive.ts, and two servers for it: the site, and the page
// web/test/figures/page.ts that measures messages and code.
type rig struct {
	site, page       string // folders
	siteURL, rigURL  string
	siteHTTP, rigWeb *httptest.Server
	cmd              *exec.Cmd
	in               io.WriteCloser
	out              *bufio.Reader
}

func newRig(ctx context.Context, root, dir, built string) (*rig, error) {
	page := filepath.Join(dir, "page")
	if err := bundle(root, dir, page); err != nil {
		return nil, err
	}
	if err := site.CompileWasm(root, "./tools/figures/messages", filepath.Join(page, "messages.wasm")); err != nil {
		return nil, err
	}
	chromium, err := chromium(ctx, root)
	if err != nil {
		return nil, err
	}
	r := &rig{
		site:     built,
		page:     page,
		siteHTTP: httptest.NewServer(server.Headers(server.Site(built))),
		rigWeb:   httptest.NewServer(server.Headers(http.FileServer(http.Dir(page)))),
	}
	r.siteURL, r.rigURL = r.siteHTTP.URL+"/", r.rigWeb.URL+"/"
	r.cmd = exec.CommandContext(ctx, "node", filepath.Join(dir, "drive.mjs"))
	r.cmd.Dir = root
	r.cmd.Env = append(os.Environ(), "VELOCIDADE_BROWSER=chromium", "VELOCIDADE_BROWSER_PATH="+chromium)
	r.cmd.Stderr = os.Stderr
	if r.in, err = r.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	r.out = bufio.NewReader(out)
	return r, r.cmd.Start()
}

func (r *rig) close() {
	r.in.Close()
	r.cmd.Wait()
	r.siteHTTP.Close()
	r.rigWeb.Close()
}

// request is a line to the driver, which documents its kinds.
type request struct {
	Do     string `json:"do"`
	URL    string `json:"url,omitempty"`
	Spec   *spec  `json:"spec,omitempty"`
	Tasks  int    `json:"tasks,omitempty"`
	Blocks int    `json:"blocks,omitempty"`
	File   string `json:"file,omitempty"`
	Name   string `json:"name,omitempty"`
	Args   string `json:"args,omitempty"`
	// Program is what "speed" runs.
	Program string `json:"program,omitempty"`
	Dark    bool   `json:"dark"`
	// Report is what "links" makes a link of.
	Report json.RawMessage `json:"report,omitempty"`
	// Source is what "exec" and "compile" compile.
	Source string `json:"source,omitempty"`
}

// ask has the driver do something and returns what it answers.
func ask[T any](r *rig, req request) (T, error) {
	var answer struct {
		Value T      `json:"value"`
		Error string `json:"error"`
	}
	line, err := json.Marshal(req)
	if err != nil {
		return answer.Value, err
	}
	if _, err := r.in.Write(append(line, '\n')); err != nil {
		return answer.Value, err
	}
	text, err := r.out.ReadBytes('\n')
	if err != nil {
		return answer.Value, fmt.Errorf("the browser's driver ended: %w", err)
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return answer.Value, err
	}
	if answer.Error != "" {
		return answer.Value, errors.New(answer.Error)
	}
	return answer.Value, nil
}

// compressed gives the size of a file of the site as it is sent: fonts are compressed in themselves.
func (r *rig) compressed(name string) (int64, error) {
	path := filepath.Join(r.site, filepath.FromSlash(name))
	info, err := os.Stat(path + ".br")
	if errors.Is(err, os.ErrNotExist) && strings.HasSuffix(name, ".woff2") {
		info, err = os.Stat(path)
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// bundle writes the driver to dir and the measuring page to page.
func bundle(root, dir, page string) error {
	html, err := os.ReadFile(filepath.Join(root, "web", "test", "figures", "index.html"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(page, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(page, "index.html"), html, 0o644); err != nil {
		return err
	}
	common := api.BuildOptions{
		AbsWorkingDir: root, Bundle: true, Write: true, Target: api.ES2023, Plugins: site.HostPlugins(),
	}
	drive := common
	drive.EntryPoints = []string{"web/test/figures/drive.ts"}
	drive.Outfile = filepath.Join(dir, "drive.mjs")
	drive.Platform, drive.Format = api.PlatformNode, api.FormatESModule
	drive.External = []string{"puppeteer-core"}
	scripts := common
	scripts.EntryPoints = []string{"web/test/figures/page.ts", "web/src/engine/host.ts"}
	for _, worker := range []string{"echo", "comlink", "workerpool", "instance", "speed"} {
		scripts.EntryPoints = append(scripts.EntryPoints, "web/test/figures/"+worker+".worker.ts")
	}
	scripts.External = []string{"worker_threads", "os", "child_process"} // what workerpool asks for in Node alone
	scripts.Outdir, scripts.EntryNames = page, "[name]"
	scripts.Format, scripts.MinifySyntax, scripts.MinifyWhitespace = api.FormatIIFE, true, true
	for _, options := range []api.BuildOptions{drive, scripts} {
		if result := api.Build(options); len(result.Errors) > 0 {
			return errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
		}
	}
	return nil
}

// chromium asks the set-up script where Chromium is.
func chromium(ctx context.Context, root string) (string, error) {
	cmd := exec.CommandContext(ctx, "sh", "tools/setup.sh", "browsers")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(out)) {
		if path, found := strings.CutPrefix(strings.TrimSpace(line), "CHROMIUM="); found {
			return path, nil
		}
	}
	return "", errors.New("tools/setup.sh names no Chromium")
}
