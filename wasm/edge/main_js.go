// Command edge is the share service as a Cloudflare Worker: package share over D1. The files of the site are served without it.
//
// Its entry.mjs keeps one instance for all requests, where the shim of syumai/workers starts a new one for each. Three rules
// follow for what is written here. No goroutine may hold a lock while it waits for the platform: another request's goroutine
// would go on in the midst of the first one's event, and what it asks of the platform would end with that event. Nothing may wait
// for a timer of Go's: its runtime sets one for all, in the event of whichever request was last, and the platform ends requests that
// have nothing of their own to wait for. And a response's body is given as a whole, since closing the stream that
// syumai/workers offers ends the program.
//
// Of a request's headers the entry hands over those that it lists: one that is to be read from now on is to be added there.
package main

import (
	"crypto/rand"
	"database/sql"
	"net/http"
	"strconv"
	"syscall/js"
	"time"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
	"github.com/syumai/workers/cloudflare/d1"

	"velocidade/wasm/share"
)

func main() {
	connector, err := d1.OpenConnector("DB")
	if err != nil {
		panic(err) // the entry answers 503, and says why in the log
	}
	db := sql.OpenDB(connector)
	site := &pages{assets: cloudflare.GetBinding("ASSETS")}
	writes, reads := limiter{cloudflare.GetBinding("WRITES")}, limiter{cloudflare.GetBinding("READS")}
	quota, _ := strconv.ParseInt(env("QUOTA"), 10, 64) // none where it is not set
	service := &share.Service{
		Read: db, Write: db, Now: time.Now, Random: rand.Reader,
		Base:  env("BASE_URL"),
		Page:  site.page,
		Limit: writes.allow, ReadLimit: reads.allow, Quota: quota,
		// An isolate has 128 MB for all that it does. A run that another isolate deleted is gone here after a minute, as from browsers.
		CacheBytes: 16 << 20,
		Fault:      func(err error) { logFault(err.Error()) },
	}
	handler := share.Headers(service.Handler())
	if env("FAULTS") != "" {
		handler = withFaults(handler) // for the tests of what a panic costs
	}
	workers.Serve(whole(rejoined(handler)))
}

// env gives a variable of the Worker's, or nothing.
func env(name string) string {
	if v := cloudflare.GetBinding(name); v.Truthy() {
		return v.String()
	}
	return ""
}

// withFaults adds addresses at which the program goes wrong.
func withFaults(next http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/faults/panic", func(http.ResponseWriter, *http.Request) { panic("asked for") })
	mux.HandleFunc("/api/faults/fatal", func(http.ResponseWriter, *http.Request) {
		go panic("asked for, where nothing recovers")
		select {}
	})
	mux.HandleFunc("/api/faults/slow", func(w http.ResponseWriter, _ *http.Request) {
		await(js.Global().Get("scheduler").Call("wait", 500))
		w.Write([]byte("slow, but here"))
	})
	mux.Handle("/", next)
	return mux
}
