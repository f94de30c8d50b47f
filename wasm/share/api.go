package share

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// kept is the answer to a run that was sent. Everybody who sends it is given a token of their own, once: the run is gone
// when all who sent it have deleted it. So nobody can take a run from others by having been first to send it.
type kept struct {
	ID          string `json:"id"`
	URL         string `json:"url"`
	DeleteToken string `json:"deleteToken"`
	Policy      string `json:"policy"` // what is kept, how long, and what happens when the database is full
}

// Policy is told to whoever stores a run.
const Policy = "A run is kept until everybody who stored it has deleted it, each with the token that they were given. Nothing that is kept is removed to make room: " +
	"when the database is full, new runs are refused."

// post keeps a Report.
func (s *Service) post(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		unread(w, r)
		refuse(w, http.StatusUnsupportedMediaType, &kernels.Error{Code: CodeMediaType, Field: "Content-Type", Value: clip(r.Header.Get("Content-Type")),
			Limit: "application/json", Message: "a run is sent as application/json"})
		return
	}
	if !allowed(w, r, s.Limit, "runs were sent") {
		return
	}
	body, status, err := s.body(w, r)
	if err != nil {
		wrong(w, status, err)
		return
	}
	report, err := read(body)
	if err != nil {
		status := http.StatusUnprocessableEntity
		if fault, ok := errors.AsType[*kernels.Error](err); ok && fault.Code == CodeTooLarge {
			status = http.StatusRequestEntityTooLarge
		} else if ok && fault.Field == "report" {
			status = http.StatusBadRequest // no JSON
		}
		wrong(w, status, err)
		return
	}
	token, err := newToken(s.Random)
	if err != nil {
		s.failed(w, err)
		return
	}
	id := ID(report)
	made, err := s.keep(r.Context(), id, token, report, s.Now())
	switch {
	case errors.Is(err, ErrFull):
		w.Header().Set("Retry-After", "86400")
		refuse(w, http.StatusInsufficientStorage, &kernels.Error{Code: CodeFull, Field: "database", Limit: fmt.Sprintf("%d bytes of runs", s.Quota),
			Message: "there is no room for another run here, and none that is kept is removed to make some; a link that carries the run in its address works all the same"})
		return
	case err != nil:
		s.failed(w, err)
		return
	}
	answer := kept{ID: id, URL: s.base(r) + "/r/" + id, DeleteToken: token, Policy: Policy}
	status = http.StatusOK
	if made {
		status = http.StatusCreated
		w.Header().Set("Location", "/api/runs/"+id)
	}
	w.Header().Set("Cache-Control", "no-store")
	send(w, status, answer)
}

// unread has the connection end after the answer: what is left of a body is not waited for.
func unread(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength != 0 {
		w.Header().Set("Connection", "close")
	}
}

// body reads what was sent, within its size and time.
func (s *Service) body(w http.ResponseWriter, r *http.Request) ([]byte, int, error) {
	large := &kernels.Error{Code: CodeTooLarge, Field: "body", Limit: fmt.Sprintf("%d bytes", MaxReport),
		Message: fmt.Sprintf("a run may have %d bytes; leave out its timeline, or share it as a link that carries it", MaxReport)}
	if r.ContentLength > MaxReport {
		unread(w, r)
		large.Value = fmt.Sprintf("%d bytes", r.ContentLength)
		return nil, http.StatusRequestEntityTooLarge, large
	}
	if s.BodyTimeout > 0 {
		// Where there are no deadlines, the platform has its own.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.BodyTimeout))
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxReport+1))
	switch {
	case len(body) > MaxReport:
		w.Header().Set("Connection", "close") // what is left of it is not waited for
		return nil, http.StatusRequestEntityTooLarge, large
	case errors.Is(err, os.ErrDeadlineExceeded):
		w.Header().Set("Connection", "close")
		return nil, http.StatusRequestTimeout, &kernels.Error{Code: CodeTooSlow, Field: "body", Value: fmt.Sprintf("%d bytes so far", len(body)),
			Limit: s.BodyTimeout.String(), Message: fmt.Sprintf("a run has to arrive within %s", s.BodyTimeout)}
	case err != nil:
		return nil, http.StatusBadRequest, &kernels.Error{Code: bench.CodeBadReport, Field: "body", Value: fmt.Sprintf("%d bytes so far", len(body)),
			Limit: "as long as Content-Length says", Message: "the run did not arrive whole"}
	}
	return body, 0, nil
}

// read checks a Report and gives it in its one form, by which it is named.
func read(body []byte) ([]byte, error) {
	rep, err := bench.ParseReport(body)
	if err != nil {
		return nil, err
	}
	if program, err := kernels.Lookup(rep.Program); err == nil {
		// A program that is here has to be given what it takes: the page fills its form with it.
		if rep.Args, err = program.ParseArgs(rep.Args.String()); err != nil {
			if fault, ok := errors.AsType[*kernels.Error](err); ok {
				fault.Field = "args." + fault.Field
			}
			return nil, err
		}
	}
	report, err := json.Marshal(rep)
	if err != nil {
		return nil, err
	}
	if len(report) > MaxReport {
		return nil, &kernels.Error{Code: CodeTooLarge, Field: "body", Value: fmt.Sprintf("%d bytes", len(report)), Limit: fmt.Sprintf("%d bytes", MaxReport),
			Message: fmt.Sprintf("a run may have %d bytes as it is kept; this one has %d", MaxReport, len(report))}
	}
	return report, nil
}

// get gives a Report back.
func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	report, err := s.load(r.Context(), r.PathValue("id"))
	if err != nil {
		s.unknown(w, r, r.PathValue("id"), "", err)
		return
	}
	content(w, r, "application/json", r.PathValue("id"), "public, max-age=60", report)
}

// unknown answers why a run cannot be shown: to a browser with a page of the site, if that is what it asked for.
func (s *Service) unknown(w http.ResponseWriter, r *http.Request, id, page string, err error) {
	if !errors.Is(err, errNotFound) {
		s.failed(w, err)
	} else if !s.missing(w, r, page) {
		notFound(w, "run", id)
	}
}

// delete removes a run whose token is given.
func (s *Service) delete(w http.ResponseWriter, r *http.Request) {
	if !allowed(w, r, s.Limit, "runs were sent") {
		return
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		w.Header().Set("WWW-Authenticate", "Bearer")
		refuse(w, http.StatusUnauthorized, &kernels.Error{Code: CodeBadToken, Field: "Authorization", Limit: "Bearer and the run's token",
			Message: "a run is deleted with the token that its maker was given"})
		return
	}
	gone, err := s.remove(r.Context(), r.PathValue("id"), strings.TrimSpace(token))
	switch {
	case errors.Is(err, errNotFound):
		notFound(w, "run", r.PathValue("id"))
	case errors.Is(err, errBadToken):
		refuse(w, http.StatusForbidden, &kernels.Error{Code: CodeBadToken, Field: "Authorization", Limit: "the run's token", Message: err.Error()})
	case err != nil:
		s.failed(w, err)
	case gone:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Cache-Control", "no-store")
		send(w, http.StatusOK, struct {
			Kept string `json:"kept"`
		}{"your keeping of this run has ended; others have stored the same run, and for them it stays"})
	}
}

// send answers with a value as JSON.
func send(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		wrong(w, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}

// content answers with what has a tag: not again to who has it already.
func content(w http.ResponseWriter, r *http.Request, mediaType, tag, caching string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", caching)
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// vary tells caches that an answer has the address in it that was asked, where the site's own is not set: what is stored for one name of
// the server, or for one that somebody made up, is not given out under another.
func (s *Service) vary(w http.ResponseWriter) {
	if s.Base == "" {
		w.Header().Add("Vary", "Host")
	}
}

// base gives the address of the site.
func (s *Service) base(r *http.Request) string {
	if s.Base != "" {
		return s.Base
	}
	if r.URL.IsAbs() {
		return r.URL.Scheme + "://" + r.URL.Host // as the edge gives it
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
