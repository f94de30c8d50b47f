//go:build !js

package runtimes

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"velocidade/kernels"
)

//go:embed worker.py worker.mjs frames.js
var scripts embed.FS

// cacheDir is where everything goes that has to be a file: the user's cache folder, or the temporary one where there is none.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "velocidade")
}

// cached gives the folder that holds what fill makes, named by what it was made from. It is filled once: whoever comes
// while another fills it makes a folder of its own, and the first to be ready stays.
func cached(name string, from []string, fill func(dir string) error) (string, error) {
	sum := sha256.New()
	for _, text := range from {
		sum.Write([]byte(text))
		sum.Write([]byte{0})
	}
	dir := filepath.Join(cacheDir(), name+"-"+hex.EncodeToString(sum.Sum(nil)[:8]))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(cacheDir(), 0o755); err != nil {
		return "", err
	}
	making, err := os.MkdirTemp(cacheDir(), ".making-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(making)
	if err := fill(making); err != nil {
		return "", err
	}
	if err := os.Rename(making, dir); err != nil && !isDir(dir) {
		return "", err
	}
	return dir, nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// script gives the path of one of this package's own scripts, beside which stand the others.
func script(name string) (string, error) {
	dir, err := unpacked("workers", scripts, "")
	return filepath.Join(dir, name), err
}

// twins gives a folder with every program's twin of that extension.
func twins(ext string) (string, error) {
	return unpacked("twins"+strings.ReplaceAll(ext, ".", "-"), kernels.Twins, ext)
}

// unpacked writes embedded files of an extension to a folder.
func unpacked(name string, files embed.FS, ext string) (string, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return "", err
	}
	var from []string
	content := map[string][]byte{}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ext) {
			continue
		}
		data, err := files.ReadFile(entry.Name())
		if err != nil {
			return "", err
		}
		content[entry.Name()] = data
		from = append(from, entry.Name(), string(data))
	}
	if len(content) == 0 {
		return "", errors.Join(fs.ErrNotExist, errors.New("runtimes: there are no files called *"+ext))
	}
	return cached(name, from, func(dir string) error {
		for file, data := range content {
			if err := os.WriteFile(filepath.Join(dir, file), data, 0o644); err != nil {
				return err
			}
		}
		// Node takes a .js file for a script unless the folder says otherwise.
		return os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type":"module"}`), 0o644)
	})
}
