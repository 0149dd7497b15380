package sighting

import (
	"net/netip"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/indicator"
)

// Bounds of a list that a table is compared with: lines, and places that are named of what cannot be read. It is never kept.
const (
	MostLines = 100_000
	ListBytes = 10 << 20
	badMost   = 20
)

// How is in what way a line meets a row.
type How string

// The ways.
const (
	Same    How = "same"    // the same indicator
	Host    How = "host"    // the same host or address: one is a URL, or has a port
	Network How = "network" // the address is in the network
)

// Hit is a line of the list that meets a row of the table.
type Hit struct {
	Line int
	indicator.Indicator
	Row int // of the table
	How How
}

// Compared is what a list and a table have in common.
type Compared struct {
	Lines      int // of the list that hold something
	Indicators int // that stand in it, each once
	Hits       []Hit
	Bad        []indicator.Fault // with the line of the list
	MoreBad    bool
}

// List takes the lines of a list one by one.
type List struct {
	lines int
	seen  map[string]bool
	own   []indicator.Indicator
	bad   []indicator.Fault
	more  bool
}

// Add takes a line. More than MostLines is Invalid at "file", with the line that was too many.
func (l *List) Add(n int, line string) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	if l.lines++; l.lines > MostLines {
		var bad fault.List
		bad.Add("file", "fault.sighting.lines", fault.Args{"n": "100,000"})
		return bad.Err()
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	found, faults := indicator.Read(line)
	for _, f := range faults {
		if f.Line = n; len(l.bad) < badMost {
			l.bad = append(l.bad, f)
		} else {
			l.more = true
		}
	}
	for _, i := range found {
		if id := string(i.Kind) + " " + i.Text; !l.seen[id] {
			l.seen[id], i.Line = true, n
			l.own = append(l.own, i)
		}
	}
	return nil
}

// AddText takes a pasted text.
func (l *List) AddText(pasted string) error {
	n := 0
	for line := range strings.SplitSeq(pasted, "\n") {
		n++
		if err := l.Add(n, line); err != nil {
			return err
		}
	}
	return nil
}

// Compare says which lines of a list meet which rows, in the order of the list; of one line, what is the same stands first.
func (t Table) Compare(l List) Compared {
	c := Compared{Lines: l.lines, Indicators: len(l.own), Bad: l.bad, MoreBad: l.more}
	same, hosts, byAddress := map[string][]int{}, map[string][]int{}, map[netip.Addr][]int{}
	for i, r := range t.Rows {
		same[string(r.Kind)+" "+r.Text] = append(same[string(r.Kind)+" "+r.Text], i)
		if h := hostOf(r.Indicator); h != "" {
			hosts[h] = append(hosts[h], i)
			if a, err := netip.ParseAddr(h); err == nil {
				byAddress[a] = append(byAddress[a], i)
			}
		}
	}
	inside := networks(l.own, byAddress)
	for _, one := range l.own {
		met := map[int]bool{}
		meet := func(rows []int, how How) {
			for _, i := range rows {
				if !met[i] {
					met[i], c.Hits = true, append(c.Hits, Hit{Line: one.Line, Indicator: one, Row: i, How: how})
				}
			}
		}
		meet(same[string(one.Kind)+" "+one.Text], Same)
		if h := hostOf(one); h != "" {
			meet(hosts[h], Host)
		}
		if p, err := netip.ParsePrefix(one.Text); err == nil {
			meet(inside[p.Masked()], Network)
		}
	}
	return c
}

// networks are the rows whose address is in a network of the list. It asks each address once for each length of a network that occurs.
func networks(own []indicator.Indicator, rows map[netip.Addr][]int) map[netip.Prefix][]int {
	inside, lengths := map[netip.Prefix][]int{}, map[int]bool{}
	for _, i := range own {
		if p, err := netip.ParsePrefix(i.Text); err == nil {
			inside[p.Masked()], lengths[p.Bits()] = nil, true
		}
	}
	for address, list := range rows {
		for bits := range lengths {
			p, err := address.Prefix(bits)
			if _, asked := inside[p]; err == nil && asked {
				inside[p] = append(inside[p], list...)
			}
		}
	}
	for p := range inside {
		slices.Sort(inside[p])
	}
	return inside
}

// hostOf is the host or address of an indicator; empty for what has none, and for a network.
func hostOf(i indicator.Indicator) string {
	switch i.Kind {
	case indicator.URL:
		return i.Host()
	case indicator.Domain:
		return i.Text
	case indicator.Address:
		if p, err := netip.ParseAddrPort(i.Text); err == nil {
			return p.Addr().String()
		}
		if _, err := netip.ParseAddr(i.Text); err == nil {
			return i.Text
		}
	case indicator.Mail, indicator.Hash, indicator.File:
	}
	return ""
}
