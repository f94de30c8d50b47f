package edge

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Deploy puts a built Worker onto the account that the environment gives (CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID, or what
// "wrangler login" left), with its database: made where there is none, and brought to its present form before the program that
// needs it.
func (r Runtime) Deploy(ctx context.Context, opts Options) error {
	id, err := r.database(ctx, opts.Out)
	if err != nil {
		return err
	}
	opts.D1 = id
	if err := opts.config(); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"d1", "migrations", "apply", Database, "--remote"},
		{"deploy"},
	} {
		cmd := r.command(ctx, opts.Out, args...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("wrangler %s: %w", strings.Join(args, " "), err)
		}
	}
	return nil
}

// database gives the id of the account's database of our name, and makes it where there is none.
func (r Runtime) database(ctx context.Context, worker string) (string, error) {
	for _, made := range []bool{false, true} {
		out, err := output(r.command(ctx, worker, "d1", "list", "--json"))
		if err != nil {
			return "", err
		}
		id, err := databaseID(out)
		if err != nil || id != "" {
			return id, err
		}
		if made {
			break
		}
		if _, err := output(r.command(ctx, worker, "d1", "create", Database)); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("the account lists no database %s, though it was just made", Database)
}

// databaseID finds our database in the list that Cloudflare's tool prints, which may have words before it.
func databaseID(list []byte) (string, error) {
	text := string(list)
	at := strings.IndexByte(text, '[')
	if at < 0 {
		return "", fmt.Errorf("wrangler d1 list prints no list: %.200s", text)
	}
	var databases []struct{ UUID, Name string }
	if err := json.NewDecoder(strings.NewReader(text[at:])).Decode(&databases); err != nil {
		return "", fmt.Errorf("wrangler d1 list: %w", err)
	}
	for _, d := range databases {
		if d.Name == Database {
			return d.UUID, nil
		}
	}
	return "", nil
}

func output(cmd *exec.Cmd) ([]byte, error) {
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s%s", strings.Join(cmd.Args[1:], " "), err, out, said.String())
	}
	return out, nil
}
