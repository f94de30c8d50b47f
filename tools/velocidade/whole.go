//go:build !early

package main

import (
	"context"
	"net"
	"path/filepath"
	"runtime"

	"velocidade/tools/server"
	"velocidade/tools/site"
	"velocidade/wasm/toolchain"
)

// goOn serves a site that was built, and builds the compiler beside. From now on tools/setup.sh takes it that this program is in
// Go's cache, so that no start has to be an early one.
func (l *listening) goOn(ctx context.Context, listener net.Listener, options site.Options, _ []string) error {
	if err := toolchain.WriteWhole(filepath.Join(options.Root, ".cache", "served"), []byte(runtime.Version()+"\n")); err != nil {
		return err
	}
	defer toolchainBeside(ctx, options)()
	return l.answer(ctx, listener, options.Out, server.Site(options.Out))
}
