// Package dial is the one way out of the house: every connection that the platform opens by itself is opened here.
// An address is resolved once, each address found is judged, and the connection goes to the address that was judged:
// a name that answers otherwise a moment later (DNS rebinding) leads nowhere.
package dial

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// Out says where connections may go. The zero value may go nowhere.
type Out struct {
	Ports []uint16 // that may be reached
	// Inside are address ranges that are open although they are not of the public internet: the operator's own mail
	// relay or identity provider, named in the configuration, never by a user.
	Inside []netip.Prefix
	// Resolve finds the addresses of a name; nil is the system's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Timeout time.Duration // of one connection; 10 s when zero
}

// ErrClosed is the error of an address that connections may not go to. Which it is stays unsaid: whoever named it could
// otherwise learn what stands inside.
var ErrClosed = errors.New("dial: this address is not open to connections from here")

const defaultTimeout = 10 * time.Second

// DialContext connects to host:port over TCP, if it may.
func (o Out) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil || network != "tcp" && network != "tcp4" && network != "tcp6" {
		return nil, ErrClosed
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || !slices.Contains(o.Ports, uint16(n)) {
		return nil, ErrClosed
	}
	addrs, err := o.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	timeout := o.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	trouble := ErrClosed
	for _, a := range addrs {
		if !o.open(a) {
			continue
		}
		d := net.Dialer{Timeout: timeout}
		conn, err := d.DialContext(ctx, "tcp", netip.AddrPortFrom(a.Unmap(), uint16(n)).String())
		if err == nil {
			return conn, nil
		}
		trouble = fmt.Errorf("dial: %w", err)
	}
	return nil, trouble
}

func (o Out) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	resolve := o.Resolve
	if resolve == nil {
		resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	return resolve(ctx, host)
}

// closed are the ranges that are not of the public internet, or lead to such by another way in
// (IANA IPv4 and IPv6 Special-Purpose Address Registries).
var closed = func() (list []netip.Prefix) {
	for _, s := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
		"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
	} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}()

func (o Out) open(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	within := func(p netip.Prefix) bool { return p.Contains(a) }
	return slices.ContainsFunc(o.Inside, within) || !slices.ContainsFunc(closed, within)
}

// Client returns an HTTP client whose every connection, also those of redirects, goes through Out; it follows no
// redirect, takes no proxy from the environment and keeps no cookie.
func (o Out) Client(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext: o.DialContext, TLSHandshakeTimeout: defaultTimeout, ResponseHeaderTimeout: timeout, MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
