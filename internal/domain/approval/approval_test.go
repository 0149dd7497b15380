package approval_test

import (
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

func route() approval.Route {
	return approval.Route{Org: "o", Words: approval.Words{Mode: approval.Before, Steps: []approval.Step{{Role: access.OperatorApprover}, {Person: "boss", Name: "石﨑"}}}}
}

var (
	chief = approval.Decider{Person: "chief", Roles: []access.Role{access.OperatorApprover}, Name: "髙木"}
	boss  = approval.Decider{Person: "boss", Name: "石﨑"}
	proxy = approval.Decider{Person: "proxy", For: []ident.Person{"boss"}, Name: "𠮷田(代理)"}
)

// Each step is decided by whom it names, in their order; the last one approves.
func TestSteps(t *testing.T) {
	t.Parallel()
	r := route().Ask(approval.Before, approval.Body{Asker: "filer", Digest: "a"}, 1)
	if err := r.Decide(boss, true, "", 2); !fault.Is(err, fault.Denied) {
		t.Errorf("out of turn: %v", err)
	}
	if err := r.Decide(chief, true, "よい", 2); err != nil || r.State != approval.Waiting || r.Step != 1 {
		t.Errorf("%v %+v", err, r)
	}
	if err := r.Decide(chief, true, "", 3); !fault.Is(err, fault.Denied) {
		t.Errorf("one person at two steps: %v", err)
	}
	if !r.Mine(proxy) || r.Mine(chief) {
		t.Error("who acts for the boss is not asked")
	}
	if err := r.Decide(proxy, true, "", 4); err != nil || r.State != approval.Approved || len(r.Decisions) != 2 || r.Decisions[1].Name != "𠮷田(代理)" {
		t.Errorf("%v %+v", err, r)
	}
	if err := r.Decide(boss, true, "", 5); !fault.Is(err, fault.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	if err := r.Withdraw(5); !fault.Is(err, fault.Conflict) {
		t.Errorf("withdrawn after the last step: %v", err)
	}
}

func TestSendingBackWantsAReason(t *testing.T) {
	t.Parallel()
	r := route().Ask(approval.Before, approval.Body{Asker: "filer"}, 1)
	if err := r.Decide(chief, false, " ", 2); !fault.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}
	if err := r.Decide(chief, false, "時刻を確かめてください", 2); err != nil || r.State != approval.Returned {
		t.Errorf("%v %+v", err, r)
	}
	own := route().Ask(approval.Before, approval.Body{Asker: "chief"}, 1)
	if err := own.Decide(chief, true, "", 2); !fault.Is(err, fault.Denied) {
		t.Errorf("one's own: %v", err)
	}
	back := route().Ask(approval.Before, approval.Body{Asker: "filer"}, 1)
	if err := back.Withdraw(2); err != nil || back.State != approval.Withdrawn {
		t.Errorf("%v", err)
	}
}

// What is sent is what was approved, and nothing waits where the route does not say so.
func TestPermit(t *testing.T) {
	t.Parallel()
	s := approval.Standing{Route: route()}
	if err := s.Permit("a"); !fault.Is(err, fault.Conflict) {
		t.Errorf("never asked: %v", err)
	}
	s.Round = approval.Round{ID: "r", State: approval.Approved, Body: approval.Body{Digest: "a"}}
	if err := s.Permit("a"); err != nil {
		t.Error(err)
	}
	if err := s.Permit("b"); !fault.Is(err, fault.Conflict) {
		t.Errorf("changed since: %v", err)
	}
	for _, w := range []approval.Route{approval.Default("report.prompt", true), approval.Default("P", false)} {
		if err := (approval.Standing{Route: w}).Permit("a"); err != nil {
			t.Errorf("%s: %v", w.Mode, err)
		}
	}
	if approval.Default("x", true).Mode != approval.After || approval.Default("x", false).Mode != approval.None {
		t.Error("the urgent goes at once and is looked at afterwards")
	}
	if r := approval.Default("x", true).Ask(approval.After, approval.Body{}, 1); len(r.Steps) != 1 || !r.Mine(chief) || r.Mine(boss) {
		t.Error("without steps an approver looks at it")
	}
}

func TestRoutesAreChecked(t *testing.T) {
	t.Parallel()
	step := approval.Step{Role: access.OperatorApprover}
	for _, c := range []struct {
		words approval.Words
		good  bool
	}{
		{approval.Words{Mode: approval.None}, true},
		{approval.Words{Mode: approval.After}, true},
		{approval.Words{Mode: approval.Before}, false},
		{approval.Words{Mode: approval.Before, Steps: []approval.Step{step, step, step, step, step}}, true},
		{approval.Words{Mode: approval.Before, Steps: []approval.Step{step, step, step, step, step, step}}, false},
		{approval.Words{Mode: approval.Before, Steps: []approval.Step{{Role: access.Officer}}}, false},
		{approval.Words{Mode: "x"}, false},
	} {
		if err := c.words.Check(); (err == nil) != c.good {
			t.Errorf("%+v: %v", c.words, err)
		}
	}
}
