package mandate

import (
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
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
	a.Under = access.Under{Mandate: m.ID, Number: m.Number, Agent: m.MaintainerIs, AgentNo: m.MaintainerNo, Org: m.Maintainer, Unit: m.MaintainerUnit, Within: m.Within()}
	return a, true
}

// Way is how somebody of a maintainer may come to what stands in the unit of some mandates, the latest first: as whom, and under which; one that is in
// force, else the latest that there was, with why nothing can be done under it.
func Way(list []Mandate, by access.Actor, on law.Day) (a access.Actor, of Mandate, why error) {
	for _, m := range list {
		if a, ok := m.Actor(by, on); ok {
			return a, m, nil
		}
	}
	if why = list[0].Live(on); why == nil {
		why = fault.Absent() // it is in force, and not for who asks
	}
	return a, list[0], why
}
