package share

import (
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// The codes of problems, besides those of packages kernels and bench.
const (
	CodeNotFound    = "not-found"
	CodeMethod      = "bad-method"
	CodeMediaType   = "bad-media-type"
	CodeTooLarge    = "too-large"
	CodeTooSlow     = "too-slow"
	CodeTooMany     = "too-many"
	CodeFull        = "full"
	CodeBadToken    = "bad-token"
	CodeBadFormat   = "bad-format"
	CodeUnavailable = "unavailable"
	CodeInternal    = "internal"
)

// problem is an error as it is answered: RFC 9457, with the fields of a [kernels.Error] beside the standard's own.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
	Field  string `json:"field"`
	Value  string `json:"value,omitempty"`
	Limit  string `json:"limit"`
}

// refuse answers with what was wrong.
func refuse(w http.ResponseWriter, status int, fault *kernels.Error) {
	body, err := json.Marshal(problem{"about:blank", http.StatusText(status), status, fault.Message,
		fault.Code, fault.Field, fault.Value, fault.Limit})
	if err != nil {
		body = []byte(`{"type":"about:blank","status":500}`)
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Del("ETag")
	w.WriteHeader(status)
	w.Write(body)
}

// Refuse is how whatever stands around the service answers in its manner.
func Refuse(w http.ResponseWriter, status int, code, field, limit, message string) {
	refuse(w, status, &kernels.Error{Code: code, Field: field, Limit: limit, Message: message})
}

func notFound(w http.ResponseWriter, what, value string) {
	refuse(w, http.StatusNotFound, &kernels.Error{Code: CodeNotFound, Field: what, Value: clip(value), Limit: "one that exists",
		Message: "there is no such " + what})
}

func (m methods) refuse(w http.ResponseWriter, r *http.Request) {
	allowed := []string{}
	for method := range m {
		allowed = append(allowed, method)
		if method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	sort.Strings(allowed)
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	refuse(w, http.StatusMethodNotAllowed, &kernels.Error{Code: CodeMethod, Field: "method", Value: clip(r.Method),
		Limit: strings.Join(allowed, ", "), Message: "this address takes " + strings.Join(allowed, ", ")})
}

// allowed asks a limit whether the client may go on, and otherwise answers that it has to wait.
func allowed(w http.ResponseWriter, r *http.Request, limit func(*http.Request) (time.Duration, bool), what string) bool {
	if limit == nil {
		return true
	}
	wait, ok := limit(r)
	if ok {
		return true
	}
	unread(w, r)
	seconds := max(1, int((wait+time.Second-1)/time.Second))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	refuse(w, http.StatusTooManyRequests, &kernels.Error{Code: CodeTooMany, Field: "requests", Limit: fmt.Sprintf("again in %d s", seconds),
		Message: fmt.Sprintf("too many %s from here; try again in %d s", what, seconds)})
	return false
}

// failed answers that something went wrong here, and tells Fault what.
func (s *Service) failed(w http.ResponseWriter, err error) {
	if s.Fault != nil {
		s.Fault(err)
	}
	w.Header().Set("Retry-After", "5")
	refuse(w, http.StatusServiceUnavailable, &kernels.Error{Code: CodeUnavailable, Field: "database", Limit: "again in 5 s",
		Message: "the runs cannot be reached or kept just now; links that carry their run in the address work all the same"})
}

// wrong answers an error of the client's, whatever its type.
func wrong(w http.ResponseWriter, status int, err error) {
	fault, ok := errors.AsType[*kernels.Error](err)
	if !ok {
		fault = &kernels.Error{Code: CodeInternal, Field: "request", Limit: "a sound one", Message: clip(err.Error())}
	}
	refuse(w, status, fault)
}

// clip keeps hostile input from filling a message.
func clip(s string) string { return fmt.Sprintf("%.60s", strings.ToValidUTF8(s, "�")) }
