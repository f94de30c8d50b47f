//go:build !unix && !js

package shared

import "os"

func mapFile(*os.File, int) (data []byte, unmap func(), err error) { return nil, nil, ErrUnavailable }
