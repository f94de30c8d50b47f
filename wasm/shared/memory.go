// Package shared is memory that a program and the workers it starts have in common: 32-bit words, a SharedArrayBuffer in
// a browser and a mapped file natively. It is what multiprocessing.Array is in Python, and nothing else of a worker is
// shared: Go's own memory belongs to one instance alone.
//
//	memory, err := shared.New(1024)      // before the workers are started: they inherit it
//	memory, err := shared.Current()      // in a worker, or in the program itself
//
// There are two ways to touch a word. Load and Store are plain: two workers that both load, add one and store lose updates.
// AtomicLoad, AtomicStore, Add and CompareAndSwap are indivisible, and what a lock is made of; see futures.Lock.
//
// A program has one shared memory at a time: making another lets go of the one before.
package shared

import (
	"errors"
	"fmt"
	"unsafe"
)

// ErrUnavailable is returned where there is no shared memory: in a page that is not cross-origin isolated, or on a system
// that cannot map files.
var ErrUnavailable = errors.New("shared: there is no shared memory here: the page is not cross-origin isolated")

// ErrNone is returned by Current where this program has made no shared memory, nor whoever started it by then.
var ErrNone = errors.New("shared: no shared memory was made before this worker was started")

// MaxWords bounds how much is asked for: 256 MiB.
const MaxWords = 64 << 20

func checkWords(words int) error {
	if words < 1 || words > MaxWords {
		return fmt.Errorf("shared: a memory has 1 to %d words; %d is outside", MaxWords, words)
	}
	return nil
}

// check panics where a word lies outside, as a slice would: beyond it is memory of somebody else.
func (m *Memory) check(word, words int) {
	if word < 0 || words < 0 || word > m.size-words {
		panic(fmt.Sprintf("shared: words %d to %d of a memory of %d", word, word+words, m.size))
	}
}

// Words is how many 32-bit words the memory has.
func (m *Memory) Words() int { return m.size }

// ReadBytes is Read into bytes, four for each word, as they lie in memory.
func (m *Memory) ReadBytes(word int, into []byte) { m.Read(word, wordsOf(into)) }

// WriteBytes is Write from bytes, four for each word.
func (m *Memory) WriteBytes(word int, from []byte) { m.Write(word, wordsOf(from)) }

// wordsOf looks at bytes as words. Go aligns what it allocates of that size.
func wordsOf(b []byte) []int32 {
	if len(b)%4 != 0 || uintptr(unsafe.Pointer(unsafe.SliceData(b)))%4 != 0 {
		panic(fmt.Sprintf("shared: %d bytes are not whole words, or do not begin at one", len(b)))
	}
	return unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/4)
}
