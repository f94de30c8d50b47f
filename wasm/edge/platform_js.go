package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"syscall/js"
	"time"

	"velocidade/wasm/share"
)

// await waits for a promise.
func await(promise js.Value) (js.Value, error) {
	type settled struct {
		value js.Value
		err   error
	}
	done := make(chan settled, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- settled{value: args[0]}
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- settled{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	s := <-done
	return s.value, s.err
}

// pages are the site's own, as they were deployed with this program: each is asked for once. Two requests may ask at the same
// time; that no lock is held while one waits is worth more.
type pages struct {
	assets js.Value
	known  map[string][]byte
}

func (p *pages) page(_ context.Context, name string) ([]byte, error) {
	if page := p.known[name]; page != nil {
		return page, nil
	}
	// Under the name of its file the platform would only point to the folder.
	address := "https://site.invalid/" + strings.TrimSuffix(name, "index.html")
	res, err := await(p.assets.Call("fetch", address))
	if err != nil {
		return nil, err
	}
	if status := res.Get("status").Int(); status != http.StatusOK {
		return nil, fmt.Errorf("the site has no page %s: %d", name, status)
	}
	text, err := await(res.Call("text"))
	if err != nil {
		return nil, err
	}
	if p.known == nil {
		p.known = map[string][]byte{}
	}
	p.known[name] = []byte(text.String())
	return p.known[name], nil
}

// limiter is the platform's rate limit: per client, counted where the client is.
type limiter struct{ binding js.Value }

// period is the time for which the platform counts, as wrangler.jsonc has it.
const period = 60 * time.Second

func (l limiter) allow(r *http.Request) (time.Duration, bool) {
	if !l.binding.Truthy() {
		return 0, true
	}
	answer, err := await(l.binding.Call("limit", map[string]any{"key": share.ClientOf(r.Header.Get("Cf-Connecting-Ip")).String()}))
	if err != nil {
		logFault("the rate limit: " + err.Error())
		return 0, true // a limit that cannot be asked keeps nobody out
	}
	return period, answer.Get("success").Bool()
}
