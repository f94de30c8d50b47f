package toolchain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Key names what Build makes of a checkout: by the release of Go, and the sources that are part of it.
func Key(ctx context.Context, root string) (string, error) {
	release, err := run(ctx, root, "env", "GOVERSION", "GOEXPERIMENT")
	if err != nil {
		return "", err
	}
	sources, err := hashSources(root, "kernels", "wasm")
	return hashText(release, sources), err
}

// hashSources hashes the Go sources in folders of the checkout, tests left out.
func hashSources(root string, folders ...string) (string, error) {
	sum := sha256.New()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			rel, _ := filepath.Rel(root, path)
			fmt.Fprintf(sum, "%s %d\n%s", filepath.ToSlash(rel), len(text), text)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func hashText(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:8])
}
