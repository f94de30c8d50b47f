//go:build !js

// Command edge runs on Cloudflare Workers alone; see main_js.go. Natively, velocidade serve is the same service.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "this program runs as a Worker: make edge runs it here, make deploy on Cloudflare")
	os.Exit(2)
}
