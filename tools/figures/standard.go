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

// standardBenchmarks are benchmarks of the standard library that compute: some of each package, by their full names.
var standardBenchmarks = []struct {
	pkg   string
	names []string
}{
	{"bytes", []string{"BenchmarkFields/Mixed/1048576", "BenchmarkTrimSpace/NonASCII", "BenchmarkToUpper/FOO_BAR"}},
	{"compress/flate", []string{"BenchmarkEncode/Digits/Default/1e5", "BenchmarkDecode/Newton/Default/1e5"}},
	{"container/heap", []string{"BenchmarkDup"}},
	{"crypto/md5", []string{"BenchmarkHash8K"}},
	{"crypto/sha1", []string{"BenchmarkHash8K/New"}},
	{"encoding/base64", []string{"BenchmarkEncodeToString", "BenchmarkDecodeString/8192"}},
	{"encoding/binary", []string{"BenchmarkReadSlice1000Int32s", "BenchmarkPutUvarint32"}},
	{"encoding/hex", []string{"BenchmarkEncode/4096", "BenchmarkDecode/4096"}},
	{"encoding/json", []string{"BenchmarkCodeDecoder", "BenchmarkCodeMarshal"}},
	{"fmt", []string{"BenchmarkSprintfInt", "BenchmarkSprintfFloat", "BenchmarkManyArgs"}},
	{"hash/adler32", []string{"BenchmarkAdler32KB"}},
	{"hash/crc32", []string{"BenchmarkCRC32/poly=Koopman/size=15/align=0"}},
	{"hash/fnv", []string{"BenchmarkFnv64aKB"}},
	{"image/draw", []string{"BenchmarkFillOver", "BenchmarkYCbCr"}},
	{"index/suffixarray", []string{"BenchmarkNew/text=opticks/size=100K/bits=32"}},
	{"math/big", []string{"BenchmarkMul", "BenchmarkFibo", "BenchmarkDecimalConversion"}},
	{"math/bits", []string{"BenchmarkDiv64", "BenchmarkOnesCount64"}},
	{"math/rand/v2", []string{"BenchmarkPerm30", "BenchmarkNormFloat64"}},
	{"regexp", []string{"BenchmarkMatchHard_32", "BenchmarkOnePassLongPrefix", "BenchmarkAnchoredLiteralShortNonMatch"}},
	{"slices", []string{"BenchmarkSortInts", "BenchmarkBinarySearchFloats/Size1024"}},
	{"sort", []string{"BenchmarkSortString1K", "BenchmarkStableInt1K"}},
	{"strconv", []string{"BenchmarkAtof64Big", "BenchmarkFormatInt", "BenchmarkQuote"}},
	{"strings", []string{"BenchmarkFields/ASCII/4096", "BenchmarkGenericNoMatch", "BenchmarkToLower/longer_string"}},
	{"text/tabwriter", []string{"BenchmarkPyramid/10x1000"}},
	{"unicode/utf8", []string{"BenchmarkRuneCountTenJapaneseChars", "BenchmarkDecodeJapaneseRune"}},
}

// clock gives Go's benchmarks processor time for a clock. It is run before Go's own script, in the same Node.
const clock = `const at = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
Object.defineProperty(globalThis, "performance", { value: { now: at, timeOrigin: 0 }, configurable: true, writable: true });
process.argv.splice(1, 1);
require(process.argv[1]);
`

// standard runs the benchmarks from both modules, in turns, and keeps the least time of each.
func standard(ctx context.Context, r *rig, blocks int) ([]comparison, error) {
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
		for _, name := range p.names {
			var ns [2][]float64
			for range blocks {
				for way, file := range files {
					cmd := exec.CommandContext(ctx, "node", "--stack-size=8192", script, support, file,
						"-test.run=^$", "-test.bench="+pattern(name), "-test.benchtime=50ms")
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
			all = append(all, comparison{p.pkg + " " + strings.TrimPrefix(name, "Benchmark"), slices.Min(ns[0]), slices.Min(ns[1])})
		}
	}
	return all, nil
}

var perOperation = regexp.MustCompile(`([0-9.]+) ns/op`)

// pattern is the pattern of a benchmark's full name: each part by itself.
func pattern(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}
