package access

import (
	"slices"

	"kanmin/internal/domain/party"
)

// offices are the roles of a kind of organisation, the administrator's first. An administrator stands above the rest
// and may give all of them, to the units below its own; nobody else may give any.
//
// Offices of the State have no administrator apart: their supervisors (管理職) are it, as who sits at which desk is
// theirs to say. Councils, members, friends and foreign authorities are enrolled by the secretariat.
var offices = map[party.Kind][]Role{
	party.Operator:   {OperatorAdmin, OperatorApprover, OperatorFiler, OperatorViewer},
	party.Maintainer: {MaintainerAdmin, MaintainerFiler},
	party.Supplier:   {SupplierAdmin, SupplierPSIRT},
	party.Ministry:   {Supervisor, Officer},
	party.Cabinet:    {Supervisor, Analyst, NameSteward},
	party.NCO:        {Supervisor, Analyst},
}

// Offices lists the roles of a kind of organisation, the administrator's first.
func Offices(k party.Kind) []Role { return slices.Clone(offices[k]) }

// Administers reports whether somebody with these roles says who acts for the organisation.
func Administers(k party.Kind, roles []string) bool {
	return len(offices[k]) > 0 && slices.Contains(roles, string(offices[k][0]))
}

// Gives lists what somebody with these roles may give to others: never a role above their own.
func Gives(k party.Kind, roles []string) []Role {
	if !Administers(k, roles) {
		return nil
	}
	return Offices(k)
}

// Administrators lists the roles by which somebody says who acts for an organisation, by name.
func Administrators() (list []Role) {
	for _, of := range offices {
		list = append(list, of[0])
	}
	slices.Sort(list)
	return slices.Compact(list)
}
