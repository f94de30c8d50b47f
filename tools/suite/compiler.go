package suite

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// awaitCompiler waits until a served site has built its compiler, which takes minutes the first time, where a test that was
// asked for needs it: one that imports the harness of the editor.
func (env *Env) awaitCompiler(ctx context.Context, dir, address string) error {
	files, err := filepath.Glob(filepath.Join(env.Root, filepath.FromSlash(dir), "*.e2e.ts"))
	if err != nil {
		return err
	}
	needed := false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		needed = needed || env.wants(file) && strings.Contains(string(text), "harness/editor.js")
	}
	for needed {
		state, err := compilerState(ctx, address)
		if err != nil {
			return err
		}
		switch state {
		case "ready":
			return nil
		case "failed":
			return fmt.Errorf("the site could not build its compiler: velocidade serve says why")
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func compilerState(ctx context.Context, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/toolchain.json", nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var status struct{ State string }
	err = json.NewDecoder(response.Body).Decode(&status)
	return status.State, err
}
