package main

import (
	"bytes"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"syscall/js"

	"velocidade/wasm/share"
)

// buffer is a response that is sent when it is complete.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffer) Header() http.Header { return b.header }

func (b *buffer) WriteHeader(status int) {
	if b.status == 0 {
		b.status = status
	}
}

func (b *buffer) Write(p []byte) (int, error) {
	b.WriteHeader(http.StatusOK)
	return b.body.Write(p)
}

// whole sends complete responses, and answers 500 where the handler panics.
func whole(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := &buffer{header: w.Header()}
		serve(next, b, r)
		b.WriteHeader(http.StatusOK)
		w.WriteHeader(b.status)
		body := js.Null()
		if r.Method != http.MethodHead && b.body.Len() > 0 {
			// Bytes, and no stream: the platform knows their length, and sends them without asking for more.
			body = js.Global().Get("Uint8Array").New(b.body.Len())
			js.CopyBytesToJS(body, b.body.Bytes())
		}
		w.(interface{ WriteRawJSBody(js.Value) }).WriteRawJSBody(body)
	})
}

func serve(next http.Handler, b *buffer, r *http.Request) {
	defer func() {
		if fault := recover(); fault != nil {
			logFault(fmt.Sprintf("%v\n%s", fault, debug.Stack()))
			b.body.Reset()
			b.status = 0
			share.Refuse(b, http.StatusInternalServerError, share.CodeInternal, "request", "another one", "something went wrong here with this request")
		}
	}()
	next.ServeHTTP(b, r)
}

// rejoined undoes that syumai/workers takes headers apart at their commas.
func rejoined(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, values := range r.Header {
			r.Header[name] = []string{strings.Join(values, ",")}
		}
		next.ServeHTTP(w, r)
	})
}

// logFault writes to the Worker's log, as JSON and without anything of who asked.
func logFault(text string) {
	line := js.Global().Get("JSON").Call("stringify", map[string]any{"level": "ERROR", "msg": "the runs", "error": text})
	js.Global().Get("console").Call("error", line)
}
