package threads

import "net/http"

// Headers are what a page needs to have shared memory, and with it threads.
var Headers = map[string]string{
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Embedder-Policy": "require-corp",
}

// Handler serves a folder that [Program.Write] has written, with the headers that threads need.
func Handler(dir string) http.Handler {
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range Headers {
			w.Header().Set(name, value)
		}
		files.ServeHTTP(w, r)
	})
}
