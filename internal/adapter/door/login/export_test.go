package login

import (
	"net/netip"

	"kanmin/internal/domain/ident"
)

// Networks counts tries by network, for tests.
type Networks struct{ n *networks }

// NewNetworks knows none.
func NewNetworks() Networks { return Networks{newNetworks()} }

// Take takes one try of an address.
func (n Networks) Take(address string, at ident.Instant) bool {
	return n.n.take(networkOf(netip.MustParseAddr(address)), at)
}

// Len is how many networks are kept.
func (n Networks) Len() int { return n.n.order.Len() }
