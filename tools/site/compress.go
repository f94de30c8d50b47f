package site

import (
	"bytes"
	"compress/gzip"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/errgroup"
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
	if err := os.WriteFile(path+".br", br.Bytes(), 0o644); err != nil {
		return err
	}
	// The .gz is written last: its presence says that both are whole.
	return os.WriteFile(path+".gz", gz.Bytes(), 0o644)
}
