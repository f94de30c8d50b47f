// Package toolchain makes the Go compiler that runs in the page: cmd/compile and cmd/link of the installed Go, built for
// js/wasm, and the archives that a reader's program is compiled and linked against.
//
//	GOROOT/src/cmd/compile, cmd/link ──▶ overlay without other machines ──▶ compile.wasm ─┐
//	wasm/toolchain/finish ──────────────────────────────────────────────▶ finish.wasm   ─┤
//	the standard library ──▶ go list -export ──▶ std.pack                                ─┼─▶ web/src/toolchain
//	wasm/measure, wasm/futures … ──▶ go list -export ──▶ own.pack                        ─┘
//
// The compiler of Go knows a dozen machines, and the page needs one of them: an overlay (go build -overlay) takes the
// others' tables and rules out of the sources, which halves the download. What it compiles is the same to the byte, which
// a test holds. The overlay edits sources that change from release to release. Where it does not fit the installed Go, the
// compiler is built as it is, and [Set.Note] says so. A Go that lies in the module cache, where nothing may be replaced, is
// named otherwise for it (wasm/goroot).
//
// Building takes minutes once for a release of Go. What was built is kept in a folder by the release and by the content of
// this package, so the next build finds it.
package toolchain
