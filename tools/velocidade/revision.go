package main

import "runtime/debug"

// revision names the code that measures: the commit it was built from, where the Go command knew it, else "devel".
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(len(s.Value), 12)]
		}
	}
	return "devel"
}
