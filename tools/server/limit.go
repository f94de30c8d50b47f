package server

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Limiter lets each client write in bursts of Burst and then once in Every. It keeps nobody's address for longer than it
// takes to earn a full burst again.
type Limiter struct {
	Burst int
	Every time.Duration
	Now   func() time.Time
	// Header names the header in which a proxy of ours gives the client's address; empty means that there is none, and that whatever
	// a client says of itself counts nothing.
	Header string

	mu      sync.Mutex
	clients map[netip.Prefix]time.Time // when the client will have a full burst again
}

// mostClients bounds the memory; past it, all are let off rather than kept out.
const mostClients = 100_000

// Allow takes one of the client's writes. Where there is none left it says after how long there is.
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

// client names whoever sent the request: an address, or a network of version 6, of which one household has a whole one.
func (l *Limiter) client(r *http.Request) netip.Prefix {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if l.Header != "" {
		host = r.Header.Get(l.Header)
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Prefix{} // all whose address is not known are one client
	}
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	prefix, _ := addr.Prefix(bits)
	return prefix
}
