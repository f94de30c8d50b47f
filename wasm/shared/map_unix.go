//go:build unix

package shared

import (
	"fmt"
	"os"
	"syscall"
)

// mapFile maps a file's beginning into memory, shared with whoever else maps it.
func mapFile(file *os.File, size int) (data []byte, unmap func(), err error) {
	data, err = syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("shared: the file cannot be mapped: %w", err)
	}
	return data, func() { _ = syscall.Munmap(data) }, nil
}
