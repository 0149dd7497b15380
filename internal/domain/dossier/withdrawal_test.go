package dossier_test

import (
	"errors"
	"strings"
	"testing"

	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

// chain reads filings of one matter: "new", "change" and "withdraw" with an id, and a ! behind what was withdrawn. The contact is the id.
func chain(t *testing.T, told string) dossier.Dossier {
	t.Helper()
	of := map[string]procedure.Procedure{"new": notification.New, "change": notification.Change, "none": notification.None, "withdraw": notification.Withdraw}
	var list []filing.Reported
	for word := range strings.FieldsSeq(told) {
		name, id, _ := strings.Cut(strings.TrimSuffix(word, "!"), ":")
		r := report(t, id, of[name], says{notification.ContactField: id})
		if strings.HasSuffix(word, "!") {
			r.State = filing.Withdrawn
		}
		list = append(list, r)
	}
	return read(t, list...)
}

// Only the last that stands can be withdrawn; then the one before stands again. What was withdrawn is followed by nothing, and so is a withdrawal.
func TestWhatCanFollowInAChain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ told, about, withdraw, change, stands string }{
		{"new:1", "1", "", "", "1"},
		{"none:1", "1", "", "", "1"},
		{"new:1 change:2", "2", "", "", "2"},
		{"new:1 change:2", "1", "fault.withdrawal.later N-2", "", "2"},
		{"new:1 change:2 change:3", "2", "fault.withdrawal.later N-3", "", "3"},
		{"new:1 change:2! withdraw:3", "1", "", "", "1"},
		{"new:1 change:2! withdraw:3", "2", "fault.filing.withdrawn N-2", "fault.filing.withdrawn N-2", "1"},
		{"new:1 change:2! withdraw:3", "3", "fault.withdrawal.final N-3", "fault.withdrawal.final N-3", "1"},
		{"new:1 change:2! withdraw:3 change:4", "1", "fault.withdrawal.later N-4", "", "4"},
		{"new:1 change:2! withdraw:3 change:4! withdraw:5", "1", "", "", "1"},
		{"new:1! withdraw:2", "1", "fault.filing.withdrawn N-1", "fault.filing.withdrawn N-1", ""},
		{"new:1! change:2! withdraw:3 withdraw:4", "2", "fault.filing.withdrawn N-2", "fault.filing.withdrawn N-2", ""},
	} {
		d := chain(t, c.told)
		for _, p := range []struct {
			procedure.Procedure
			want string
		}{{notification.Withdraw, c.withdraw}, {notification.Change, c.change}} {
			got := ""
			if e, ok := errors.AsType[*fault.Error](d.Permit(p.Procedure, ident.Filing(c.about))); ok {
				got = e.Code + " " + e.Args["filing"]
			}
			if got != p.want {
				t.Errorf("%s: %s of %s: %q, not %q", c.told, p.ID, c.about, got, p.want)
			}
		}
		if got := string(d.Stands().Last().ID); got != c.stands {
			t.Errorf("%s: %q stands", c.told, got)
		}
		if got := d.Values()[notification.ContactField].Text(); got != c.stands {
			t.Errorf("%s: it says what %q said", c.told, got)
		}
	}
}
