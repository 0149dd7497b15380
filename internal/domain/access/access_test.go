package access_test

import (
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
)

func TestPermit(t *testing.T) {
	t.Parallel()
	read, file, ask := access.Permission{Action: access.Read, Object: access.Report}, access.Permission{Action: access.File, Object: access.Report}, access.Permission{Action: access.Ask, Object: access.Report}
	for _, c := range []struct {
		role access.Role
		p    access.Permission
		want string
	}{
		{access.OperatorFiler, file, ""}, {access.OperatorViewer, read, ""}, {access.OperatorViewer, file, "denied"},
		{access.Officer, ask, ""}, {access.Officer, file, "denied"}, {access.OperatorFiler, ask, "denied"},
		{access.PlatformAdmin, read, "hidden"}, {access.PlatformAdmin, file, "hidden"}, {access.Friend, read, "hidden"}, {"", read, "hidden"},
		{access.PlatformAdmin, access.Permission{}, ""},
	} {
		err := access.For(access.Actor{Roles: []access.Role{c.role}}, 0).Permit(c.p)
		got := ""
		if err != nil {
			got = fault.KindOf(err).String()
		}
		if got != c.want {
			t.Errorf("%s %v: %q, want %q", c.role, c.p, got, c.want)
		}
	}
}

func TestRelations(t *testing.T) {
	t.Parallel()
	own, addressed := access.For(access.Actor{Roles: []access.Role{access.OperatorFiler, access.Officer}}, 0).Relations(access.Permission{Action: access.Read, Object: access.Report})
	if !own || !addressed {
		t.Error("two roles of one hat do not add up")
	}
}
