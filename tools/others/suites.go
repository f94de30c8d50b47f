package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// suitePackages are packages of the libraries whose own tests run under js/wasm.
var suitePackages = []string{
	"cel.dev/cel-go/common/types",
	"cuelang.org/go/cue/scanner",
	"github.com/alecthomas/chroma/v2",
	"github.com/consensys/gnark-crypto/ecc/bn254/fr",
	"github.com/dop251/goja/ftoa",
	"github.com/evanw/esbuild/internal/js_parser",
	"github.com/expr-lang/expr/parser",
	"github.com/google/go-jsonnet/internal/parser",
	"github.com/hashicorp/hcl/v2/hclsyntax",
	"github.com/klauspost/compress/huff0",
	"github.com/open-policy-agent/opa/v1/ast",
	"github.com/tdewolff/minify/v2/js",
	"github.com/tetratelabs/wazero/internal/leb128",
	"github.com/yuin/goldmark",
	"github.com/yuin/gopher-lua",
	"go.starlark.net/starlark",
	"golang.org/x/crypto/blake2b",
	"golang.org/x/image/draw",
	"gonum.org/v1/gonum/floats",
	"google.golang.org/protobuf/proto",
	"mvdan.cc/sh/v3/syntax",
}

// ended is a line of a test binary that tells how a test ended.
var ended = regexp.MustCompile(`(?m)^ *--- (PASS|FAIL|SKIP): (\S+)`)

// runSuites runs the tests of packages, stock and rewritten. A package whose tests do not build for js/wasm, or need modules
// that the programs do not, is named and not counted; one whose tests do not end alike is an error, at the end.
func runSuites(ctx context.Context, b *builder, packages []string, log io.Writer) error {
	if len(packages) == 0 {
		packages = suitePackages
	}
	alike, tests, differ := 0, 0, 0
	for i, pkg := range packages {
		n, verdict, err := suite(ctx, b, fmt.Sprintf("suite%d", i), pkg)
		switch {
		case ctx.Err() != nil:
			return ctx.Err() // what a command that was ended says is no verdict
		case err != nil:
			return fmt.Errorf("%s: %w", pkg, err)
		case verdict != "":
			fmt.Fprintf(log, "%-52s %s\n", pkg, verdict)
		default:
			fmt.Fprintf(log, "%-52s %d tests alike\n", pkg, n)
			alike, tests = alike+1, tests+n
		}
		if strings.HasPrefix(verdict, different) {
			differ++
		}
	}
	fmt.Fprintf(log, "%d packages alike, with %d tests; %d differ\n", alike, tests, differ)
	if differ > 0 {
		return fmt.Errorf("%d packages are different when rewritten", differ)
	}
	return nil
}

const different = "different: "

// suiteTries is how often tests that differ are run: some depend on timing.
const suiteTries = 3

func suite(ctx context.Context, b *builder, name, pkg string) (tests int, verdict string, err error) {
	linked := filepath.Join(b.dir, name+".stock.wasm")
	cmd := b.goCommand(ctx, []string{"test", "-c", "-o", linked, pkg}, "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Sprintf("does not build for js/wasm: %.200s", bytes.ReplaceAll(bytes.TrimSpace(out), []byte("\n"), []byte("; "))), nil
	}
	where, err := b.goCommand(ctx, []string{"list", "-f", "{{.Dir}}", pkg}).Output()
	if err != nil {
		return 0, "", err
	}
	rewritten, _, err := b.rewrite(ctx, linked, name+".ours.wasm")
	if err != nil {
		return 0, "", err
	}
	for range suiteTries {
		want, one := b.tests(ctx, linked, strings.TrimSpace(string(where)))
		got, other := b.tests(ctx, rewritten, strings.TrimSpace(string(where)))
		switch {
		case len(want) == 0:
			return 0, "has no test that runs: " + one, nil
		case maps.Equal(want, got) && one == other:
			return len(want), "", nil
		}
		for _, test := range slices.Sorted(maps.Keys(want)) {
			if want[test] != got[test] {
				verdict = fmt.Sprintf("%s%s: %s, rewritten %q", different, test, want[test], got[test])
				break
			}
		}
		if verdict == "" {
			verdict = fmt.Sprintf("%sends with %s, rewritten with %s", different, one, other)
		}
	}
	return 0, verdict, nil
}

// tests runs a test binary in its package's folder and gives how each test ended, and the binary.
func (b *builder) tests(ctx context.Context, file, dir string) (map[string]string, string) {
	ctx, cancel := context.WithTimeout(ctx, turnLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "--stack-size=8192", b.support, file, "-test.short", "-test.v", "-test.timeout=8m")
	cmd.Dir, cmd.WaitDelay = dir, 5*time.Second
	out, err := cmd.Output()
	all := map[string]string{}
	for _, found := range ended.FindAllSubmatch(out, -1) {
		all[string(found[2])] = string(found[1])
	}
	return all, fmt.Sprint(err)
}
