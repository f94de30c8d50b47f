package share

import (
	"net/http"
	"strings"
)

// A Rule says what the responses to some addresses carry. Natively Headers sets it; the edge serves files without asking
// Go, and is given the same rules as a file.
type Rule struct {
	Path    string // as in a file _headers: what begins so where it ends with *, and otherwise that alone
	Headers [][2]string
}

// policy is the Content-Security-Policy. A worker obeys the policy of its own script's response, and compiling WebAssembly
// needs the one exception here.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; " +
	"img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors "

// Rules are what every response carries, and what some carry besides; of two values for one header the later counts.
//
// Cross-origin isolation (the first three) gives the page a clock of 5 µs and shared memory. What other pages embed they
// may load: the element's script and all that it loads, the page for iframes, the chapter, the picture, what is known of
// a run.
func Rules() []Rule {
	shared := [][2]string{{"Cross-Origin-Resource-Policy", "cross-origin"}, {"Access-Control-Allow-Origin", "*"}}
	framed := [][2]string{{"Cross-Origin-Resource-Policy", "cross-origin"}, {"Content-Security-Policy", policy + "*"}}
	// An iframe is never isolated by the first two alone; a browser that knows this one isolates it all the same.
	// Where a sandbox takes its origin, only a blob's script may start a worker there.
	isolated := append(shared[:1:1], [2]string{"Content-Security-Policy", strings.Replace(policy, "worker-src 'self'", "worker-src 'self' blob:", 1) + "*"},
		[2]string{"Document-Isolation-Policy", "isolate-and-require-corp"})
	unfound := [2]string{"X-Robots-Tag", "noindex"}
	return []Rule{
		{"/*", [][2]string{
			{"Cross-Origin-Opener-Policy", "same-origin"},
			{"Cross-Origin-Embedder-Policy", "require-corp"},
			{"Cross-Origin-Resource-Policy", "same-origin"},
			{"Content-Security-Policy", policy + "'self'"},
			{"X-Content-Type-Options", "nosniff"},
			{"Referrer-Policy", "no-referrer"},
			{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
		}},
		{"/assets/*", append(shared[:2:2], [2]string{"Cache-Control", "public, max-age=31536000, immutable"})},
		// PyPy.js compiles programs, while they run, to functions made from text. Its worker alone may do so: it has no page to
		// reach, and answers nobody but the worker that started it.
		{"/assets/pypy-host-*", [][2]string{{"Content-Security-Policy", strings.Replace(policy, "'wasm-unsafe-eval'", "'unsafe-eval'", 1) + "'self'"}}},
		{"/embed.js", shared},
		{"/embed@1.js", shared},
		{"/embed", isolated},
		{"/embed/*", isolated},
		{"/chapter/*", framed},
		// What a reader's own program runs in: no origin, and a policy of its own inside. Any page may hold it, since embeds do; and
		// it gets its clock as they do.
		{"/assets/sandbox-*", append(isolated[:1:1], [2]string{"Content-Security-Policy", "sandbox allow-scripts"}, isolated[2])},
		// An embed in a sandbox without an origin asks for it as well.
		{"/toolchain.json", shared},
		// A stranger's words are no reason to be found by them.
		{"/api/runs/*", append(shared[:2:2], unfound)},
		{"/oembed", append(shared[:2:2], unfound)},
		{"/r/*", append(shared[:1:1], unfound)},
	}
}

// Headers sets what the rules say on every response.
func Headers(next http.Handler) http.Handler {
	rules := Rules()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for _, rule := range rules {
			if rule.matches(r.URL.Path) {
				for _, header := range rule.Headers {
					if header[0] != "Cache-Control" { // the answer itself knows whether there is anything to keep
						h.Set(header[0], header[1])
					}
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (r Rule) matches(path string) bool {
	if beginning, open := strings.CutSuffix(r.Path, "*"); open {
		return strings.HasPrefix(path, beginning)
	}
	return path == r.Path
}

// HeadersFile writes the rules as Cloudflare's static files take them. There a second value is added to the first, unless that is
// detached before.
func HeadersFile() []byte {
	var m markup
	seen := map[string]bool{}
	for _, rule := range Rules() {
		m.add(rule.Path + "\n")
		for _, header := range rule.Headers {
			if seen[header[0]] && rule.Path != "/*" {
				m.add("  ! " + header[0] + "\n")
			}
			if rule.Path == "/*" {
				seen[header[0]] = true
			}
			m.add("  " + header[0] + ": " + header[1] + "\n")
		}
	}
	return []byte(m.String())
}
