package server

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
)

// identity tells whether the database's file is still the one that was opened. A process goes on writing to a file that was deleted
// or replaced, without an error, and all of that is gone when the process ends.
type identity struct {
	path string

	mu     sync.Mutex
	opened fs.FileInfo // nil before the file was opened
}

// What has become of the file.
var (
	errGone     = errors.New("the file of the database was deleted while it was in use; put it back, or restart the server to begin with an empty one")
	errReplaced = errors.New("the file of the database was replaced while it was in use; put the first one back, or stop the server, delete what ends in -wal and -shm beside it, and start it again")
)

// note takes the file that is there now for the one that is open.
func (i *identity) note() error {
	info, err := os.Stat(i.path)
	if err != nil {
		return err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.opened = info
	return nil
}

// check looks at the file again.
func (i *identity) check() error {
	i.mu.Lock()
	opened := i.opened
	i.mu.Unlock()
	if opened == nil {
		return nil
	}
	info, err := os.Stat(i.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", i.path, errGone)
	case err != nil:
		return err
	case !os.SameFile(opened, info):
		return fmt.Errorf("%s: %w", i.path, errReplaced)
	}
	return nil
}
