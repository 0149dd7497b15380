// Package notification is 届出が必要か確かめる: 事業, 設備, 区画, 機器, one question a page, and what has to be filed for each machine,
// by when and why. It is public and keeps nothing.
package notification

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	common "kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/domain/law/scope"
)

// Path is the page's address.
const Path = "/assess/notification"

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/assess/notification", source+assess.Parts+common.CitesSource)

// Routes returns the pages' routes: public, all of them. Whoever is signed in finds よくある相談 cited at the questions that it concerns; nil cites nothing.
func Routes(cite func(r *gate.Request) ([]faq.Entry, error)) []gate.Route {
	return assess.Walk{
		Path: Path, Title: "assess.n.title", Lead: "assess.n.lead",
		Expect: []string{"assess.n.expect.order", "assess.n.expect.unknown", "assess.expect.kept", "assess.n.expect.result"},
		Stages: []string{"assess.n.stage.business", "assess.n.stage.facility", "assess.n.stage.segment", "assess.n.stage.machine", "assess.result"},
		Begin:  begin, Steps: steps, Drop: drop, Show: show, Cite: cite,
	}.Routes()
}

// The stages.
const (
	stageBusiness = iota
	stageFacility
	stageSegment
	stageMachine
)

// begin is an operator with one business, one facility and one machine.
func begin() inquiry.Inquiry {
	return inquiry.Inquiry{Notification: &scope.Facts{Businesses: []scope.Business{business("b1")}}}
}

func business(id string) scope.Business {
	return scope.Business{ID: id, Facilities: []scope.Facility{facility("f1")}}
}

func facility(id string) scope.Facility {
	return scope.Facility{ID: id, Machines: []scope.Machine{{ID: "m1"}}}
}

func show(w http.ResponseWriter, r *gate.Request, o assess.Outcome) error {
	return page.Write(w, o.Frame, view(r, o))
}
