package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"velocidade/wasm/share"
)

// Phases are the limits on what a connection may take. Nothing that a client leaves undone holds one without end.
type Phases struct {
	Headers time.Duration // until a request's headers have arrived
	Request time.Duration // until its body has, whoever reads it
	Idle    time.Duration // between two requests
	Piece   time.Duration // for a piece of an answer to be taken
	Answer  time.Duration // for the whole of one
	Extra   time.Duration // until the headers have arrived on a connection past Most
	Most    int           // connections at a time
	Each    int           // of them from one client; 0: any, as behind a proxy
	Spare   int           // connections beyond Most, which are asked for /healthz alone
}

// DefaultPhases serve the open Internet. The longest file has 30 MB, which takes a line of 400 kbit/s ten minutes.
var DefaultPhases = Phases{
	Headers: 10 * time.Second, Request: 20 * time.Second, Idle: 2 * time.Minute, Piece: 20 * time.Second, Answer: 10 * time.Minute, Extra: 2 * time.Second,
	Most: 8192, Each: 2048, Spare: 64,
}

// pieceBytes is how much of an answer has to be taken within Phases.Piece.
const pieceBytes = 32 << 10

// writeBuffer is how much of an answer lies in the system while its client takes it.
const writeBuffer = 256 << 10

// Serve answers on a listener until it is closed, within the limits.
func (p Phases) Serve(ctx context.Context, listener net.Listener, handler http.Handler, grace time.Duration) error {
	srv := &http.Server{
		Handler: p.spared(handler), ReadHeaderTimeout: p.Headers, ReadTimeout: p.Request, WriteTimeout: p.Answer, IdleTimeout: p.Idle,
		MaxHeaderBytes: 16 << 10,
		ConnContext:    func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) },
	}
	stopped := context.AfterFunc(ctx, func() {
		waiting, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		srv.Shutdown(waiting)
		srv.Close()
	})
	defer stopped()
	err := srv.Serve(&counted{Listener: listener, phases: p, clients: map[string]int{}})
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

type connKey struct{}

// spared answers, on a connection past the limit, whether the service is well, and nothing else.
func (p Phases) spared(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := r.Context().Value(connKey{}).(*conn)
		if c != nil && c.spare {
			w.Header().Set("Connection", "close")
			if r.URL.Path != "/healthz" {
				w.Header().Set("Retry-After", "10")
				share.Refuse(w, http.StatusServiceUnavailable, share.CodeUnavailable, "connections", "again in 10 s", "too many connections are open here; try again in 10 s")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// counted is a listener that counts its connections, and those of each client.
type counted struct {
	net.Listener
	phases Phases

	mu      sync.Mutex
	open    int
	clients map[string]int
}

func (l *counted) Accept() (net.Conn, error) {
	for {
		accepted, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if tcp, ok := accepted.(*net.TCPConn); ok {
			_ = tcp.SetWriteBuffer(writeBuffer) // by itself the system takes megabytes for each of those who take nothing
		}
		c := &conn{Conn: accepted, listener: l, client: share.ClientOf(accepted.RemoteAddr().String()).String()}
		if l.take(c) {
			return c, nil
		}
		accepted.Close()
	}
}

// take counts a connection in. It reports false for one that there is no room for.
func (l *counted) take(c *conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.open >= l.phases.Most+l.phases.Spare, l.phases.Each > 0 && l.clients[c.client] >= l.phases.Each+l.phases.Spare:
		return false
	case l.open >= l.phases.Most, l.phases.Each > 0 && l.clients[c.client] >= l.phases.Each:
		c.spare = true
	}
	l.open++
	l.clients[c.client]++
	return true
}

func (l *counted) leave(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	if l.clients[c.client]--; l.clients[c.client] == 0 {
		delete(l.clients, c.client)
	}
}

// conn is a connection whose answers have to be taken piece by piece.
type conn struct {
	net.Conn
	listener *counted
	client   string
	spare    bool
	left     sync.Once

	mu    sync.Mutex
	whole time.Time // until when the whole answer has to be taken
}

func (c *conn) Close() error {
	c.left.Do(func() { c.listener.leave(c) })
	return c.Conn.Close()
}

// SetReadDeadline shortens what a connection past the limit is given.
func (c *conn) SetReadDeadline(at time.Time) error {
	if c.spare {
		if soon := time.Now().Add(c.listener.phases.Extra); at.IsZero() || at.After(soon) {
			at = soon
		}
	}
	return c.Conn.SetReadDeadline(at)
}

func (c *conn) SetWriteDeadline(at time.Time) error {
	c.mu.Lock()
	c.whole = at
	c.mu.Unlock()
	return c.Conn.SetWriteDeadline(at)
}

func (c *conn) SetDeadline(at time.Time) error {
	if err := c.SetReadDeadline(at); err != nil {
		return err
	}
	return c.SetWriteDeadline(at)
}

func (c *conn) Write(data []byte) (int, error) {
	sent := 0
	for {
		piece := data[sent:min(len(data), sent+pieceBytes)]
		c.mu.Lock()
		until := c.whole
		c.mu.Unlock()
		if soon := time.Now().Add(c.listener.phases.Piece); until.IsZero() || soon.Before(until) {
			until = soon
		}
		if err := c.Conn.SetWriteDeadline(until); err != nil {
			return sent, err
		}
		n, err := c.Conn.Write(piece)
		sent += n
		if err != nil || sent >= len(data) {
			return sent, err
		}
	}
}
