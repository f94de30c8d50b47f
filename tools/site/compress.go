package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/errgroup"

	"velocidade/wasm/toolchain"
)

// compress puts FILE.br and FILE.gz beside every file that gets smaller by it. Brotli at its best level takes seconds
// for the engine, so what has a hash in its name and is compressed already is left alone.
func (b *builder) compress() error {
	if !b.Compress {
		return nil
	}
	var group errgroup.Group
	for _, name := range slices.Sorted(maps.Keys(b.kept)) {
		if strings.HasSuffix(name, ".woff2") {
			continue
		}
		group.Go(func() error { return compressFile(filepath.Join(b.Out, filepath.FromSlash(name))) })
	}
	return group.Wait()
}

// window is brotli's: the largest that browsers take.
const window = 24

func compressFile(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if done, err := os.Stat(path + ".gz"); err == nil && done.ModTime().After(info.ModTime()) {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var br, gz bytes.Buffer
	bw := brotli.NewWriterOptions(&br, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: window})
	gw, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return err
	}
	bw.Write(data)
	gw.Write(data)
	if err := bw.Close(); err != nil {
		return err
	}
	if err := gw.Close(); err != nil {
		return err
	}
	if err := toolchain.WriteWhole(path+".br", br.Bytes()); err != nil {
		return err
	}
	// The .gz is written last: its presence says that both are whole.
	return toolchain.WriteWhole(path+".gz", gz.Bytes())
}

// compressKept compresses files that take minutes, all at once, and keeps what comes of it in a folder of its own by their
// content: whichever site they are written to next, and whoever weighs them, finds it there. What is not of these files is
// removed from that folder.
func compressKept(paths []string, cache string) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	names := make([]string, len(paths))
	var group errgroup.Group
	for i, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		names[i] = hex.EncodeToString(sum[:])
		group.Go(func() error { return compressOnce(path, filepath.Join(cache, names[i])) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	kept, err := os.ReadDir(cache)
	if err != nil {
		return err
	}
	for _, f := range kept {
		if name, _, _ := strings.Cut(f.Name(), "."); !slices.Contains(names, name) {
			if err := os.Remove(filepath.Join(cache, f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// compressOnce is compressFile with a place where the result is kept.
func compressOnce(path, kept string) error {
	extensions := []string{".br", ".gz"} // the last one says that both are whole
	err := copyFiles(kept, path, extensions)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := compressFile(path); err != nil {
		return err
	}
	return copyFiles(path, kept, extensions)
}

func copyFiles(from, to string, extensions []string) error {
	for _, ext := range extensions {
		if _, err := os.Stat(from + ext); err != nil {
			return err
		}
	}
	for _, ext := range extensions {
		data, err := os.ReadFile(from + ext)
		if err != nil {
			return err
		}
		if err := toolchain.WriteWhole(to+ext, data); err != nil {
			return err
		}
	}
	return nil
}
