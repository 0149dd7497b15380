package filing

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Onward is one 通知 of a 届出 to the 内閣総理大臣 (強化法4条): to which unit, by which rule, and when it was sent.
type Onward struct {
	Filing ident.Filing
	Org    ident.Org // of 内閣府
	Unit   ident.Unit
	party.Onward
	At  ident.Instant // 0: it waits for the check of the form
	Rev int           // the revision that was notified
	By  string        // title under which the office is addressed whose check it was; empty: it went by itself
}

// Onwards are those of a 届出 that arrives at an instant: one for each addressee of 内閣府. Under a rule that waits they have no instant.
func Onwards(f Filing, to []Addressee, rule party.Onward) (list []Onward) {
	for _, a := range to {
		if a.Kind != party.Cabinet || a.Channel != Here {
			continue
		}
		o := Onward{Filing: f.ID, Org: a.Org, Unit: a.Unit, Onward: rule}
		if rule.When != party.AfterCheck {
			o.At, o.Rev = f.ArrivedAt, f.Rev
		}
		list = append(list, o)
	}
	return list
}

// Held reports whether the message to a unit waits.
func Held(list []Onward, unit ident.Unit) bool {
	for _, o := range list {
		if o.Unit == unit && o.At == 0 {
			return true
		}
	}
	return false
}
