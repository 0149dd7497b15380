package access_test

import (
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
)

// content says of every kind of record whether it holds what somebody told the State or keeps for themselves. A new kind
// must be put here before it can have a row.
var content = map[access.Object]bool{
	access.Report: true, access.Request: true, access.Draft: true, access.Receipt: true, access.Desk: true, access.Home: true,
	access.Account: false, access.Platform: false, access.SignIn: false, access.Organisation: false, access.Alarms: false,
	access.Name: true, access.Naming: true, access.Procedure: true, access.Approval: true, access.Collection: true,
	access.Settings: false, access.People: false, access.Contacts: false, access.Opening: false, access.View: false, access.Glass: false, access.Delays: false, access.DutyCard: false, access.Campaign: true, access.Notice: true,
	access.Letter: true, access.Consult: true, access.FAQ: true, access.Support: true, access.Asset: true, access.Calendar: true, access.Mandate: false, access.Advisory: true,
}

// verbs are the actions that rows may name.
var verbs = []access.Action{access.Read, access.Write, access.File, access.Ask, access.Answer, access.History, access.Verify, access.End, access.Decide, access.Restore, access.Confirm, access.Assign, access.Receive, access.Link}

func TestEveryKindOfRecordIsContentOrNot(t *testing.T) {
	t.Parallel()
	for _, o := range access.Objects() {
		if _, said := content[o]; !said {
			t.Errorf("%s: say in content whether it holds what somebody told the State", o)
		}
	}
	for _, a := range access.Actions() {
		if !slices.Contains(verbs, a) {
			t.Errorf("%s: no such action, or say so in verbs", a)
		}
	}
	for o := range content {
		if !slices.Contains(access.Objects(), o) {
			t.Errorf("%s stands in no row", o)
		}
	}
}

// invariant is what must hold of any table, whatever its rows say: nil, or what broke it.
type invariant struct {
	name  string
	check func(access.Table, cell) bool
	// breaks is a row that must be refused by it.
	breaks string
}

var invariants = []invariant{
	{"the platform's administrators never come to content", func(t access.Table, c cell) bool {
		return c.role != access.PlatformAdmin || !content[c.p.Object] || !c.allowed(t)
	}, "report	read	platform-admin	addressed	*	*	*	x"},
	{"a stricter marking never grants more", func(t access.Table, c cell) bool {
		if !c.allowed(t) {
			return true
		}
		for _, m := range access.Markings() {
			d := c
			if d.facts.Marking = m; m.Strictness() <= c.facts.Marking.Strictness() && !d.allowed(t) {
				return false
			}
		}
		return true
	}, ""},
	{"a restriction never grants what none does not", func(t access.Table, c cell) bool {
		d := c
		d.facts.Restriction = access.Unrestricted
		return !c.allowed(t) || d.allowed(t)
	}, "report	read	friend	addressed	*	*	named	x"},
	{"another government never comes to what is not for it", func(t access.Table, c cell) bool {
		return c.role != access.ForeignAuthority || !content[c.p.Object] || c.facts.Restriction != access.NoForeign || !c.allowed(t)
	}, "report	read	foreign-authority	addressed	*	*	*	x"},
	{"an office has only what was addressed to it, a filer their own and what passed on to them", func(t access.Table, c cell) bool {
		if c.p.Object != access.Report && c.p.Object != access.Request || !c.allowed(t) {
			return true
		}
		operator := strings.HasPrefix(string(c.role), "operator-") || strings.HasPrefix(string(c.role), "mandate-") // in the operator's name
		return operator || c.relation == access.Addressed
	}, "report	read	officer	own	*	*	*	x"},
	{"nobody changes what they may not see", func(t access.Table, c cell) bool {
		d := c
		d.p.Action = access.Read
		return !content[c.p.Object] || !c.allowed(t) || d.allowed(t)
	}, "draft	write	operator-viewer	own	open	*	*	x"},
	{"what was sent or answered is not changed", func(t access.Table, c cell) bool {
		over := c.facts.State == "sent" || c.facts.State == "discarded" || c.facts.State == "answered"
		back := c.p.Action == access.Restore && c.facts.State == "discarded" // as it was
		return !over || back || c.p.Action == access.Read || !c.allowed(t)
	}, "draft	write	operator-filer	own	*	*	*	x"},
	{"without a role nothing is allowed", func(t access.Table, c cell) bool {
		return !t.Allows(nil, c.p, c.relation, c.facts)
	}, ""},
	{"a further role never takes away", func(t access.Table, c cell) bool {
		return !c.allowed(t) || t.Allows([]access.Role{"nobody", c.role}, c.p, c.relation, c.facts)
	}, ""},
}

func TestInvariantsOfTheTable(t *testing.T) {
	t.Parallel()
	for _, i := range invariants {
		t.Run(i.name, func(t *testing.T) {
			t.Parallel()
			if c, broken := breach(t, access.Policy(), i); broken {
				t.Errorf("broken by %+v", c)
			}
			if i.breaks == "" {
				return
			}
			if _, broken := breach(t, access.Policy()+i.breaks+"\n", i); !broken {
				t.Errorf("the control: a row that breaks it is not noticed: %s", i.breaks)
			}
		})
	}
}

func breach(t *testing.T, text string, i invariant) (cell, bool) {
	t.Helper()
	table, err := access.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for c := range cells(every) {
		if c.role != "" && !i.check(table, c) {
			return c, true
		}
	}
	return cell{}, false
}

// A table with a word that nobody knows is refused at the start, not read as less.
func TestAMisspeltRowIsRefused(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		"report	read	officer	addressed	*	*	*", "report	read	officer	adrest	*	*	*	x", "report	read	officer	addressed	arived	*	*	x",
		"report	read	officer	addressed	*	PINK	*	x", "report	read	officer	addressed	*	*	nobody	x", "report	read	oficer	addressed	*	*	*	x",
		"home	read	officer	own	open	*	*	x",
		"report	read	officer	addressed	*	*	*	",
	} {
		if _, err := access.Parse(row); err == nil {
			t.Errorf("read: %q", row)
		}
	}
	if _, err := access.Parse("report	read	officer	addressed	arrived fixed	AMBER	none named	x"); err != nil {
		t.Error("the control:", err)
	}
}

// What a row does not cover is denied to whoever may read such records, hidden from the rest; and the way that the store
// joins by says the same as the decision.
func TestTheWayIsTheDecision(t *testing.T) {
	t.Parallel()
	for c := range cells(every) {
		if c.relation == 0 || c.role == "" || c.facts.Marking != access.Unmarked || c.facts.Restriction != access.Unrestricted {
			continue
		}
		s := access.For(access.Actor{Roles: []access.Role{c.role}}, 0)
		way := s.Way(c.p, c.relation)
		if in := way.Open && (way.States == nil || slices.Contains(way.States, c.facts.State)); in != s.Allows(c.p, c.relation, c.facts) {
			t.Fatalf("%+v: the way says %v", c, in)
		}
		err := s.Permit(c.p)
		if s.Allows(c.p, c.relation, c.facts) && err != nil || !way.Open && err != nil && !fault.Is(err, fault.Denied) && !fault.Is(err, fault.Hidden) {
			t.Fatalf("%+v: permit says %v", c, err)
		}
	}
}

func BenchmarkDecision(b *testing.B) {
	s := access.For(access.Actor{Roles: []access.Role{access.OperatorViewer, access.OperatorFiler}}, 0)
	p := access.Permission{Action: access.Write, Object: access.Draft}
	for b.Loop() {
		if !s.Allows(p, access.Own, access.Facts{State: "open"}) {
			b.Fatal("denied")
		}
	}
}
