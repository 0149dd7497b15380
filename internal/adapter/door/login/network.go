package login

import (
	"container/list"
	"context"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Bounds of tries from one network, on one node, beside those of one account. They are wide, since a whole office may come
// from one address: what succeeded is given back.
const (
	networkBurst  = 100
	networkEvery  = 6 * time.Second // one more
	networksKnown = 8192            // about 1 MB; the one that was quiet longest is forgotten
)

// networks counts tries by network. Nothing of it is kept beyond the process.
type networks struct {
	mu    sync.Mutex
	known map[netip.Prefix]*list.Element
	order *list.List // the last to try stands in front
}

// bucket is what one network has left.
type bucket struct {
	of   netip.Prefix
	left float64
	at   ident.Instant
}

func newNetworks() *networks {
	return &networks{known: map[netip.Prefix]*list.Element{}, order: list.New()}
}

// networkOf is what one subscriber is given: an address of IPv4, a /64 of IPv6. All of whom nothing is said are one.
func networkOf(a netip.Addr) netip.Prefix {
	bits := 64
	if a = a.Unmap(); a.Is4() {
		bits = 32
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// take takes one try; false where a network has none left.
func (n *networks) take(of netip.Prefix, at ident.Instant) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	b := n.bucket(of, at)
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// give gives a try back.
func (n *networks) give(of netip.Prefix, at ident.Instant) {
	n.mu.Lock()
	defer n.mu.Unlock()
	b := n.bucket(of, at)
	b.left = min(b.left+1, networkBurst)
}

func (n *networks) bucket(of netip.Prefix, at ident.Instant) *bucket {
	if e, ok := n.known[of]; ok {
		n.order.MoveToFront(e)
		b, _ := e.Value.(*bucket)
		if at > b.at {
			b.left = min(b.left+float64(at-b.at)/float64(networkEvery.Microseconds()), networkBurst)
			b.at = at
		}
		return b
	}
	if n.order.Len() >= networksKnown {
		last := n.order.Back()
		b, _ := n.order.Remove(last).(*bucket)
		delete(n.known, b.of)
	}
	b := &bucket{of: of, left: networkBurst, at: at}
	n.known[of] = n.order.PushFront(b)
	return b
}

// near refuses a network from which too much was tried.
func (d *Door) near(ctx context.Context, at ident.Instant) error {
	a, ok := gate.Peer(ctx)
	if !ok || d.networks.take(networkOf(a), at) {
		return nil
	}
	return fault.New(fault.Exceeded, "fault.account.network", fault.Args{"seconds": fmt.Sprint(int(networkEvery.Seconds()))})
}

// welcome gives back what somebody took who came in.
func (d *Door) welcome(ctx context.Context, at ident.Instant) {
	if a, ok := gate.Peer(ctx); ok {
		d.networks.give(networkOf(a), at)
	}
}
