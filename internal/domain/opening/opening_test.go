package opening_test

import (
	"errors"
	"slices"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
)

const (
	noon  ident.Instant = 1_000_000
	later ident.Instant = 2_000_000
)

// act is one with its instants: of its entry, its begin, its end.
func act(id string, reach opening.Reach, open bool, at ...ident.Instant) opening.Act {
	return opening.Act{ID: ident.Object(id), Function: opening.Report, Audience: opening.Audience{Reach: reach, Of: "x"}, Open: open, At: at[0], FromAt: at[1], UntilAt: at[2]}
}

func TestTheNarrowestAudienceCountsThenTheLatestEntry(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		acts    []opening.Act
		open    bool
		opensAt ident.Instant
	}{
		"nothing is said: what is built is open":         {nil, true, 0},
		"closed for all":                                 {[]opening.Act{act("a", opening.Everybody, false, 1, 0, 0)}, false, 0},
		"closed for all, open to one kind":               {[]opening.Act{act("a", opening.Everybody, false, 9, 0, 0), act("b", opening.OneKind, true, 1, 0, 0)}, true, 0},
		"open to a ministry's, closed to one of them":    {[]opening.Act{act("a", opening.Ministry, true, 9, 0, 0), act("b", opening.OneOrg, false, 1, 0, 0)}, false, 0},
		"two of one width: the later one":                {[]opening.Act{act("a", opening.OneKind, true, 2, 0, 0), act("b", opening.OneKind, false, 1, 0, 0)}, true, 0},
		"two of one instant: the greater id":             {[]opening.Act{act("a", opening.OneKind, true, 1, 0, 0), act("b", opening.OneKind, false, 1, 0, 0)}, false, 0},
		"before its first instant":                       {[]opening.Act{act("a", opening.Everybody, false, 1, noon+1, 0)}, true, 0},
		"at its first instant":                           {[]opening.Act{act("a", opening.Everybody, false, 1, noon, 0)}, false, 0},
		"at the instant of its end":                      {[]opening.Act{act("a", opening.Everybody, false, 1, 0, noon)}, true, 0},
		"a microsecond before its end":                   {[]opening.Act{act("a", opening.Everybody, false, 1, 0, noon+1)}, false, 0},
		"taken back":                                     {[]opening.Act{func() opening.Act { a := act("a", opening.Everybody, false, 1, 0, 0); a.EndedAt = 5; return a }()}, true, 0},
		"closed, and a day is entered on which it opens": {[]opening.Act{act("a", opening.Everybody, false, 1, 0, 0), act("b", opening.OneKind, true, 2, later, 0)}, false, later},
		"an act about another function": {[]opening.Act{func() opening.Act {
			a := act("a", opening.Everybody, false, 1, 0, 0)
			a.Function = opening.Desk
			return a
		}()}, true, 0},
	} {
		for range 2 { // in whatever order they come
			slices.Reverse(c.acts)
			if s := opening.Report.For(c.acts, noon); s.Open != c.open || s.OpensAt != c.opensAt {
				t.Errorf("%s: %+v", name, s)
			}
		}
	}
	if opening.Council.For([]opening.Act{{Function: opening.Council, Open: true, Audience: opening.Audience{Reach: opening.Everybody}}}, noon).Open {
		t.Error("what is not built was opened")
	}
	if !opening.House.For([]opening.Act{{Function: opening.House, Audience: opening.Audience{Reach: opening.Everybody}}}, noon).Open {
		t.Error("the house itself was closed")
	}
}

func TestBeforeSigningInAFunctionIsOpenWhereItIsToSomebody(t *testing.T) {
	t.Parallel()
	shut := act("a", opening.Everybody, false, 1, 0, 0)
	if opening.Report.Anybody([]opening.Act{shut}, noon) {
		t.Error("open to nobody")
	}
	if !opening.Report.Anybody([]opening.Act{shut, act("b", opening.OneOrg, true, 2, 0, 0)}, noon) {
		t.Error("open to one organisation")
	}
	if opening.Report.Anybody([]opening.Act{shut, act("b", opening.OneOrg, true, 2, later, 0)}, noon) {
		t.Error("not yet open to it")
	}
}

func TestADecisionIsJudged(t *testing.T) {
	t.Parallel()
	today := law.MustDay("2026-11-28")
	good := func() opening.Decision {
		return opening.Decision{Function: opening.Report, Open: true, Audience: opening.Audience{Reach: opening.Ministry, Of: "o-min"}, From: today, Until: today, Words: opening.Words{Ground: "事務連絡"}}
	}
	for name, c := range map[string]struct {
		by    party.Kind
		spoil func(*opening.Decision)
		place string
	}{
		"a ministry for its own":                 {party.Ministry, func(*opening.Decision) {}, ""},
		"a ministry for another's":               {party.Ministry, func(d *opening.Decision) { d.Audience.Of = "o-other" }, "reach"},
		"a ministry for everybody":               {party.Ministry, func(d *opening.Decision) { d.Audience = opening.Audience{Reach: opening.Everybody} }, "reach"},
		"a ministry closes":                      {party.Ministry, func(d *opening.Decision) { d.Open = false }, "open"},
		"the platform closes":                    {party.Platform, func(d *opening.Decision) { d.Open = false }, ""},
		"the platform for everybody":             {party.Platform, func(d *opening.Decision) { d.Audience = opening.Audience{Reach: opening.Everybody, Of: "left over"} }, ""},
		"a kind that nobody is":                  {party.Platform, func(d *opening.Decision) { d.Audience = opening.Audience{Reach: opening.OneKind, Of: "king"} }, "of"},
		"one organisation, and none":             {party.Platform, func(d *opening.Decision) { d.Audience = opening.Audience{Reach: opening.OneOrg} }, "of"},
		"no such audience":                       {party.Platform, func(d *opening.Decision) { d.Audience.Reach = "some" }, "reach"},
		"no such function":                       {party.Platform, func(d *opening.Decision) { d.Function = "x" }, "function"},
		"the house itself":                       {party.Platform, func(d *opening.Decision) { d.Function = opening.House }, "function"},
		"what is not built":                      {party.Platform, func(d *opening.Decision) { d.Function = opening.Council }, "open"},
		"from yesterday":                         {party.Platform, func(d *opening.Decision) { d.From = today.Add(-1) }, "from"},
		"until before from":                      {party.Platform, func(d *opening.Decision) { d.From = today.Add(2) }, "until"},
		"without a ground":                       {party.Platform, func(d *opening.Decision) { d.Words.Ground = " \u3000 " }, "ground"},
		"a ground with a NUL":                    {party.Platform, func(d *opening.Decision) { d.Words.Ground = "a\x00" }, "ground"},
		"a form with a sign that turns the text": {party.Platform, func(d *opening.Decision) { d.Words.Form = "様式\u202e" }, "form"},
	} {
		d := good()
		c.spoil(&d)
		err := d.Check(c.by, "o-min", today)
		e, _ := errors.AsType[*fault.Error](err)
		switch {
		case c.place == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.place != "" && (e == nil || e.Kind != fault.Invalid || !slices.ContainsFunc(e.Fields, func(f fault.Field) bool { return f.Path == c.place })):
			t.Errorf("%s: %v, want a fault at %s", name, err, c.place)
		}
	}
}

// Every object of the permission table belongs somewhere, so that each later route falls under its function by itself.
func TestEveryPermissionBelongsSomewhere(t *testing.T) {
	t.Parallel()
	for _, o := range access.Objects() {
		for _, a := range access.Actions() {
			if _, ok := opening.Of(access.Permission{Action: a, Object: o}); !ok && access.For(access.Actor{Roles: access.Roles()}, 0).Permit(access.Permission{Action: a, Object: o}) == nil {
				t.Errorf("%s %s belongs to no function", o, a)
			}
		}
	}
	if _, ok := opening.Of(access.Permission{Action: access.Read, Object: "unheard-of"}); ok {
		t.Error("control: an invented object belongs somewhere")
	}
	if opening.At("/operator/finding/new") != opening.Vulnerability || opening.At("/operator/findings") != opening.House || opening.At("/operator/home") != opening.House {
		t.Error("addresses that wait are told wrongly")
	}
}
