package site

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/reloop"
)

// packed builds the package reloop.tgz alone and gives its file.
func packed(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	b := &builder{Options: Options{Root: root, Out: t.TempDir()}, kept: map[string]bool{}}
	require.NoError(t, os.MkdirAll(filepath.Join(b.Out, "assets"), 0o755))
	_, module, err := b.linked(rewriterProgram)
	require.NoError(t, err)
	b.rewriterFile, err = b.asset("reloop", ".wasm", module)
	require.NoError(t, err)
	require.NoError(t, b.rewriter())
	first, err := os.ReadFile(filepath.Join(b.Out, rewriterPackage))
	require.NoError(t, err)
	require.NoError(t, b.rewriter())
	again, err := os.ReadFile(filepath.Join(b.Out, rewriterPackage))
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, again), "the same files give the same package")
	return filepath.Join(b.Out, rewriterPackage)
}

// npm runs Node's tools in a folder, without a registry.
func npm(t *testing.T, dir string, args ...string) (stdout string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "npm_config_cache="+filepath.Join(dir, ".npm"), "npm_config_offline=false", "npm_config_audit=false",
		"npm_config_fund=false", "npm_config_update_notifier=false", "NO_COLOR=1")
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err = cmd.Run()
	t.Log(problems.String())
	return out.String(), err
}

// anExample is a module as Go's linker writes it, and rewritten natively.
func anExample(t *testing.T) (stock, want []byte) {
	t.Helper()
	stock, err := LinkWasm(filepath.Join("..", ".."), "./web/examples/hello")
	require.NoError(t, err)
	want, _, err = reloop.Rewrite(stock, reloop.Options{})
	require.NoError(t, err)
	return stock, want
}

func TestThePackageRewritesInAnEmptyFolderAsTheNativeCommandDoes(t *testing.T) {
	file := packed(t)
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(file))))
	defer server.Close()
	stock, want := anExample(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.wasm"), stock, 0o644))

	report, err := npm(t, dir, "npx", "--yes", server.URL+"/reloop.tgz", "-json", "in.wasm", "-o", "out.wasm")
	require.NoError(t, err)
	got, err := os.ReadFile(filepath.Join(dir, "out.wasm"))
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got), "the same module")
	var told struct{ Schema, Unchanged string }
	require.NoError(t, json.Unmarshal([]byte(report), &told))
	assert.Equal(t, "velocidade.reloop/v1", told.Schema)
	assert.Empty(t, told.Unchanged)

	_, err = npm(t, dir, "npx", "--yes", server.URL+"/reloop.tgz", "out.wasm", "-o", "again.wasm")
	assert.Error(t, err, "it fails where nothing was rewritten")
	assert.NoFileExists(t, filepath.Join(dir, "again.wasm"))

	version, err := npm(t, dir, "npx", "--yes", server.URL+"/reloop.tgz", "-version")
	require.NoError(t, err)
	assert.Regexp(t, `^reloop `+rewriterVersion+`-g[0-9a-f]{10}, for go1`, version)
}

func TestThePackageIsALibraryInNode(t *testing.T) {
	file := packed(t)
	stock, want := anExample(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in.wasm"), stock, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type": "module", "private": true}`), 0o644))
	_, err := npm(t, dir, "npm", "install", "--offline", file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "use.js"), []byte(`
import { readFile, writeFile } from "node:fs/promises";
import { rewrite, rewriteAndReport } from "reloop";
globalThis.Go = "the page's own";
const bytes = await readFile("in.wasm");
const [one, { module, report }] = await Promise.all([rewrite(bytes), rewriteAndReport(bytes, { weigh: true, check: true })]);
if (Buffer.compare(one, module) !== 0) throw new Error("two answers");
await writeFile("out.wasm", one);
for (const bad of [new Uint8Array(3), one]) {
  await rewrite(bad).then(() => { throw new Error("rewritten"); }, (error) => console.log(error.message));
}
if (globalThis.Go !== "the page's own") throw new Error("Go is another");
if (report.after.brotli >= report.before.brotli) throw new Error("it is not smaller");
await rewrite(bytes, { only: "(" }).catch((error) => console.log(error.message));
`), 0o644))
	said, err := npm(t, dir, "node", "use.js")
	require.NoError(t, err)
	assert.Contains(t, said, "nothing was rewritten")
	assert.Contains(t, said, "-only")
	got, err := os.ReadFile(filepath.Join(dir, "out.wasm"))
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got))
}
