// Package hostile has clients that hold connections of a server by leaving something undone, for the tests, the soak and the figures
// that hold the server's limits against them. They only ever speak to the address that they are given, one connection each.
package hostile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// Kind is one way to hold a connection.
type Kind struct {
	Name string
	// Sent is what the client sends at first; %s stands for the path of a large file.
	Sent string
	// Drips tells that it goes on, a byte at a time: the connection is never quiet.
	Drips bool
	// Untaken tells that it takes nothing of the answer.
	Untaken bool
}

// Kinds are all of them.
var Kinds = []Kind{
	{Name: "nothing at all"},
	{Name: "headers that never end", Sent: "GET / HTTP/1.1\r\nHost: x\r\nX-A: ", Drips: true},
	{Name: "a body that stops", Sent: "POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n{"},
	{Name: "a body that drips", Sent: "POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n{", Drips: true},
	{Name: "a body of a wrong type", Sent: "POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 50000\r\n\r\n{", Drips: true},
	{Name: "a body for an address that takes none", Sent: "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n{", Drips: true},
	{Name: "a body in pieces for a file", Sent: "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nab", Drips: true},
	{Name: "an answer that is not taken", Sent: "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", Untaken: true},
	{Name: "a connection that is not used again", Sent: "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"},
}

// ErrHeld says that the server let itself be held.
var ErrHeld = errors.New("the server did not end it")

// Client is one such client.
type Client struct {
	Kind
	Address string        // host:port
	From    net.IP        // local address; nil: any
	Large   string        // path of a file of LargeBytes
	Bytes   int64         // of that file
	Drip    time.Duration // between two bytes
	// Most is how long the server may be held, by its own limits and with room for a busy machine.
	Most time.Duration
}

// Hold connects once and keeps the connection until the server ends it. It is ErrHeld where the server does not within Most, and nil
// where the context ends before.
func (c Client) Hold(ctx context.Context) error {
	dialer := net.Dialer{}
	if c.From != nil {
		dialer.LocalAddr = &net.TCPAddr{IP: c.From}
	}
	conn, err := dialer.DialContext(ctx, "tcp", c.Address)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	sent := c.Sent
	if c.Untaken {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetReadBuffer(16 << 10)
		}
		sent = fmt.Sprintf(sent, c.Large)
	}
	if _, err := io.WriteString(conn, sent); err != nil {
		return nil // it was ended already
	}
	if c.Untaken {
		return c.takeLate(ctx, conn)
	}
	if c.Drips {
		go func() {
			for ctx.Err() == nil {
				if _, err := conn.Write([]byte("a")); err != nil {
					return
				}
				select {
				case <-time.After(c.Drip):
				case <-ctx.Done():
				}
			}
		}()
	}
	if err := conn.SetReadDeadline(time.Now().Add(c.Most)); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("%s: %w within %s", c.Name, ErrHeld, c.Most)
	}
	return nil
}

// takeLate takes the answer when the server must have given up. What then comes is what lay in the system's buffers.
func (c Client) takeLate(ctx context.Context, conn net.Conn) error {
	select {
	case <-time.After(c.Most):
	case <-ctx.Done():
		return nil
	}
	n, _ := io.Copy(io.Discard, io.LimitReader(conn, c.Bytes))
	if n >= c.Bytes && ctx.Err() == nil {
		return fmt.Errorf("%s: %w within %s", c.Name, ErrHeld, c.Most)
	}
	return nil
}
