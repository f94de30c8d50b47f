// The script of every worker in the sandbox: the engine's host, held to limits. What runs in it may be hostile, and may use
// all of JavaScript through syscall/js; the frame's policy keeps it from the network and from storage, and the page ends it
// when its time is up. What is here keeps it from flooding the page until then.

import "../engine/stdio.js";
import "go:wasm_exec";
import "./guest/limits.worker.js";
import "../engine/host.js";
