//go:build unix

package toolchain

import (
	"os"
	"path/filepath"
	"syscall"
)

// lock keeps others from building into the same cache at the same time: they would only take each other's time. The system
// gives the lock back when its holder ends, however that ends.
func lock(cache string) (unlock func(), err error) {
	file, err := os.OpenFile(filepath.Join(cache, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}
