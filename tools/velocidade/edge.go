package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"velocidade/tools/edge"
	"velocidade/tools/site"
)

// runEdge builds the site and the service for Cloudflare Workers, and runs them here or deploys them.
func runEdge(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("edge", flag.ContinueOnError)
	host := set.String("host", env("HOST", "127.0.0.1"), "address to listen on")
	port := set.String("port", env("PORT", "8787"), "port to listen on; 0 chooses a free one")
	out := set.String("o", ".cache/edge", "folder for what is built, inside the checkout")
	shim := set.String("shim", "entry", "entry: one instance answers all requests; stock: a new one for each")
	base := set.String("base", env("VELOCIDADE_BASE", ""), "public address of the site (default: as each request has it)")
	writes := set.Int("writes", 20, "runs that one client may send in a minute")
	reads := set.Int("reads", 3000, "times that one client may ask for runs in a minute")
	quota := set.Int64("quota", 400, "MiB that stored runs may take; the platform's free plan has databases of 500")
	only := set.Bool("build", false, "build, check the size, and end")
	deploy := set.Bool("deploy", false, "deploy to the account that CLOUDFLARE_API_TOKEN or wrangler login gives")
	if err := set.Parse(args); err != nil {
		return err
	}
	if *shim != "entry" && *shim != "stock" {
		return fmt.Errorf("-shim is entry or stock, not %q", *shim)
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	dir := filepath.Join(root, *out)
	files := filepath.Join(dir, "site")
	if err := site.Build(site.Options{Root: root, Out: files}); err != nil {
		return err
	}
	opts := edge.Options{Root: root, Out: filepath.Join(dir, "worker"), Site: files, Base: *base, Shim: *shim, Writes: *writes, Reads: *reads, Quota: *quota << 20}
	size, err := edge.Build(opts)
	if err != nil {
		return err
	}
	fmt.Printf("built %s: the program has %d bytes with gzip, of %d\n", opts.Out, size, edge.Budget)
	if *only {
		return nil
	}
	runtime, err := edge.FindRuntime(ctx, root)
	if err != nil {
		return err
	}
	if *deploy {
		return runtime.Deploy(ctx, opts)
	}
	n, err := strconv.Atoi(*port)
	if err != nil {
		return fmt.Errorf("-port is a number, not %q", *port)
	}
	local, err := runtime.Start(ctx, opts.Out, filepath.Join(dir, "state"), *host, n, os.Stderr)
	if err != nil {
		return err
	}
	fmt.Printf("Velocidade is at %s, on the edge's runtime\n", local.URL)
	if err := local.Wait(); ctx.Err() == nil {
		return errors.Join(errors.New("the edge's runtime ended"), err)
	}
	return nil
}
