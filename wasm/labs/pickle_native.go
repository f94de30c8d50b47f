//go:build !js

package labs

import (
	"context"
	"os/exec"
)

// pickleProgram tries to pickle what cannot be pickled, and prints what Python says.
const pickleProgram = `
import json, pickle, platform, threading
said = []
for what, value in (("a lambda", lambda: 0), ("a lock", threading.Lock()), ("a generator", (n for n in ()))):
    try:
        pickle.dumps(value)
    except Exception as error:
        said.append("%s: %s: %s" % (what, type(error).__name__, error))
print(json.dumps({"version": platform.python_version(), "said": "\n".join(said)}))
`

// unpicklable quotes what Python says of values that cannot be pickled, where this machine has one.
func unpicklable(ctx context.Context, n *notebook) ([]Quote, []string) {
	path, err := exec.LookPath("python3")
	if err != nil {
		return nil, []string{"Python was not asked what it cannot pickle: this machine has no python3."}
	}
	var answer struct{ Version, Said string }
	if err := runPython(ctx, path, pickleProgram, &answer); err != nil {
		return nil, []string{"Python could not tell what it cannot pickle: " + err.Error()}
	}
	n.call("pickle.dumps(lambda: 0)", answer.Said)
	return []Quote{{Title: "pickle.dumps in CPython " + answer.Version, Text: answer.Said}}, nil
}
