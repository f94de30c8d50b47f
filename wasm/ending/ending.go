// Package ending has Go's runtime say on a channel of its own why a program ended. The page's build imports it into every
// program (web/src/toolchain/tools.ts).
//
// When the runtime ends a program, for a panic that nobody recovered from, a deadlock or the end of memory, it writes why to
// standard error, where any program can write the same, and exits with 2, as any program can. But it has a second place for
// these words, that of [runtime/debug.SetCrashOutput], and puts there only what it writes itself while it ends. That function
// wants a file, and there is none in a browser. Here the place is standard input: the runtime writes there to nobody but us, and
// a program that writes to it does so by another way (web/src/engine/stdio.ts).
package ending

// Words is the file descriptor that the runtime's last words go to: in a browser it knows none above 2.
const Words = 0
