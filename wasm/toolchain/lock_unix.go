//go:build unix

package toolchain

import (
	"os"
	"syscall"
)

// Lock waits until nobody else has the lock of that name, which is a file beside "name": of those who build the same at the same time, one
// does it, and the others find it done. The system gives the lock back when its holder ends, however that ends.
func Lock(name string) (unlock func(), err error) {
	file, err := os.OpenFile(name+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}
