//go:build !js

package kernels

import "embed"

// Twins holds every program's twins in other languages, NAME.py, NAME.js and NAME.pyx: files of the same name beside the
// program's own, which compute the same range to the same bytes. A browser fetches those that it runs.
//
//go:embed *.py *.js *.pyx
var Twins embed.FS

// HasTwin tells whether a program has a twin in files of that extension, such as ".py".
func HasTwin(program, ext string) bool {
	_, err := Twins.Open(program + ext)
	return err == nil
}
