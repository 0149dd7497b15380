package notification_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

// FuzzRows judges rows of any cells: it never panics, invents no row, folds to the same when it is judged again, and names places that are
// there.
func FuzzRows(f *testing.F) {
	f.Add("software", "RHEL", "Red Hat", "a b", "S1", "no", "2026-11-30", "", "")
	f.Add("cloud", "𠮷", "髙﨑", "z", "S9", "yes", "R9.2.30", "bespoke", "ended")
	f.Add("", " ", "\x00", "a b a", "Ｓ１", "maybe", "46447", "windows", "added")
	f.Fuzz(func(t *testing.T, kind, name, maker, types, facility, existing, on, exempt, change string) {
		first := product("1", cells{"kind": kind, "product": name, "maker": maker, "types": types, "facility": facility, "existing": existing, "introduced_on": on, "exempt": exempt})
		second := first.With(form.Values{})
		second.ID = "2"
		v := values(plant(nil), first, form.Row{ID: "0"}, second)
		changed := values(plant(nil), first.With(form.Values{"change": one(change)}), product("3", nil))
		with := facts
		with.Before = values(plant(nil), product("1", nil))
		for _, c := range []struct {
			p procedure.Procedure
			v form.Values
		}{{notification.New, v}, {notification.Change, changed}} {
			tidy, _, err := c.p.Check(c.v, with)
			e, _ := err.(*fault.Error) //nolint:errorlint // what Check itself returns
			if len(tidy["products"].Rows) > len(c.v["products"].Rows) {
				t.Fatal("a row was invented")
			}
			if e != nil {
				for _, x := range e.Fields {
					if strings.HasPrefix(x.Path, "products[") && !strings.HasPrefix(x.Path, "products[0]") && !strings.HasPrefix(x.Path, "products[1]") && !strings.HasPrefix(x.Path, "products[2]") {
						t.Fatalf("%s is not there", x.Path)
					}
				}
				continue
			}
			again, _, err := c.p.Check(tidy, with)
			if err != nil || !again["products"].Same(tidy["products"]) {
				t.Fatalf("judged again it is something else: %v", err)
			}
			c.p.Date(tidy, with)
		}
	})
}
