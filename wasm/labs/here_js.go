package labs

import "context"

// native tells whether this runs on a machine by itself, and not in a browser.
const native = false

// raceDetector has nothing to say in a browser: there is no Go toolchain.
func raceDetector(context.Context, *notebook) ([]Quote, []string) { return nil, nil }

// forked has nothing to say in a browser: there is no fork.
func forked(context.Context, *notebook, int) ([]Row, []string, error) { return nil, nil, nil }
