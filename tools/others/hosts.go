package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
)

// host runs a file with one argument, and gives what it writes.
type host struct {
	name   string
	system string // GOOS of what it runs
	run    func(ctx context.Context, file, rounds string) (string, error)
}

const node = "Node"

// machine runs native executables.
var machine = host{"native", "", func(ctx context.Context, file, rounds string) (string, error) {
	return output(exec.CommandContext(ctx, file, rounds))
}}

// output runs a command. WebAssembly has one thread: natively the task gets one as well.
func output(cmd *exec.Cmd) (string, error) {
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%w: %.2000s", err, stderr.Bytes())
	}
	return stdout.String(), nil
}

// hosts gives those with the names, each made ready.
func (b *builder) hosts(ctx context.Context, names string) ([]host, error) {
	var all []host
	for name := range strings.SplitSeq(names, ",") {
		h := host{name: name}
		var err error
		switch name {
		case node:
			h.system, h.run = "js", func(ctx context.Context, file, rounds string) (string, error) {
				return output(exec.CommandContext(ctx, "node", "--stack-size=8192", b.support, file, rounds))
			}
		case "Chromium", "Firefox":
			h.system = "js"
			h.run, err = b.browser(ctx, name)
		case "wazero":
			h.system, h.run = "wasip1", func(ctx context.Context, file, rounds string) (string, error) {
				self, err := os.Executable()
				if err != nil {
					return "", err
				}
				return output(exec.CommandContext(ctx, self, wazeroCommand, file, rounds))
			}
		case "wasmtime":
			h.system = "wasip1"
			h.run, err = b.wasmtime(ctx)
		default:
			err = fmt.Errorf("there is no host %q; there are Node, Chromium, Firefox, wazero and wasmtime", name)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

// wazeroCommand is the word with which this command runs a module in wazero, in a process of its own as the other hosts do.
const wazeroCommand = "wazero-only"

func inWazero(ctx context.Context, file, rounds string) error {
	module, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	runtime := wazero.NewRuntime(ctx)
	defer runtime.Close(ctx)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return err
	}
	_, err = runtime.InstantiateWithConfig(ctx, module, wazero.NewModuleConfig().WithArgs(file, rounds).
		WithStdout(os.Stdout).WithStderr(os.Stderr).WithSysWalltime().WithSysNanotime())
	if exit := (*sys.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 0 {
		return nil
	}
	return err
}

// wasmtimeVersion is of the wheel, which holds the runtime.
const wasmtimeVersion = "50.0.1"

const wasmtimeScript = `
import sys, wasmtime
config = wasmtime.Config()
engine = wasmtime.Engine(config)
linker = wasmtime.Linker(engine)
linker.define_wasi()
store = wasmtime.Store(engine)
wasi = wasmtime.WasiConfig()
wasi.argv = sys.argv[1:]
wasi.inherit_stdout()
wasi.inherit_stderr()
store.set_wasi(wasi)
instance = linker.instantiate(store, wasmtime.Module.from_file(engine, sys.argv[1]))
try:
    instance.exports(store)["_start"](store)
except wasmtime.ExitTrap as exit:
    sys.exit(exit.code)
`

// wasmtime installs the wheel where it is not yet.
func (b *builder) wasmtime(ctx context.Context) (func(ctx context.Context, file, rounds string) (string, error), error) {
	dir := filepath.Join(b.tools, "wasmtime-"+wasmtimeVersion)
	if _, err := os.Stat(filepath.Join(dir, "wasmtime")); err != nil {
		if _, err := output(exec.CommandContext(ctx, "python3", "-m", "pip", "install", "--quiet", "--target", dir, "wasmtime=="+wasmtimeVersion)); err != nil {
			return nil, fmt.Errorf("installing wasmtime: %w", err)
		}
	}
	return func(ctx context.Context, file, rounds string) (string, error) {
		return output(exec.CommandContext(ctx, "env", "PYTHONPATH="+dir, "python3", "-c", wasmtimeScript, file, rounds))
	}, nil
}

// binaryenVersion is of the npm package that has wasm-opt.
const binaryenVersion = "132.0.0"

// optimize runs wasm-opt, as somebody would who wants a module to be faster, and says how long that took.
func (b *builder) optimize(ctx context.Context, in, file string) (path string, ms int64, err error) {
	dir := filepath.Join(b.tools, "binaryen-"+binaryenVersion)
	command := filepath.Join(dir, "node_modules", "binaryen", "bin", "wasm-opt")
	if _, err := os.Stat(command); err != nil {
		if _, err := output(exec.CommandContext(ctx, "npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "binaryen@"+binaryenVersion)); err != nil {
			return "", 0, fmt.Errorf("installing wasm-opt: %w", err)
		}
	}
	path = filepath.Join(b.dir, file)
	cmd := exec.CommandContext(ctx, "node", command, "-O2", "--enable-bulk-memory", "--enable-nontrapping-float-to-int",
		"--enable-sign-ext", "--enable-mutable-globals", in, "-o", path)
	if _, err = output(cmd); err != nil {
		return "", 0, fmt.Errorf("wasm-opt: %w", err)
	}
	return path, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Milliseconds(), nil
}
