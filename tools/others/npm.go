package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
)

// shipped is a module that an npm package ships, as somebody else built it.
type shipped struct {
	pkg, version string
	module       string   // the module's file in the package
	input        string   // what it works on, by npmInput's name
	args         []string // of node, in the package's folder
}

var shippedModules = []shipped{
	{"esbuild-wasm", "0.28.2", "esbuild.wasm", "input.ts", []string{"bin/esbuild", "input.ts", "--minify", "--target=es2018"}},
}

// npmInput is TypeScript of some size, always the same.
func npmInput() []byte {
	var text []byte
	for i := range 6000 {
		text = fmt.Appendf(text, "export class C%d<T extends { n: number }> { #items: T[] = []; add(item: T, ...rest: readonly T[]): this { this.#items.push(item, ...rest); return this } get sum(): number { return this.#items?.reduce((a, b) => a + (b?.n ?? %d), 0) } }\n", i, i)
	}
	return text
}

// runShipped runs packages as npm ships them and with their module rewritten, and compares what they write. Their times are
// processor times of whole processes, in which the engine compiles the module too.
func runShipped(ctx context.Context, b *builder, blocks int, log io.Writer) error {
	for _, s := range shippedModules {
		folder := filepath.Join(b.tools, s.pkg+"-"+s.version)
		inside := filepath.Join(folder, "node_modules", s.pkg)
		if _, err := os.Stat(filepath.Join(inside, s.module)); err != nil {
			if _, err := output(exec.CommandContext(ctx, "npm", "install", "--prefix", folder, "--no-audit", "--no-fund", s.pkg+"@"+s.version)); err != nil {
				return fmt.Errorf("installing %s: %w", s.pkg, err)
			}
		}
		copied := filepath.Join(b.dir, s.pkg)
		if err := os.CopyFS(copied, os.DirFS(inside)); err != nil {
			return err
		}
		if _, _, err := b.rewrite(ctx, filepath.Join(inside, s.module), filepath.Join(s.pkg, s.module)); err != nil {
			return fmt.Errorf("%s: %w", s.pkg, err)
		}
		least, answers := map[string]float64{stock: math.Inf(1), ours: math.Inf(1)}, map[string][32]byte{}
		for range blocks {
			for variant, dir := range map[string]string{stock: inside, ours: copied} {
				if err := os.WriteFile(filepath.Join(dir, s.input), npmInput(), 0o644); err != nil {
					return err
				}
				cmd := exec.CommandContext(ctx, "node", s.args...)
				cmd.Dir, cmd.Stderr = dir, os.Stderr
				out, err := cmd.Output()
				if err != nil {
					return fmt.Errorf("%s, %s: %w", s.pkg, variant, err)
				}
				took := (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() * 1000
				least[variant], answers[variant] = min(least[variant], took), sha256.Sum256(out)
			}
		}
		before, err := weigh(filepath.Join(inside, s.module))
		if err != nil {
			return err
		}
		after, err := weigh(filepath.Join(copied, s.module))
		if err != nil {
			return err
		}
		if answers[stock] != answers[ours] {
			return fmt.Errorf("%s writes something else when rewritten", s.pkg)
		}
		fmt.Fprintf(log, "%s %s: stock %.0f ms, ours %.0f ms, %.2f times as fast; raw %.3f, gzip %.3f, brotli %.3f; the same output\n", s.pkg, s.version,
			least[stock], least[ours], least[stock]/least[ours], quotient(after.Raw, before.Raw), quotient(after.Gzip, before.Gzip), quotient(after.Brotli, before.Brotli))
	}
	return nil
}

func quotient(a, b int) float64 { return float64(a) / float64(b) }
