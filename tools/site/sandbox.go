package site

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// sandbox writes the page that readers' own programs run in: a frame without an origin. All that it needs is inside it,
// since it may load nothing: its policy lets it run this one script, WebAssembly, and workers that it makes itself. What these
// run may make scripts from text, as by Function, which gives it nothing that it could not do by a worker's blob.
func (b *builder) sandbox() error {
	var scripts []api.Plugin
	for _, name := range []string{"guest", "warden"} {
		script, err := b.script("web/src/sandbox/" + name + ".worker.ts")
		if err != nil {
			return err
		}
		text, err := json.Marshal(script)
		if err != nil {
			return err
		}
		scripts = append(scripts, virtual("velocidade:"+name, func() (string, error) { return fmt.Sprintf("export default %s;", text), nil }))
	}
	frame, err := b.script("web/src/sandbox/frame.ts", scripts...)
	if err != nil {
		return err
	}
	if strings.Contains(strings.ToLower(frame), "</script") {
		return fmt.Errorf("the sandbox's script cannot stand in a page: it holds the end of a script element")
	}
	sum := sha256.Sum256([]byte(frame))
	policy := fmt.Sprintf("default-src 'none'; script-src 'sha256-%s' 'wasm-unsafe-eval' 'unsafe-eval' blob:; worker-src blob:",
		base64.StdEncoding.EncodeToString(sum[:]))
	// Under its content's name, since a frame without an origin has nothing but the browser's own cache to come from without a
	// network: no service worker sees it.
	b.sandboxFile, err = b.asset("sandbox", ".html", fmt.Appendf(nil, sandboxPage, policy, frame))
	return err
}

const sandboxPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<title>Where a reader’s program runs</title>
<script>%s</script>
</html>
`

// builder bundles the script of the build worker.
func (b *builder) buildWorker() error {
	text, err := b.script("web/src/toolchain/build.worker.ts")
	if err != nil {
		return err
	}
	b.builderFile, err = b.asset("builder", ".js", []byte(text))
	return err
}

// script bundles one entry into one classic script.
func (b *builder) script(entry string, plugins ...api.Plugin) (string, error) {
	result, err := b.bundle(api.BuildOptions{
		EntryPoints: []string{entry},
		Format:      api.FormatIIFE,
		Outdir:      "assets",
		Plugins:     plugins,
	})
	if err != nil {
		return "", err
	}
	for _, file := range result.OutputFiles {
		if filepath.Ext(file.Path) == ".js" {
			return string(file.Contents), nil
		}
	}
	return "", fmt.Errorf("%s came to no script", entry)
}
