package figures

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"velocidade/tools/site"
)

// standardBenchmarks are benchmarks of the standard library that compute and have no parts: some of each package.
var standardBenchmarks = []struct{ pkg, names string }{
	{"bytes", "SplitMultiByteSeparator Repeat ReadString"},
	{"container/heap", "Dup"},
	{"encoding/base64", "EncodeToString"},
	{"encoding/binary", "ReadSlice1000Int32s WriteFloats PutUvarint32"},
	{"encoding/json", "UnmarshalNumber NumberIsValid"},
	{"fmt", "ScanInts FprintfBytes"},
	{"go/scanner", "Scan"},
	{"hash/adler32", "Adler32KB"},
	{"html", "Escape Unescape"},
	{"image/png", "Paeth EncodeRGBA"},
	{"math/big", "Fibo DecimalConversion QuoRem"},
	{"math/rand/v2", "PCG_DXSM ChaCha8 NormFloat64"},
	{"regexp", "Literal NotLiteral MatchClass ReplaceAll AnchoredLongMatch"},
	{"sort", "SortString1K StableInt1K SortStructs SlicesSortInts"},
	{"strconv", "Quote UnquoteHard"},
	{"strings", "GenericNoMatch CountTorture ByteByteReplaces MapNoChanges"},
	{"unicode/utf8", "RuneCountTenJapaneseChars DecodeJapaneseRune ValidLongJapanese"},
}

// clock gives Go's benchmarks processor time for a clock. It is run before Go's own script, in the same Node.
const clock = `const at = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
Object.defineProperty(globalThis, "performance", { value: { now: at, timeOrigin: 0 }, configurable: true, writable: true });
process.argv.splice(1, 1);
require(process.argv[1]);
`

// standardLibrary measures the standard library's benchmarks under Node.
func standardLibrary(ctx context.Context, _ *rig, t *table) (err error) {
	t.standard, err = standard(ctx, t.Blocks)
	return err
}

// standard runs the benchmarks from both modules, in turns, and keeps the least time of each.
func standard(ctx context.Context, blocks int) ([]comparison, error) {
	dir, err := os.MkdirTemp("", "velocidade-standard-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	script := filepath.Join(dir, "clock.cjs")
	if err := os.WriteFile(script, []byte(clock), 0o644); err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	goroot := strings.TrimSpace(string(out))
	support := filepath.Join(goroot, "lib", "wasm", "wasm_exec_node.js")
	var all []comparison
	for _, p := range standardBenchmarks {
		files := []string{filepath.Join(dir, "stock.wasm"), filepath.Join(dir, "rewritten.wasm")}
		build := exec.CommandContext(ctx, "go", "test", "-c", "-o", files[0], p.pkg)
		build.Dir, build.Env = dir, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		if out, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, out)
		}
		stock, err := os.ReadFile(files[0])
		if err != nil {
			return nil, err
		}
		module, err := site.Rewrite(stock)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(files[1], module, 0o644); err != nil {
			return nil, err
		}
		for _, name := range strings.Fields(p.names) {
			var ns [2][]float64
			for range blocks {
				for way, file := range files {
					cmd := exec.CommandContext(ctx, "node", "--stack-size=8192", script, support, file,
						"-test.run=^$", "-test.bench=^Benchmark"+name+"$", "-test.benchtime=200ms")
					cmd.Dir = filepath.Join(goroot, "src", p.pkg)
					out, err := cmd.CombinedOutput()
					if err != nil {
						return nil, fmt.Errorf("%s %s: %w\n%s", p.pkg, name, err, out)
					}
					match := perOperation.FindSubmatch(out)
					if match == nil {
						return nil, fmt.Errorf("%s has no benchmark %s:\n%s", p.pkg, name, out)
					}
					value, err := strconv.ParseFloat(string(match[1]), 64)
					if err != nil {
						return nil, err
					}
					ns[way] = append(ns[way], value)
				}
			}
			all = append(all, comparison{p.pkg + " " + name, slices.Min(ns[0]), slices.Min(ns[1])})
		}
	}
	return all, nil
}

var perOperation = regexp.MustCompile(`([0-9.]+) ns/op`)
