// Package view owns saved views of lists (保存した条件): what somebody narrowed a list to, under a name, for themselves or shared with
// colleagues. A view holds conditions and never rows: whoever opens it sees what is open to them.
package view

import (
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// List is a list of which views can be saved.
type List string

// The lists.
const (
	Received      List = "received"      // 届いた報告, of an office
	History       List = "history"       // 報告の履歴, of who filed
	Organisations List = "organisations" // 組織とアカウント, of the platform's administrators
	Filings       List = "filings"       // what an office received under one procedure
	Sent          List = "sent"          // what its filer sent under one procedure
	Expected      List = "expected"      // 提出状況, of an office
)

// Lists are all of them.
var Lists = []List{Received, History, Organisations, Filings, Sent, Expected}

// Share says who else has a view.
type Share string

// The ways of sharing.
const (
	Mine Share = "mine" // whoever saved it
	Unit Share = "unit" // everybody of the same unit
	Org  Share = "org"  // everybody of the organisation
)

// Shares are all of them, from the narrowest to the widest.
var Shares = []Share{Mine, Unit, Org}

// Bounds: characters of a name, bytes of one condition, views that one reader has of a list.
const (
	NameLimit = 40
	longest   = 200
	Most      = 60
)

// Saved is one view.
type Saved struct {
	ID     ident.Object
	Org    ident.Org
	Unit   ident.Unit
	Person ident.Person // who saved it
	List   List
	Share  Share
	Rev    int
	At     ident.Instant // of the last change
	First  bool          // the reader's list opens with it
	Words
}

// Words are what is sealed of a view.
type Words struct {
	Name  string // as it was given
	Query string // the conditions, as ReadQuery writes them
	By    string // name of whoever changed it last
}

// names are the conditions that an address of a list may carry, in their order.
func (l List) names() []string {
	switch l {
	case Organisations:
		return []string{"q", "kind", "state"}
	case Expected:
		return expected.FilterNames
	case Received, History, Filings, Sent:
	}
	return filing.FilterNames
}

// Procedures reports whether the list is of one procedure: each of its views names which.
func (l List) Procedures() bool { return l == Filings || l == Sent }

// Procedure is the procedure of whose list a view is; empty on lists that are of none.
func (s Saved) Procedure() filing.Kind {
	q, err := url.ParseQuery(s.Query)
	if err != nil || !s.List.Procedures() {
		return ""
	}
	return filing.Kind(q.Get("kind"))
}

// In reports whether an address says anything about the list at all: one that does not opens with the reader's first view.
func (l List) In(q url.Values) bool {
	return q.Has("view") || q.Has("after") || q.Has("page") || slices.ContainsFunc(l.names(), q.Has)
}

// ReadQuery reads the conditions from the query of an address and writes them in one way: names of the list alone, in their order,
// empty ones left out. What the list itself could not read is an Invalid fault.
func (l List) ReadQuery(raw string) (string, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return "", l.wrong()
	}
	switch l {
	case Expected:
		f, err := expected.ReadFilter(values.Get)
		if err != nil {
			return "", l.wrong()
		}
		return f.Query(), nil
	case Received, History, Filings, Sent:
		f, err := filing.ReadFilter(values.Get)
		if err != nil || l.Procedures() && f.Kind == "" {
			return "", l.wrong()
		}
		return f.Query(), nil
	case Organisations:
	}
	var parts []string
	for _, name := range l.names() {
		v := strings.TrimSpace(values.Get(name))
		var bad fault.List
		if text.Check(&bad, "query", v, longest); bad.Err() != nil {
			return "", l.wrong()
		}
		if v != "" {
			parts = append(parts, name+"="+url.QueryEscape(v))
		}
	}
	return strings.Join(parts, "&"), nil
}

func (List) wrong() error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "query", Code: "fault.view.query"}}}
}

// Check says what is wrong with a view beside those that its reader already has; it tidies name and conditions.
func (s *Saved) Check(others []Saved) error {
	if !slices.Contains(Lists, s.List) {
		return fault.Absent()
	}
	query, err := s.List.ReadQuery(s.Query)
	if err != nil {
		return err
	}
	s.Query, s.Name = query, strings.TrimSpace(s.Name)
	var l fault.List
	if s.Name == "" {
		l.Add("name", "fault.form.needed", nil)
	}
	text.Check(&l, "name", s.Name, NameLimit)
	if strings.ContainsAny(s.Name, "\r\n\t") {
		l.Add("name", "fault.view.line", nil)
	}
	if !slices.Contains(Shares, s.Share) {
		l.Add("share", "fault.filter.choice", nil)
	}
	if slices.ContainsFunc(others, func(o Saved) bool { return o.ID != s.ID && text.Key(o.Name) == text.Key(s.Name) }) {
		l.Add("name", "fault.view.twice", nil)
	}
	return l.Err()
}

// For reports whether a view is there for a scope.
func (s Saved) For(who access.Scope) bool {
	switch {
	case s.Org != who.Org:
		return false
	case s.Share == Unit:
		return s.Unit == who.Unit
	case s.Share == Mine:
		return s.Person == who.Person && who.Person != ""
	}
	return s.Share == Org
}
