package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Packages are the standard packages whose tests run in full: what computes, what the runtime rests on, and what parses.
// What takes long comes last.
var Packages = strings.Fields(`
	cmp container/heap container/list container/ring errors iter maps path html unicode unicode/utf16 unicode/utf8 unique weak
	encoding/ascii85 encoding/base32 encoding/base64 encoding/hex encoding/pem encoding/csv encoding/binary hash/adler32
	hash/crc32 hash/crc64 hash/fnv hash/maphash crypto/hmac crypto/md5 crypto/sha1 crypto/sha512 compress/lzw math/bits math/cmplx
	math image/color image/draw image/gif image image/png io io/fs bufio bytes strings slices sort strconv flag log
	context sync/atomic sync text/scanner text/tabwriter text/template/parse text/template testing/quick testing/fstest
	regexp/syntax mime mime/quotedprintable net/url net/mail net/netip path/filepath go/scanner go/token go/constant go/ast
	internal/abi internal/fmtsort internal/runtime/math internal/runtime/maps runtime/debug fmt reflect encoding/json encoding/xml
	encoding/gob encoding/asn1 math/rand math/rand/v2 index/suffixarray compress/zlib compress/gzip compress/bzip2
	archive/tar archive/zip image/jpeg html/template log/slog expvar database/sql net/textproto mime/multipart
	go/parser go/printer go/format go/doc regexp compress/flate crypto/aes crypto/sha256 math/big time`)

// Quick are those that make test runs.
var Quick = strings.Fields(`errors iter sync`)

// outcomes tells of each test, by name, how it ended: PASS, FAIL or SKIP.
type outcomes map[string]string

// row is what became of a package's tests.
type row struct {
	name             string
	stock, rewritten outcomes
	differ           []string // tests that ended differently in every try
	threaded         outcomes // with several threads
	unlike           []string // tests that ended differently there in every try
	alone            string   // why there is nothing with threads
	note             string   // why there is nothing to compare
	broken           bool     // the note is a fault
}

func (o outcomes) String() string {
	count := map[string]int{}
	for _, how := range o {
		count[how]++
	}
	text := fmt.Sprintf("%d pass", count["PASS"])
	if count["FAIL"] > 0 {
		text += fmt.Sprintf(", %d fail", count["FAIL"])
	}
	if count["SKIP"] > 0 {
		text += fmt.Sprintf(", %d skip", count["SKIP"])
	}
	return text
}

func (r row) String() string {
	if r.note != "" {
		return r.note
	}
	if len(r.differ) > 0 {
		return fmt.Sprintf("%v / %v, DIFFERENT: %s", r.stock, r.rewritten, strings.Join(r.differ, " "))
	}
	switch {
	case r.alone != "":
		return fmt.Sprintf("%v, alike; not on threads: %.1000s", r.rewritten, r.alone)
	case len(r.unlike) > 0:
		return fmt.Sprintf("%v, alike; on threads %v, DIFFERENT: %s", r.rewritten, r.threaded, strings.Join(r.unlike, " "))
	}
	if r.threaded == nil {
		return fmt.Sprintf("%v, alike", r.rewritten)
	}
	return fmt.Sprintf("%v, alike; on threads %v, alike", r.rewritten, r.threaded)
}

const (
	packageLimit = 15 * time.Minute
	tries        = 3 // of tests that differ
)

// testPackage runs a package's tests from both modules.
func (r *runner) testPackage(ctx context.Context, name string) row {
	result := row{name: name}
	p, err := r.build(ctx, filepath.Join(r.dir, strings.ReplaceAll(name, "/", "_")), "test", "-c", name)
	if err != nil {
		result.note, result.broken = err.Error(), true
		return result
	}
	defer p.remove()
	dir := filepath.Join(r.goroot, "src", filepath.FromSlash(name))
	test := func(module string, only ...string) (outcomes, string) {
		args := []string{"-test.short", "-test.v=test2json", "-test.timeout=14m"}
		if len(only) > 0 {
			args = append(args, "-test.run=^("+strings.Join(only, "|")+")$")
		}
		out := r.run(ctx, packageLimit, dir, module, args...)
		return readOutcomes(out.stdout), out.end + " " + out.stderr
	}
	var said string
	result.stock, _ = test(p.stock)
	result.rewritten, said = test(p.rewritten)
	result.differ = differences(result.stock, result.rewritten)
	for try := 1; try < tries && len(result.differ) > 0; try++ {
		only := topLevel(result.differ)
		stock, _ := test(p.stock, only...)
		rewritten, _ := test(p.rewritten, only...)
		if len(stock) == 0 {
			continue // then there is nothing to be alike
		}
		again := differences(stock, rewritten)
		result.differ = slices.DeleteFunc(result.differ, func(test string) bool { return !slices.Contains(again, test) })
	}
	onThreads := func(only ...string) (outcomes, string) {
		args := []string{"-test.short", "-test.v=test2json", "-test.timeout=14m"}
		if len(only) > 0 {
			args = append(args, "-test.run=^("+strings.Join(only, "|")+")$")
		}
		return r.onThreads(ctx, name, dir, args...)
	}
	if r.release == "" { // threads are built from the sources of the installed Go
		var why string
		if result.threaded, why = onThreads(); len(result.threaded) == 0 {
			result.alone = why
		}
		result.unlike = unlike(name, result.stock, result.threaded)
	}
	for try := 1; try < tries && result.alone == "" && len(result.unlike) > 0; try++ {
		again, _ := onThreads(topLevel(result.unlike)...)
		result.unlike = slices.DeleteFunc(result.unlike, func(test string) bool { return again.anywhere()[test] == result.stock.anywhere()[test] })
	}
	if len(result.stock) == 0 {
		result.note, result.broken = "no test ran: "+said, true
	}
	return result
}

var outcomeForm = regexp.MustCompile(`\x16--- (PASS|FAIL|SKIP): (\S+) \(`)

func readOutcomes(output string) outcomes {
	o := outcomes{}
	for _, match := range outcomeForm.FindAllStringSubmatch(output, -1) {
		o[match[2]] = match[1]
	}
	return o
}

// differences lists the tests that did not end alike, among them those that did not end at all.
func differences(a, b outcomes) []string {
	all := map[string]bool{}
	for test := range a {
		all[test] = true
	}
	for test := range b {
		all[test] = true
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(test string) bool { return a[test] == b[test] })
}

// topLevel lists the tests that have to be run for some tests, which may be parts of others.
func topLevel(tests []string) []string {
	all := map[string]bool{}
	for _, test := range tests {
		name, _, _ := strings.Cut(test, "/")
		all[regexp.QuoteMeta(name)] = true
	}
	return slices.Sorted(maps.Keys(all))
}
