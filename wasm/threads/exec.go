package threads

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// execEdits make wasm_exec.js, which is what a program's imports are in JavaScript, fit for a memory that is shared and
// grows, and for threads besides the first. Many APIs refuse shared memory: those get copies.
var execEdits = []struct {
	find, put string
	times     int
}{
	{"const timeOrigin = Date.now() - performance.now();", "const timeOrigin = performance.timeOrigin; // the same clock on all threads", 1},
	{"this.mem = new DataView(this._inst.exports.mem.buffer);", "", 2},
	{"this._inst.exports.mem.buffer", "this.memory.buffer", 3},
	{"decoder.decode(new DataView(this.memory.buffer, saddr, len))", "decoder.decode(new Uint8Array(this.memory.buffer, saddr, len).slice())", 1},
	{"fs.writeSync(fd, new Uint8Array(this.memory.buffer, p, n));", "fs.writeSync(fd, new Uint8Array(this.memory.buffer, p, n).slice());", 1},
	{"crypto.getRandomValues(loadSlice(sp + 8));", "const out = loadSlice(sp + 8);\n\t\t\t\t\t\tfor (let at = 0; at < out.length; at += 65536) out.set(crypto.getRandomValues(new Uint8Array(Math.min(65536, out.length - at))), at);", 1},
	{"\t\t\t\tgojs: {\n", "\t\t\t\tgojs: {\n\t\t\t\t\t\"runtime.ncpu\": (sp) => { this.mem.setInt32((sp >>> 0) + 8, this.ncpu, true); },\n\t\t\t\t\t\"runtime.newosproc\": (sp) => { this.newThread(getInt64((sp >>> 0) + 8)); },\n\t\t\t\t\t\"runtime.wakejs\": () => { this.wakeJS(); },\n", 1},
	{"\t\tasync run(instance) {\n", "\t\t// The memory may have grown on another thread: views of what it was do not reach what it is.\n\t\tget mem() {\n\t\t\tconst buffer = this.memory.buffer;\n\t\t\tif (this._view?.buffer !== buffer) this._view = new DataView(buffer);\n\t\t\treturn this._view;\n\t\t}\n\n\t\t// runThread runs a thread other than the first until it ends.\n\t\trunThread(instance, g0) {\n\t\t\tthis._inst = instance;\n\t\t\tthis.exited = false;\n\t\t\tinstance.exports.run(-1, g0);\n\t\t}\n\n\t\tasync run(instance) {\n", 1},
}

// exec is Go's script, made fit.
func (b *Builder) exec() ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(b.root.Dir, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, err
	}
	return editExec(string(text))
}

func editExec(text string) ([]byte, error) {
	for _, e := range execEdits {
		if n := strings.Count(text, e.find); n != e.times {
			return nil, fmt.Errorf("wasm_exec.js has %d times what it has %d times in Go 1.26: %q", n, e.times, firstLine(e.find))
		}
		text = strings.ReplaceAll(text, e.find, e.put)
	}
	return []byte(text), nil
}
