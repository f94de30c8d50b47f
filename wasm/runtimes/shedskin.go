//go:build !js

package runtimes

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/port"
)

var compilerCpp = tool{"C++ compiler", []string{"c++", "g++", "clang++"}, "install one (Debian: apt-get install g++), or run tools/setup.sh runtimes"}

// shedskin compiles a program's Python twin to C++, as a module of CPython.
//
// Shedskin compiles what it can give a type, and that is not run, whose arguments are a dictionary of this and that. So the
// twin stays what is called, and at its end its functions are replaced by the module's of the same names: run only
// hands numbers over and packs what comes back. (The call under __name__ == "__main__", with which every twin ends, is
// what Shedskin learns the types from.)
func shedskin(ctx context.Context, k *kernels.Kernel) (port.Program, error) {
	if !kernels.HasTwin(k.Name, ".py") {
		return port.Program{}, noTwin(Shedskin, k, "twin in Python")
	}
	interpreter, err := find(interpreters[CPython])
	if err != nil {
		return port.Program{}, err
	}
	translator, err := find(shedskinTool)
	if err != nil {
		return port.Program{}, err
	}
	cxx, err := find(compilerCpp)
	if err != nil {
		return port.Program{}, err
	}
	suffix, include, err := pythonFacts(ctx, interpreter)
	if err != nil {
		return port.Program{}, err
	}
	version, err := output(ctx, "", translator, "translate", "--help")
	if err != nil {
		return port.Program{}, err
	}
	source, err := kernels.Twins.ReadFile(k.Name + ".py")
	if err != nil {
		return port.Program{}, err
	}
	from := []string{version, translator, include, suffix, interpreter, cxx, strings.Join(cppFlags(), " ")}
	build := func(dir string) error {
		return buildShedskin(ctx, dir, k.Name, source, translator, cxx, include, suffix, from)
	}
	folder, err := cached("shedskin-"+k.Name, append([]string{string(source)}, from...), build)
	if err != nil {
		return port.Program{}, err
	}
	label, err := os.ReadFile(filepath.Join(folder, "shedskin.txt"))
	if err != nil {
		return port.Program{}, err
	}
	return python(interpreter, folder, "run", string(label))
}

// buildShedskin writes the twin and the module whose functions replace its own to dir.
func buildShedskin(ctx context.Context, dir, name string, source []byte, translator, cxx, include, suffix string, from []string) error {
	work, err := os.MkdirTemp("", "velocidade-shedskin-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	module := name + "_cpp"
	if err := os.WriteFile(filepath.Join(work, module+".py"), source, 0o644); err != nil {
		return err
	}
	// Its numbers have 32 bits if it is not told otherwise.
	said, err := output(ctx, work, translator, "translate", "--extmod", "--int64", module+".py")
	if err != nil {
		return err
	}
	makefile, err := os.ReadFile(filepath.Join(work, "Makefile"))
	if err != nil {
		return buildFailed("shedskin "+module+".py", said)
	}
	library, parts := libraryOf(makefile)
	if library == "" || len(parts) == 0 {
		return buildFailed("shedskin "+module+".py", "the Makefile that it wrote names no library")
	}
	flags := append(cppFlags(), "-I"+work, "-I"+library, "-I"+include)
	args := append(flags, "-shared", module+".cpp")
	for _, part := range parts {
		object, err := libraryObject(ctx, library, part, cxx, include, from)
		if err != nil {
			return err
		}
		args = append(args, object)
	}
	args = append(args, "-lgc", "-o", filepath.Join(dir, module+suffix))
	if goruntime.GOOS == "darwin" {
		args = append(args, "-undefined", "dynamic_lookup")
	}
	if _, err := output(ctx, work, cxx, args...); err != nil {
		return err
	}
	twin := append(bytes.Clone(source), fmt.Appendf(nil, "\nfrom %s import *\n", module)...)
	if err := os.WriteFile(filepath.Join(dir, name+".py"), twin, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "shedskin.txt"), []byte(shedskinLabel(said)), 0o644)
}

// cppFlags are a C++ compiler's for Shedskin's code and its library. Fused multiply-add would change last digits.
func cppFlags() []string {
	return []string{"-O2", "-std=c++20", "-fPIC", "-ffp-contract=off", "-w", "-D__SS_BIND", "-D__SS_INT64"}
}

// libraryObject compiles a part of Shedskin's library, which takes far longer than a program, once.
func libraryObject(ctx context.Context, library, part, cxx, include string, from []string) (string, error) {
	name := "shedskin-lib-" + strings.NewReplacer("/", "-", ".", "-").Replace(part)
	dir, err := cached(name, from, func(dir string) error {
		args := append(cppFlags(), "-I"+library, "-I"+include, "-c", filepath.Join(library, part), "-o", filepath.Join(dir, "part.o"))
		_, err := output(ctx, dir, cxx, args...)
		return err
	})
	return filepath.Join(dir, "part.o"), err
}

// libraryOf reads the folder of Shedskin's library, and the parts that a program needs, from the Makefile that Shedskin wrote.
func libraryOf(makefile []byte) (folder string, parts []string) {
	const part = "$(SHEDSKIN_LIBDIR)/"
	for line := range strings.Lines(string(makefile)) {
		line = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line), `\`))
		if value, ok := strings.CutPrefix(line, "SHEDSKIN_LIBDIR="); ok {
			folder = value
		}
		if _, file, ok := strings.Cut(line, part); ok && strings.HasSuffix(file, ".cpp") {
			parts = append(parts, file)
		}
	}
	return folder, parts
}

// shedskinLabel reads the version from what Shedskin says when it begins: "*** SHED SKIN Python-to-C++ Compiler 0.9.14 ***".
func shedskinLabel(said string) string {
	version := ""
	if _, rest, ok := strings.Cut(said, "Compiler "); ok {
		version, _, _ = strings.Cut(rest, " ")
	}
	return "Shedskin " + version + " under "
}
