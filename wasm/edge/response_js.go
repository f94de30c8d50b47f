package main

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
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

// whole sends complete responses, and answers 500 where the handler panics. An entry that is told them at once, in a call, is given
// an empty one besides, since syumai/workers has to give something; the stock shim has no other.
func whole(next http.Handler) http.Handler {
	answered := js.Global().Get("answered")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := &buffer{header: http.Header{}}
		serve(next, b, r)
		b.WriteHeader(http.StatusOK)
		raw := w.(interface{ WriteRawJSBody(js.Value) })
		if answered.Truthy() {
			turn, _ := strconv.Atoi(r.Header.Get("Velocidade-Turn")) // as entry.mjs gave it
			answered.Invoke(turn, b.status, b.lines(), b.bytes(r.Method))
			w.WriteHeader(http.StatusNoContent)
			raw.WriteRawJSBody(js.Null())
			return
		}
		maps.Copy(w.Header(), b.header)
		w.WriteHeader(b.status)
		raw.WriteRawJSBody(b.bytes(r.Method))
	})
}

// lines are the headers, one a line: neither names nor values have a line's end in them.
func (b *buffer) lines() string {
	var lines []string
	for name, values := range b.header {
		for _, value := range values {
			lines = append(lines, name+": "+oneLine.Replace(value))
		}
	}
	return strings.Join(lines, "\n")
}

var oneLine = strings.NewReplacer("\n", " ", "\r", " ") // as net/http sends them

var uint8Array = js.Global().Get("Uint8Array")

// bytes are the body, or null where there is none. Bytes, and no stream: the platform knows their length, and sends them without
// asking for more.
func (b *buffer) bytes(method string) js.Value {
	withoutBody := method == http.MethodHead || b.status == http.StatusNoContent || b.status == http.StatusNotModified
	if withoutBody || b.body.Len() == 0 {
		return js.Null()
	}
	body := uint8Array.New(b.body.Len())
	js.CopyBytesToJS(body, b.body.Bytes())
	return body
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
