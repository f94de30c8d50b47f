package toolchain

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// Library is what a reader's program may import of the standard library. What these import comes with them.
var Library = []string{
	"bufio", "bytes", "cmp", "container/heap", "container/list", "container/ring", "context",
	"crypto/md5", "crypto/sha1", "crypto/sha256", "crypto/sha512",
	"encoding/base32", "encoding/base64", "encoding/binary", "encoding/csv", "encoding/hex", "encoding/json",
	"errors", "fmt", "hash", "hash/adler32", "hash/crc32", "hash/crc64", "hash/fnv",
	"io", "iter", "maps", "math", "math/big", "math/bits", "math/cmplx", "math/rand", "math/rand/v2",
	"os", "reflect", "regexp", "runtime", "runtime/debug", "slices", "sort", "strconv", "strings", "sync", "sync/atomic",
	"syscall/js", "time", "unicode", "unicode/utf16", "unicode/utf8", "unique", "unsafe",
}

// Own is what it may import of ours.
var Own = []string{"velocidade/kernels", "velocidade/wasm/ending", "velocidade/wasm/futures", "velocidade/wasm/measure"}

// Archive is a compiled package: what the compiler reads of it, and what the linker takes.
type Archive struct {
	Path string
	Data []byte
}

// listArchives compiles packages, and all that they import, for js/wasm.
func listArchives(ctx context.Context, root string, packages []string) ([]Archive, error) {
	args := []string{"list", "-export", "-deps", "-trimpath", "-gcflags=all=-dwarf=false", "-f", "{{.ImportPath}}\t{{.Export}}"}
	out, err := run(ctx, root, append(args, packages...)...)
	if err != nil {
		return nil, err
	}
	var archives []Archive
	for line := range strings.Lines(out) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if file == "" { // unsafe has none
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		archives = append(archives, Archive{path, data})
	}
	return archives, nil
}

// Pack joins archives into one file: the length of a header (u32, little-endian), the header, a JSON list of
// [path, bytes] pairs, and the archives in that order. web/src/toolchain/pack.ts is the other half.
func Pack(archives []Archive) ([]byte, error) {
	header := make([][2]any, len(archives))
	for i, a := range archives {
		header[i] = [2]any{a.Path, len(a.Data)}
	}
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(text))))
	out.Write(text)
	for _, a := range archives {
		out.Write(a.Data)
	}
	return out.Bytes(), nil
}

// without leaves out the archives that others hold.
func without(archives, others []Archive) []Archive {
	held := map[string]bool{}
	for _, a := range others {
		held[a.Path] = true
	}
	var rest []Archive
	for _, a := range archives {
		if !held[a.Path] {
			rest = append(rest, a)
		}
	}
	return rest
}

// missing names what archives import and no archive holds: it would only show when a reader's program is linked.
func missing(archives []Archive, wanted []string) error {
	held := map[string]bool{"unsafe": true}
	for _, a := range archives {
		held[a.Path] = true
	}
	for _, w := range wanted {
		if !held[w] {
			return fmt.Errorf("toolchain: there is no archive of %s", w)
		}
	}
	return nil
}
