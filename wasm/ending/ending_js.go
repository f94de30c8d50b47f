package ending

import _ "unsafe" // for go:linkname

// setCrashFD is what debug.SetCrashOutput ends in; the runtime offers it by that name.
//
//go:linkname setCrashFD runtime.setCrashFD
func setCrashFD(fd uintptr) uintptr

func init() { setCrashFD(Words) }
