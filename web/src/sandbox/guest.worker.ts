// The script of every worker that runs a reader's program: the engine's host, held to limits. What runs in it may be hostile, and
// may use all of JavaScript through syscall/js, so what is here only has a program end early and well, and keeps workers from it
// that nobody counts. What the page rests on is the warden, which the program cannot reach, and the frame, which the page removes.

import "../engine/stdio.js";
import "go:wasm_exec";
import "./guest/limits.worker.js";
import "../engine/host.js";
