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
	"strings"
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
	first, err := os.ReadFile(filepath.Join(b.Out, packageFile))
	require.NoError(t, err)
	require.NoError(t, b.rewriter())
	again, err := os.ReadFile(filepath.Join(b.Out, packageFile))
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, again), "the same files give the same package")
	return filepath.Join(b.Out, packageFile)
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

// placed is an example of the guide, or text of a test's own, as a file in a folder.
func placed(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
}

func guided(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "web", "guide", "examples", "reloop", name))
	require.NoError(t, err)
	return string(text)
}

// project is a folder with a package.json, the module in.wasm, and the package installed.
func project(t *testing.T, packed string, stock []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	placed(t, dir, "package.json", `{"type": "module", "private": true}`)
	placed(t, dir, "in.wasm", string(stock))
	_, err := npm(t, dir, "npm", "install", "--offline", packed)
	require.NoError(t, err)
	return dir
}

// bundler installs a bundler from npm, as it stands in the guide that a reader does.
func bundler(t *testing.T, dir, name string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", name)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	for _, code := range []string{"ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH"} {
		if err != nil && strings.Contains(string(out), code) {
			t.Skipf("this machine cannot reach npm's registry, from which %s comes: %s", name, code)
		}
	}
	require.NoError(t, err, string(out))
}

// only gives the one file that matches.
func only(t *testing.T, pattern string) []byte {
	t.Helper()
	found, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.Len(t, found, 1, pattern)
	data, err := os.ReadFile(found[0])
	require.NoError(t, err)
	return data
}

func TestThePackage(t *testing.T) {
	file := packed(t)
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(file))))
	defer server.Close()
	stock, want := anExample(t)
	run := server.URL + "/reloop.tgz"

	t.Run("rewrites in an empty folder as the native command does", func(t *testing.T) {
		dir := t.TempDir()
		placed(t, dir, "in.wasm", string(stock))
		report, err := npm(t, dir, "npx", "--yes", run, "-json", "in.wasm", "-o", "out.wasm")
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, only(t, filepath.Join(dir, "out.wasm"))), "the same module")
		var told struct{ Schema, Unchanged string }
		require.NoError(t, json.Unmarshal([]byte(report), &told))
		assert.Equal(t, "velocidade.reloop/v1", told.Schema)
		assert.Empty(t, told.Unchanged)

		_, err = npm(t, dir, "npx", "--yes", run, "out.wasm", "-o", "again.wasm")
		assert.Error(t, err, "it fails where nothing was rewritten")
		assert.NoFileExists(t, filepath.Join(dir, "again.wasm"))

		version, err := npm(t, dir, "npx", "--yes", run, "-version")
		require.NoError(t, err)
		assert.Regexp(t, `^reloop `+rewriterVersion+`-g[0-9a-f]{10}, tested with Go 1`, version)
	})
	t.Run("takes standard input and output", func(t *testing.T) {
		dir := project(t, file, stock)
		_, err := npm(t, dir, "sh", "-c", "node_modules/.bin/reloop - -o - < in.wasm > out.wasm")
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, only(t, filepath.Join(dir, "out.wasm"))))
	})
	t.Run("is a library in Node, as the guide has it", func(t *testing.T) {
		dir := project(t, file, stock)
		placed(t, dir, "rewrite.js", guided(t, "rewrite.js"))
		said, err := npm(t, dir, "node", "rewrite.js")
		require.NoError(t, err)
		assert.Regexp(t, `^\d+ of \d+ functions\n$`, said)
		assert.True(t, bytes.Equal(want, only(t, filepath.Join(dir, "out.wasm"))))

		placed(t, dir, "more.js", `
import { readFile } from "node:fs/promises";
globalThis.Go = "the page's own";
const { rewrite, rewriteAndReport } = await import("reloop");
const bytes = await readFile("in.wasm");
const [one, { module, report }] = await Promise.all([rewrite(bytes), rewriteAndReport(bytes, { weigh: true, check: true })]);
if (Buffer.compare(one, module) !== 0) throw new Error("two answers");
for (const bad of [new Uint8Array(3), one]) {
  await rewrite(bad).then(() => { throw new Error("rewritten"); }, (error) => console.log(error.message));
}
if (globalThis.Go !== "the page's own") throw new Error("Go is another");
if (report.after.brotli >= report.before.brotli) throw new Error("it is not smaller");
await rewrite(bytes, { only: "(" }).catch((error) => console.log(error.message));
`)
		said, err = npm(t, dir, "node", "more.js")
		require.NoError(t, err)
		assert.Contains(t, said, "nothing was rewritten")
		assert.Contains(t, said, "-only")
	})
	t.Run("runs in the guide's workflow, line by line", func(t *testing.T) {
		dir := t.TempDir()
		placed(t, dir, "go.mod", "module app\n\ngo 1.24\n")
		placed(t, dir, "main.go", "package main\n\nfunc main() { println(\"hello\") }\n")
		lines := strings.Split(strings.TrimSpace(guided(t, "workflow.yml")), "\n")
		require.Len(t, lines, 3)
		for _, line := range lines {
			command, ok := strings.CutPrefix(line, "- run: ")
			require.True(t, ok, line)
			command = strings.ReplaceAll(command, "https://velocidade.example/reloop.tgz", run)
			_, err := npm(t, dir, "sh", "-ec", "export GITHUB_STEP_SUMMARY=summary.md\n"+command)
			require.NoError(t, err, line)
		}
		linked := only(t, filepath.Join(dir, "stock.wasm"))
		rewritten, _, err := reloop.Rewrite(linked, reloop.Options{})
		require.NoError(t, err)
		assert.True(t, bytes.Equal(rewritten, only(t, filepath.Join(dir, "app.wasm"))))
		assert.Contains(t, string(only(t, filepath.Join(dir, "summary.md"))), "velocidade.reloop/v1")
	})
	t.Run("is a plugin for Vite", func(t *testing.T) {
		dir := project(t, file, stock)
		bundler(t, dir, "vite@7.3.8")
		placed(t, dir, "vite.config.js", guided(t, "vite.config.js"))
		placed(t, dir, "index.html", `<!doctype html><script type="module" src="/main.js"></script>`)
		placed(t, dir, "main.js", `import address from "./in.wasm?url"; document.title = address;`)
		placed(t, dir, "public/parts/other.wasm", string(stock))
		foreign := "\x00asm\x01\x00\x00\x00"
		placed(t, dir, "public/foreign.wasm", foreign)
		said, err := npm(t, dir, "node_modules/.bin/vite", "build")
		require.NoError(t, err, said)
		assert.True(t, bytes.Equal(want, only(t, filepath.Join(dir, "dist/assets/in-*.wasm"))), "what a script imports")
		assert.True(t, bytes.Equal(want, only(t, filepath.Join(dir, "dist/parts/other.wasm"))), "what lies in the public folder")
		assert.Equal(t, foreign, string(only(t, filepath.Join(dir, "dist/foreign.wasm"))), "what Go did not write")
	})
	t.Run("is a plugin for esbuild, and a library for browsers", func(t *testing.T) {
		dir := project(t, file, stock)
		bundler(t, dir, "esbuild@0.28.2")
		placed(t, dir, "esbuild.js", guided(t, "esbuild.js"))
		placed(t, dir, "main.js", `import address from "./in.wasm"; import { rewrite } from "reloop"; console.log(address, rewrite);`)
		said, err := npm(t, dir, "node", "esbuild.js")
		require.NoError(t, err, said)
		assert.True(t, bytes.Equal(want, only(t, filepath.Join(dir, "dist/in-*.wasm"))))
		assert.Contains(t, string(only(t, filepath.Join(dir, "dist/main.js"))), `new URL("./reloop.wasm", import.meta.url)`)
	})
}
