package supporting_test

import (
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// refusesToShare tries what may not be shared, or not with them.
func (h *house) refusesToShare(n ident.Number) {
	h.t.Helper()
	for name, c := range map[string]struct {
		to       string
		sections []string
		want     string
	}{
		"an office":         {officer, []string{"outline"}, "helper fault.support.helper"},
		"another operator":  {"other-operator-filer", []string{"outline"}, "helper fault.support.helper"},
		"no section":        {helper, nil, "sections fault.form.needed"},
		"unknown section":   {helper, []string{"secret"}, "sections[0] fault.release.section"},
		"one section twice": {helper, []string{"outline", "outline"}, "sections[1] fault.release.section"},
	} {
		if err := h.share(operator, n, c.to, c.sections...); places(err) != c.want {
			h.t.Errorf("%s: %v", name, err)
		}
	}
}

// With the press 国家サイバー統括室 sees a report, and reads it alone.
func TestTheOfficeThatHelpsReadsAlone(t *testing.T) {
	both(t, func(h *house) {
		f := h.Filed(h.t, operator, "f")
		s := h.asked(f.Number)
		if err := h.share(operator, s.Number, "nco-analyst", "outline"); err != nil {
			h.t.Fatal(err)
		}
		if h.reads("nco-analyst", f.ID, access.Permission{Action: access.Read, Object: access.Report}) == nil || h.reads("nco-analyst", f.ID, access.Permission{Action: access.Ask, Object: access.Report}) != nil {
			h.t.Error("it reads what was shared, and no more")
		}
	})
}

func TestBadInputNamesItsPlace(t *testing.T) {
	both(t, func(h *house) {
		other := h.Filed(h.t, "other-operator-filer", "f")
		for name, c := range map[string]struct {
			change func(*supporting.Wish)
			want   string
		}{
			"unknown kind":       {func(w *supporting.Wish) { w.Kinds = []support.Kind{"money"} }, "kinds fault.form.option"},
			"empty contact":      {func(w *supporting.Wish) { w.Contact = " " }, "contact fault.form.needed"},
			"another's report":   {func(w *supporting.Wish) { w.About = other.Number }, "about fault.support.about"},
			"a report of nobody": {func(w *supporting.Wish) { w.About = "報-R8-2222-2222-2" }, "about fault.support.about"},
		} {
			w := wish
			c.change(&w)
			if _, err := h.ask(operator, w); places(err) != c.want {
				h.t.Errorf("%s: %v", name, err)
			}
		}
		s := h.asked("")
		if err := h.write(officer, s.Number, " \n"); places(err) != "text fault.form.needed" {
			h.t.Errorf("an empty message: %v", err)
		}
		if err := h.move(officer, s.Number, 1, "passed", ""); places(err) != "deed fault.form.option" {
			h.t.Errorf("an unknown step: %v", err)
		}
		for _, who := range []string{"operator-viewer", "operator-admin"} {
			if _, err := h.ask(who, wish); !fault.Is(err, fault.Denied) {
				h.t.Errorf("%s asks: %v", who, err)
			}
		}
		if _, err := h.ask(officer, wish); !fault.Is(err, fault.Denied) {
			h.t.Errorf("an office asks: %v", err)
		}
	})
}

// Rows of the day for 対処支援 decide; without any it is the ministry that has the reports.
func TestTheRowsOfTheDayDecide(t *testing.T) {
	both(t, func(h *house) {
		water := h.As("other-ministry-officer")
		_, err := store.Act[*store.Tx](h.DB)(h.t.Context(), access.System("test", ident.At(h.Clock.Now())), ident.Key{}, testRow(party.Jurisdiction{
			ID: "j-support", Operator: h.As(operator).Org, OfficeOrg: water.Org, Office: water.Unit, Act: party.ActSupport, Title: "支援の窓口", Channel: string(filing.Here), From: today(h),
		}))
		if err != nil {
			h.t.Fatal(err)
		}
		s := h.asked("")
		if _, found := h.seen("other-ministry-officer", s.Number); !found {
			h.t.Error("the office of the row does not have it")
		}
		if _, found := h.seen(officer, s.Number); found {
			h.t.Error("the office without a row has it")
		}
	})
}
