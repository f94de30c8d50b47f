package shared

import (
	"sync"
	"unsafe"
)

// The functions below are given by the worker's host script, web/src/engine/shared.ts, which documents their other half.

//go:wasmimport velocidade shared_make
func hostMake(words int32) int32

//go:wasmimport velocidade shared_words
func hostWords() int32

//go:wasmimport velocidade shared_load
func hostLoad(word int32) int32

//go:wasmimport velocidade shared_store
func hostStore(word, value int32)

//go:wasmimport velocidade shared_get
func hostGet(word int32) int32

//go:wasmimport velocidade shared_set
func hostSet(word, value int32)

//go:wasmimport velocidade shared_add
func hostAdd(word, value int32) int32

//go:wasmimport velocidade shared_swap
func hostSwap(word, old, value int32) int32

//go:wasmimport velocidade shared_wait
func hostWait(word, value int32, ms float64)

//go:wasmimport velocidade shared_notify
func hostNotify(word, count int32)

//go:wasmimport velocidade shared_read
func hostRead(word int32, into unsafe.Pointer, words int32)

//go:wasmimport velocidade shared_write
func hostWrite(word int32, from unsafe.Pointer, words int32)

// Memory is the words that this program and its workers have in common.
type Memory struct{ size int }

var mu sync.Mutex

// New makes a memory of zeros, which workers that are started from now on inherit.
func New(words int) (*Memory, error) {
	if err := checkWords(words); err != nil {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	if hostMake(int32(words)) == 0 {
		return nil, ErrUnavailable
	}
	return &Memory{words}, nil
}

// Current is the memory that this program made, or that whoever started it had made by then.
func Current() (*Memory, error) {
	words := int(hostWords())
	if words == 0 {
		return nil, ErrNone
	}
	return &Memory{words}, nil
}

// Close lets go of the memory. Workers that have it keep it until they end.
func (m *Memory) Close() { hostMake(0) }

// Load reads a word, plainly.
func (m *Memory) Load(word int) int32 {
	m.check(word, 1)
	return hostLoad(int32(word))
}

// Store writes a word, plainly.
func (m *Memory) Store(word int, value int32) {
	m.check(word, 1)
	hostStore(int32(word), value)
}

// AtomicLoad reads a word, indivisibly and in order.
func (m *Memory) AtomicLoad(word int) int32 {
	m.check(word, 1)
	return hostGet(int32(word))
}

// AtomicStore writes a word, indivisibly and in order.
func (m *Memory) AtomicStore(word int, value int32) {
	m.check(word, 1)
	hostSet(int32(word), value)
}

// Add adds to a word indivisibly, and returns what it holds then.
func (m *Memory) Add(word int, value int32) int32 {
	m.check(word, 1)
	return hostAdd(int32(word), value)
}

// CompareAndSwap writes a word if it holds old, indivisibly, and reports whether it did.
func (m *Memory) CompareAndSwap(word int, old, value int32) bool {
	m.check(word, 1)
	return hostSwap(int32(word), old, value) == old
}

// Wait sleeps while the word holds value, until somebody notifies or so many milliseconds have passed. The whole instance
// sleeps, its other goroutines too: wait shortly.
func (m *Memory) Wait(word int, value int32, ms float64) {
	m.check(word, 1)
	hostWait(int32(word), value, ms)
}

// Notify wakes so many of those who wait for the word.
func (m *Memory) Notify(word, count int) {
	m.check(word, 1)
	hostNotify(int32(word), int32(count))
}

// Read copies words out, plainly.
func (m *Memory) Read(word int, into []int32) {
	m.check(word, len(into))
	hostRead(int32(word), unsafe.Pointer(unsafe.SliceData(into)), int32(len(into)))
}

// Write copies words in, plainly.
func (m *Memory) Write(word int, from []int32) {
	m.check(word, len(from))
	hostWrite(int32(word), unsafe.Pointer(unsafe.SliceData(from)), int32(len(from)))
}
