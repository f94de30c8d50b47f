//go:build !js

package shared

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// pathEnv tells workers which file to map.
const pathEnv = "VELOCIDADE_SHARED"

// Memory is the words that this program and its workers have in common.
type Memory struct {
	size  int
	words []int32
	path  string // of the file, where this program made it
	unmap func()
}

var (
	mu        sync.Mutex
	made      *Memory
	inherited *Memory
)

// New makes a memory of zeros, which workers that are started from now on inherit.
func New(words int) (*Memory, error) {
	if err := checkWords(words); err != nil {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	file, err := os.CreateTemp(folder(), "velocidade-shared-*")
	if err != nil {
		return nil, fmt.Errorf("shared: no file for it can be made: %w", err)
	}
	defer file.Close()
	if err := file.Truncate(int64(4 * words)); err != nil {
		os.Remove(file.Name())
		return nil, fmt.Errorf("shared: %d words do not fit: %w", words, err)
	}
	m, err := mapped(file, words)
	if err != nil {
		os.Remove(file.Name())
		return nil, err
	}
	m.path = file.Name()
	if made != nil {
		made.close()
	}
	made = m
	return m, os.Setenv(pathEnv, m.path)
}

// folder is where a file lives in memory alone, if there is such a place.
func folder() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// Current is the memory that this program made, or that whoever started it had made by then.
func Current() (*Memory, error) {
	mu.Lock()
	defer mu.Unlock()
	if made != nil {
		return made, nil
	}
	if inherited != nil {
		return inherited, nil
	}
	path := os.Getenv(pathEnv)
	if path == "" {
		return nil, ErrNone
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("shared: what was to be inherited is gone: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	inherited, err = mapped(file, int(info.Size()/4))
	return inherited, err
}

func mapped(file *os.File, words int) (*Memory, error) {
	data, unmap, err := mapFile(file, 4*words)
	if err != nil {
		return nil, err
	}
	return &Memory{size: words, words: unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(data))), words), unmap: unmap}, nil
}

// Close lets go of the memory. Workers that have it keep it until they end.
func (m *Memory) Close() {
	mu.Lock()
	defer mu.Unlock()
	m.close()
}

func (m *Memory) close() {
	if m == made {
		made = nil
		os.Unsetenv(pathEnv)
		os.Remove(m.path)
		m.size, m.words = 0, nil
		m.unmap()
	}
}

// Load reads a word, plainly. Like Store it is not inlined, so that a compiler cannot take it out of a loop: what a race does
// is to be seen.
//
//go:noinline
func (m *Memory) Load(word int) int32 { return m.words[word] }

// Store writes a word, plainly.
//
//go:noinline
func (m *Memory) Store(word int, value int32) { m.words[word] = value }

// AtomicLoad reads a word, indivisibly and in order.
func (m *Memory) AtomicLoad(word int) int32 { return atomic.LoadInt32(&m.words[word]) }

// AtomicStore writes a word, indivisibly and in order.
func (m *Memory) AtomicStore(word int, value int32) { atomic.StoreInt32(&m.words[word], value) }

// Add adds to a word indivisibly, and returns what it holds then.
func (m *Memory) Add(word int, value int32) int32 { return atomic.AddInt32(&m.words[word], value) }

// CompareAndSwap writes a word if it holds old, indivisibly, and reports whether it did.
func (m *Memory) CompareAndSwap(word int, old, value int32) bool {
	return atomic.CompareAndSwapInt32(&m.words[word], old, value)
}

// nap is how long a waiter sleeps between two looks: processes have no portable way to wake each other.
const nap = 50 * time.Microsecond

// Wait sleeps while the word holds value, until that changes or so many milliseconds have passed.
func (m *Memory) Wait(word int, value int32, ms float64) {
	end := time.Now().Add(time.Duration(ms * float64(time.Millisecond)))
	for m.AtomicLoad(word) == value && time.Now().Before(end) {
		time.Sleep(nap)
	}
}

// Notify wakes so many of those who wait for the word: natively they wake by themselves.
func (m *Memory) Notify(word, _ int) { m.check(word, 1) }

// Read copies words out, plainly.
func (m *Memory) Read(word int, into []int32) {
	m.check(word, len(into))
	copy(into, m.words[word:])
}

// Write copies words in, plainly.
func (m *Memory) Write(word int, from []int32) {
	m.check(word, len(from))
	copy(m.words[word:], from)
}
