package share

import (
	"net/netip"
	"strings"
)

// ClientOf reads an address, with a port or without: 192.0.2.1, 192.0.2.1:80, 2001:db8::1, [2001:db8::1], [2001:db8::1]:80. It
// gives the network of a client of version 6, of which one household has a whole one. All whose address is not known are one client.
func ClientOf(host string) netip.Prefix {
	if at, err := netip.ParseAddrPort(host); err == nil {
		host = at.Addr().String()
	}
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	if err != nil {
		return netip.Prefix{}
	}
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	prefix, _ := addr.Prefix(bits)
	return prefix
}
