package mandate

import (
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// roles are what an act allows whoever acts under a mandate, within its unit. 気付き連絡 and 脆弱性の受領 open nothing there.
var roles = map[Act]access.Role{Draft: access.MandateDrafter, File: access.MandateFiler, Fix: access.MandateFixer}

// Actor is somebody of the maintainer as they act under a mandate that is in force on a day: in the operator's name, in the mandate's own unit, with what its
// acts allow and nothing else. Whoever is not of the maintainer's unit, or has no role that works under mandates, is not let in; ok is false.
func (m Mandate) Actor(by access.Actor, on law.Day) (a access.Actor, ok bool) {
	if m.Live(on) != nil || m.Unit == "" || by.Org != m.Maintainer || !slices.Contains(by.Roles, access.MaintainerFiler) || by.Under.Mandate != "" {
		return access.Actor{}, false
	}
	a = by
	a.Hat, a.Org, a.Unit, a.Kind, a.Roles = "", m.Operator, m.Unit, party.Operator, nil
	for _, act := range m.Acts {
		if r, opens := roles[act]; opens {
			a.Roles = append(a.Roles, r)
		}
	}
	a.Under = access.Under{Mandate: m.ID, Number: m.Number, Agent: m.MaintainerIs, AgentNo: m.MaintainerNo, Org: m.Maintainer, Unit: m.MaintainerUnit}
	return a, true
}
