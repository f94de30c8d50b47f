//go:build !js

package labs

// native tells whether this runs on a machine by itself, and not in a browser.
const native = true
