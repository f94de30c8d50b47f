package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/tools/hostile"
)

// largeBytes are more than the system's buffers take.
const largeBytes = 64 << 20

// within serves a handler that has files, a large answer and the health check, within the limits.
func within(t *testing.T, phases Phases) string {
	t.Helper()
	runs, _ := startRuns(t, t.TempDir()+"/runs.sqlite", nil)
	runs.service.BodyTimeout = phases.Request
	large := strings.Repeat("x", largeBytes)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/large":
			io.WriteString(w, large)
		case "/healthz":
			io.WriteString(w, "ok")
		default:
			runs.Over(Files(t.TempDir())).ServeHTTP(w, r)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- phases.Serve(ctx, listener, handler, time.Second) }()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-done)
	})
	return listener.Addr().String()
}

var brief = Phases{Headers: 100 * time.Millisecond, Request: 200 * time.Millisecond, Idle: 200 * time.Millisecond, Piece: 100 * time.Millisecond,
	Answer: 10 * time.Second, Extra: 100 * time.Millisecond, Most: 1000, Spare: 10}

func TestNoClientKeepsAConnectionByLeavingSomethingUndone(t *testing.T) {
	address := within(t, brief)
	for _, kind := range hostile.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			t.Parallel()
			// Far more than any of the limits, for a machine that is busy; an answer that is not taken is looked at after some of them.
			client := hostile.Client{Kind: kind, Address: address, Large: "/large", Bytes: largeBytes, Drip: 10 * time.Millisecond, Most: time.Minute}
			if kind.Untaken {
				client.Most = 5 * brief.Piece
			}
			assert.NoError(t, client.Hold(context.Background()))
		})
	}
}

// asked sends a request on a connection of its own and gives the answer's status, or 0 where the connection is closed at once.
func asked(t *testing.T, address, path string) int {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	res.Body.Close()
	return res.StatusCode
}

func TestThereIsRoomForHealthChecksWhereConnectionsAreUsedUp(t *testing.T) {
	for says, phases := range map[string]Phases{
		"by all together": {Most: 3, Spare: 2},
		"by one client":   {Most: 100, Each: 3, Spare: 2},
	} {
		t.Run(says, func(t *testing.T) {
			phases.Headers, phases.Request, phases.Idle, phases.Piece, phases.Answer, phases.Extra = time.Minute, time.Minute, time.Minute, time.Minute, time.Minute, time.Minute
			address := within(t, phases)
			var held []net.Conn
			hold := func() {
				conn, err := net.Dial("tcp", address)
				require.NoError(t, err)
				held = append(held, conn)
			}
			for range 3 {
				hold()
			}
			assert.Equal(t, http.StatusOK, asked(t, address, "/healthz"))
			assert.Equal(t, http.StatusServiceUnavailable, asked(t, address, "/"))
			hold()
			hold()
			assert.Equal(t, 0, asked(t, address, "/healthz"), "what is beyond all limits is closed")
			for _, conn := range held {
				conn.Close()
			}
			assert.Eventually(t, func() bool { return asked(t, address, "/large") == http.StatusOK }, time.Minute, 10*time.Millisecond)
		})
	}
}

func TestTheClientIsReadFromWhatAProxySays(t *testing.T) {
	for given, want := range map[string]string{
		"192.0.2.7": "192.0.2.7/32", "192.0.2.7:4711": "192.0.2.7/32", " 192.0.2.7 ": "192.0.2.7/32", "2001:db8::1": "2001:db8::/64", "[2001:db8::1]": "2001:db8::/64",
		"[2001:db8:0:2::1]:4711": "2001:db8:0:2::/64", "::ffff:192.0.2.7": "192.0.2.7/32", "[::ffff:192.0.2.7]:80": "192.0.2.7/32", "fe80::1%eth0": "fe80::/64",
		"203.0.113.9, 192.0.2.7": "192.0.2.7/32", "unknown, 203.0.113.9,192.0.2.7:80": "192.0.2.7/32", "for=192.0.2.7;proto=https": "192.0.2.7/32",
		`for=203.0.113.9, for="[2001:db8::1]:4711";by=203.0.113.43`: "2001:db8::/64", "proto=http;For=192.0.2.7": "192.0.2.7/32",
		"": "invalid Prefix", "unknown": "invalid Prefix", "_hidden": "invalid Prefix", "for=": "invalid Prefix", "192.0.2.7, ": "invalid Prefix", "[": "invalid Prefix",
	} {
		r := &http.Request{Header: http.Header{"X-Forwarded-For": {given}}, RemoteAddr: "198.51.100.1:1"}
		assert.Equal(t, want, (&Limiter{Header: "X-Forwarded-For"}).client(r).String(), given)
	}
	r := &http.Request{Header: http.Header{"X-Forwarded-For": {"203.0.113.9", "192.0.2.7"}}}
	assert.Equal(t, "192.0.2.7/32", (&Limiter{Header: "X-Forwarded-For"}).client(r).String(), "a header that comes twice is one list")
}
