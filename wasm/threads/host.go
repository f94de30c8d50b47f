package threads

import (
	"embed"
	"os"
	"path/filepath"
)

// host is what starts a program's threads: run.cjs in Node; page.js and thread.js in a page, which index.html is an example of.
//
//go:embed host/*
var host embed.FS

// Write puts a program and what starts it into a folder.
func (p *Program) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	files := map[string][]byte{"program.wasm": p.Module, "wasm_exec.js": p.Exec}
	scripts, err := host.ReadDir("host")
	if err != nil {
		return err
	}
	for _, s := range scripts {
		if files[s.Name()], err = host.ReadFile("host/" + s.Name()); err != nil {
			return err
		}
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
