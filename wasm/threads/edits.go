package threads

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// edit is a change of one of Go's sources: a piece of text that has to be there exactly once, and what takes its place.
type edit struct{ file, find, put string }

//go:embed golang
var golang embed.FS

// whole are files that take the place of Go's, or that Go has not.
var whole = map[string]string{
	"runtime/lock_js.go":       "golang/lock.go.txt",
	"runtime/javascript_js.go": "golang/javascript.go.txt",
	"runtime/netpoll_fake.go":  "golang/poll.go.txt",
}

// edits are those of Go 1.26. CONTRIBUTING says why each is needed.
var edits = []edit{
	// As many Ps as there are processors, or as the program asks for.
	{"runtime/debug.go", `if GOARCH == "wasm" && n > 1 {`, `if false {`},
	{"runtime/os_wasm.go", "func getCPUCount() int32 {\n\treturn 1\n}", "func getCPUCount() int32 { return wasmCPUs() }"},
	// Threads begin, sleep and end.
	{"runtime/os_wasm.go", `throw("newosproc: not implemented")`, `wasmNewThread(uintptr(unsafe.Pointer(mp.g0)))`},
	{"runtime/os_wasm.go", "func osyield()\n", "//go:nosplit\nfunc osyield() { sleepNanoseconds(1000) }\n"},
	{"runtime/os_js.go", "func usleep(usec uint32) {", "//go:nosplit\nfunc usleep(usec uint32) {\n\tsleepNanoseconds(int64(usec) * 1000)"},
	{"runtime/sys_wasm.s", "TEXT runtime·osyield(SB), NOSPLIT, $0-0\n\tUNDEF\n", ""},
	{"runtime/sys_wasm.s", "TEXT runtime·exitThread(SB), NOSPLIT, $0-0\n\tUNDEF\n", exitThread},
	{"runtime/rt0_js_wasm.s", "TEXT wasm_export_run(SB),NOSPLIT,$0\n", threadEntry},
	// Locks and notes on memory.atomic.wait32 and notify: Go's own notes, of systems with futexes.
	{"runtime/lock_futex.go", "//go:build dragonfly || freebsd || linux", "//go:build dragonfly || freebsd || linux || js"},
	{"runtime/note_other.go", "//go:build !js\n", ""},
	{"runtime/note_js.go", "type note struct {", "type noteOfOneThread struct {"},
	{"runtime/asm_wasm.s", "TEXT runtime·procyieldAsm(SB), NOSPLIT, $0-0 // FIXME\n\tRET\n", procyield},
	{"runtime/os_wasm.go", "type mOS struct{}", "type mOS struct{ waitsema uint32 }"},
	// What the scheduler leaves out where there is one thread.
	{"runtime/proc.go", "\tif GOARCH == \"wasm\" { // no threads on wasm yet\n\t\treturn\n\t}\n\n\t// Disable preemption", "\t// Disable preemption"},
	{"runtime/proc.go", "if GOARCH == \"wasm\" { // no threads yet on wasm", "if false {"},
	{"runtime/proc.go", "func dolockOSThread() {\n\tif GOARCH == \"wasm\" {", "func dolockOSThread() {\n\tif false {"},
	{"runtime/proc.go", "func dounlockOSThread() {\n\tif GOARCH == \"wasm\" {", "func dounlockOSThread() {\n\tif false {"},
	{"runtime/proc.go", `const haveSysmon = GOARCH != "wasm"`, `const haveSysmon = true`},
	// The first thread is JavaScript's.
	{"runtime/proc.go", "\t// Allow newproc to start new Ms.\n", "\tstartJSThread()\n\n\t// Allow newproc to start new Ms.\n"},
	{"syscall/js/func.go", "result := f(this, args)", "var result any\n\tawayFromJS(func() { result = f(this, args) })"},
	{"syscall/js/func.go", "func setEventHandler(fn func() bool)\n", "func setEventHandler(fn func() bool)\n\nfunc onJSThread() bool\n\nfunc runOnJSThread(call func())\n\nfunc awayFromJS(f func())\n"},
	// Output does not wait for JavaScript's thread.
	{"syscall/fs_js.go", "\tbuf := uint8Array.New(len(b))\n\tjs.CopyBytesToJS(buf, b)\n\tn, err := fsCall(\"write\", fd, buf, 0, len(b), nil)\n", "\tif fd == 1 || fd == 2 {\n\t\treturn writeStandard(uintptr(fd), b), nil\n\t}\n\tbuf := uint8Array.New(len(b))\n\tjs.CopyBytesToJS(buf, b)\n\tn, err := fsCall(\"write\", fd, buf, 0, len(b), nil)\n"},
	{"syscall/fs_js.go", "func Write(fd int, b []byte) (int, error) {", "func writeStandard(fd uintptr, b []byte) int // in package runtime\n\nfunc Write(fd int, b []byte) (int, error) {"},
	// The check for large frames adds a frame's size to the mark of a preemption in 32 bits. From below 3 GiB that does not wrap
	// around, and no stack lies there.
	{"runtime/stack.go", "uintptrMask = 1<<(8*goarch.PtrSize) - 1\n", "uintptrMask = 1<<(8*goarch.PtrSize) - 1\n\tpoisonMask  = 0xbfffffff\n"},
	{"runtime/stack.go", "stackPreempt = uintptrMask & -1314", "stackPreempt = poisonMask & -1314"},
	{"runtime/stack.go", "stackFork = uintptrMask & -1234", "stackFork = poisonMask & -1234"},
	{"runtime/stack.go", "stackForceMove = uintptrMask & -275", "stackForceMove = poisonMask & -275"},
	{"runtime/stack.go", "stackPoisonMin = uintptrMask & -4096", "stackPoisonMin = poisonMask & -4096"},
}

// exitThread lets go of the thread's stack with its last store, and leaves its loop.
const exitThread = `TEXT runtime·exitThread(SB), NOSPLIT, $0-8
	CALLNORESUME runtime·publicationBarrier(SB)
	Get SP
	I64Load wait+0(FP)
	I32WrapI64
	I32Const $0
	I32Store $0
	I32Const $1
	Set PAUSE
	RETUNWIND
`

// threadEntry has run(-1, g0) begin a thread, on the stack of that g0.
const threadEntry = `TEXT wasm_export_run(SB),NOSPLIT,$0
	Get R0
	I32Const $-1
	I32Eq
	If
		Get R1
		I64ExtendI32U
		Set g
		Get R1
		I64Load $(g_stack+stack_hi)
		I32WrapI64
		I32Const $64
		I32Sub
		Set SP
		I32Const $0 // entry PC_B
		Call runtime·mstart(SB)
		Drop
		Call wasm_pc_f_loop(SB)
		Return
	End
`

// procyield counts. There is no instruction that would be kind to the other thread of a core.
const procyield = `TEXT runtime·procyieldAsm(SB), NOSPLIT, $0-4
	MOVW cycles+0(FP), R0
	Loop
		Get R0
		I64Const $1
		I64Sub
		Tee R0
		I64Const $0
		I64GtS
		BrIf $0
	End
	RET
`

// overlay writes what takes the place of Go's sources into a folder, and returns which is whose. The error names a source
// that is not as expected: then this release of Go has no threads here.
func overlay(goroot, dir string) (map[string]string, error) {
	texts := map[string]string{}
	for rel, name := range whole {
		text, err := golang.ReadFile(name)
		if err != nil {
			return nil, err
		}
		texts[rel] = string(text)
	}
	read := func(rel string) (string, error) {
		if text, ok := texts[rel]; ok {
			return text, nil
		}
		text, err := os.ReadFile(filepath.Join(goroot, "src", filepath.FromSlash(rel)))
		return string(text), err
	}
	for _, e := range edits {
		text, err := read(e.file)
		if err != nil {
			return nil, err
		}
		if n := strings.Count(text, e.find); n != 1 {
			return nil, fmt.Errorf("%s has %d times what is there once in Go 1.26: %q", e.file, n, firstLine(e.find))
		}
		texts[e.file] = strings.Replace(text, e.find, e.put, 1)
	}
	const js = "syscall/js/js.go"
	text, err := read(js)
	if err != nil {
		return nil, err
	}
	if texts[js], err = wrapImports(js, text); err != nil {
		return nil, err
	}
	if text, err = read("internal/runtime/atomic/atomic_wasm.go"); err != nil {
		return nil, err
	}
	if err := knownAtomics(text); err != nil {
		return nil, err
	}
	replace := map[string]string{}
	for rel, text := range texts {
		name := filepath.Join(dir, strings.ReplaceAll(rel, "/", "__"))
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return nil, err
		}
		replace[filepath.Join(goroot, "src", filepath.FromSlash(rel))] = name
	}
	return replace, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
