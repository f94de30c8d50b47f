package server

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"velocidade/wasm/share"
)

// Limiter lets each client ask in bursts of Burst and then once in Every. It keeps nobody's address for longer than it
// takes to earn a full burst again.
type Limiter struct {
	Burst int
	Every time.Duration
	Now   func() time.Time
	// Header names the header in which a proxy of ours gives the client's address, alone or as the last of a list; empty means that there is none, and that whatever
	// a client says of itself counts nothing.
	Header string

	mu      sync.Mutex
	clients map[netip.Prefix]time.Time // when the client will have a full burst again
}

// mostClients bounds the memory; past it, all are let off rather than kept out.
const mostClients = 100_000

// Allow takes one of the client's requests. Where there is none left it says after how long there is.
func (l *Limiter) Allow(r *http.Request) (time.Duration, bool) {
	now, client := l.Now(), l.client(r)
	full := time.Duration(l.Burst) * l.Every
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.clients) >= mostClients {
		l.forget(now)
	}
	if l.clients == nil || len(l.clients) >= mostClients {
		l.clients = map[netip.Prefix]time.Time{}
	}
	at := l.clients[client]
	if at.Before(now) {
		at = now
	}
	at = at.Add(l.Every)
	if wait := at.Sub(now) - full; wait > 0 {
		return wait, false
	}
	l.clients[client] = at
	return 0, true
}

func (l *Limiter) forget(now time.Time) {
	for client, at := range l.clients {
		if at.Before(now) {
			delete(l.clients, client)
		}
	}
}

// client names whoever sent the request.
func (l *Limiter) client(r *http.Request) netip.Prefix {
	if l.Header == "" {
		return share.ClientOf(r.RemoteAddr)
	}
	// Each proxy adds whom it was asked by at the end, and ours is the last: what stands before that is anybody's word.
	all := strings.Join(r.Header.Values(l.Header), ",")
	last := strings.TrimSpace(all[strings.LastIndexByte(all, ',')+1:])
	for part := range strings.SplitSeq(last, ";") { // Forwarded (RFC 7239): for=192.0.2.1;proto=https
		if name, value, found := strings.Cut(strings.TrimSpace(part), "="); found && strings.EqualFold(name, "for") {
			last = value
		}
	}
	return share.ClientOf(strings.Trim(last, `" `))
}
