package figures

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"velocidade/kernels"
	"velocidade/tools/site"
	"velocidade/wasm/reloop"
)

// comparison is one program's processor time from code that was made in other ways, as ratios to the first of them.
type comparison struct {
	name             string
	stock, rewritten float64
}

// generators compares one source's native code, the module as Go's linker wrote it and the rewritten one: the programs in
// Chromium, in turns; and the sizes and times of rewriting.
func generators(ctx context.Context, r *rig, t *table) error {
	native, err := natives(ctx, r, filepath.Join(r.page, "..", "speed"))
	if err != nil {
		return err
	}
	defer native.in.Close()
	stock, err := site.LinkWasm(native.root, "./tools/figures/speed")
	if err != nil {
		return err
	}
	rewritten, err := site.Rewrite(stock)
	if err != nil {
		return err
	}
	if _, err := ask[[]string](r, request{Do: "open", URL: r.rigURL}); err != nil {
		return err
	}
	for name, module := range map[string][]byte{"stock.wasm": stock, "rewritten.wasm": rewritten} {
		if err := os.WriteFile(filepath.Join(r.page, name), module, 0o644); err != nil {
			return err
		}
		if _, err := ask[float64](r, request{Do: "instantiate", File: name}); err != nil {
			return err
		}
	}
	const warm = 2 // rounds until the engine has compiled what matters for good
	// The least of few turns is still a disturbed one, so there are three for each block.
	for _, k := range kernels.All() {
		ms := map[string][]float64{}
		for round := range warm + 3*t.Blocks {
			for _, way := range []string{"native", "stock.wasm", "rewritten.wasm"} {
				var took float64
				if way == "native" {
					took, err = native.run(k.Name)
				} else {
					took, err = ask[float64](r, request{Do: "speed", File: way, Program: k.Name})
				}
				if err != nil {
					return err
				}
				if round >= warm {
					ms[way] = append(ms[way], took)
				}
			}
		}
		// Of processor times the least is the one that the rest of the machine disturbed least.
		base := slices.Min(ms["native"])
		t.kernels = append(t.kernels, comparison{k.Name, slices.Min(ms["stock.wasm"]) / base, slices.Min(ms["rewritten.wasm"]) / base})
	}
	before, after := brotliSize(stock), brotliSize(rewritten)
	t.plain("a rewritten module against stock, brotli", fmt.Sprintf("%.3f (%d to %d KB)", float64(after)/float64(before), before/1024, after/1024), "≤ 0.96")
	return rewriteTimes(ctx, native.root, t)
}

// nativeSpeed is tools/figures/speed as a native process.
type nativeSpeed struct {
	root string
	in   io.WriteCloser
	out  *bufio.Reader
}

func natives(ctx context.Context, r *rig, file string) (*nativeSpeed, error) {
	root := r.cmd.Dir
	build := exec.CommandContext(ctx, "go", "build", "-o", file, "./tools/figures/speed")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	cmd := exec.CommandContext(ctx, file)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &nativeSpeed{root, in, bufio.NewReader(out)}, cmd.Start()
}

func (n *nativeSpeed) run(program string) (float64, error) {
	if _, err := fmt.Fprintln(n.in, program); err != nil {
		return 0, err
	}
	line, err := n.out.ReadString('\n')
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(strings.TrimSpace(line), 64)
}

// rewriteTimes measures how long rewriting takes: the engine, and the largest program that everyone with Go has.
func rewriteTimes(ctx context.Context, root string, t *table) error {
	for _, m := range []struct{ name, pkg, target string }{
		{"the engine", "./wasm/engine", "≤ 500 ms"},
		{"cmd/compile", "cmd/compile", "≤ 4000 ms"},
	} {
		module, err := site.LinkWasm(root, m.pkg)
		if err != nil {
			return err
		}
		least := time.Duration(math.MaxInt64)
		for range 5 {
			began := time.Now()
			if _, _, err := reloop.Rewrite(module, reloop.Options{}); err != nil {
				return err
			}
			least = min(least, time.Since(began))
		}
		t.plain(fmt.Sprintf("rewriting %s, %.1f MB", m.name, float64(len(module))/1e6), fmt.Sprintf("%d ms", least.Milliseconds()), m.target)
	}
	return ctx.Err()
}

func brotliSize(data []byte) int64 {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	w.Write(data)
	w.Close()
	return int64(b.Len())
}

// mean is the geometric mean and the largest of what f gives.
func mean(list []comparison, f func(comparison) float64) (geometric, largest float64) {
	logs := 0.0
	for _, c := range list {
		logs += math.Log(f(c))
		largest = max(largest, f(c))
	}
	return math.Exp(logs / float64(max(len(list), 1))), largest
}

// generators writes what was compared.
func (t *table) generators(b *bytes.Buffer) {
	if len(t.kernels) == 0 {
		return
	}
	fmt.Fprint(b, "\n## One source, three code generators\n\nProcessor time against native Go, in Chromium, in turns; the least of each. Stock is "+
		"the module as Go's linker\nwrites it, rewritten what `velocidade reloop` makes of it; targets: 1.05 in the mean, 1.30 at most.\n\n"+
		"| program | stock / native | rewritten / native |\n|---|---|---|\n")
	for _, c := range t.kernels {
		fmt.Fprintf(b, "| %s | %.2f | %.2f |\n", c.name, c.stock, c.rewritten)
	}
	stock, stockMost := mean(t.kernels, func(c comparison) float64 { return c.stock })
	rewritten, most := mean(t.kernels, func(c comparison) float64 { return c.rewritten })
	fmt.Fprintf(b, "| **geometric mean** | %.2f | %.2f |\n| **largest** | %.2f | %.2f |\n", stock, rewritten, stockMost, most)
}

// library writes what the standard library's benchmarks gained.
func (t *table) library(b *bytes.Buffer) {
	if len(t.standard) == 0 {
		return
	}
	faster := func(c comparison) float64 { return c.stock / c.rewritten }
	slower := func(c comparison) float64 { return c.rewritten / c.stock }
	gain, _ := mean(t.standard, faster)
	_, worst := mean(t.standard, slower)
	fmt.Fprintf(b, "\nThe standard library's own benchmarks under Node: %.2f times as fast in the geometric mean of %d (target: 1.30), "+
		"%.2f at least (0.98).\n\n| benchmark | stock / rewritten |\n|---|---|\n", gain, len(t.standard), 1/worst)
	for _, c := range t.standard {
		fmt.Fprintf(b, "| %s | %.2f |\n", c.name, faster(c))
	}
}
