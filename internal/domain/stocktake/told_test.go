package stocktake_test

import (
	"testing"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/domain/stocktake"
)

// A change that was withdrawn says nothing, and what stood before says it again; the withdrawal itself is no state of anything.
func TestWhatWasWithdrawnIsNotTold(t *testing.T) {
	t.Parallel()
	filed := func(p procedure.Procedure, id, contact string, state filing.State, at ident.Instant) filing.Reported {
		values, err := p.Form.Canonical(form.Values{notification.BusinessField: {Texts: []string{"gas"}}, notification.ContactField: {Texts: []string{contact}}})
		if err != nil {
			t.Fatal(err)
		}
		return filing.Reported{
			Filing:  filing.Filing{ID: ident.Filing(id), Number: ident.Number("N-" + id), Kind: filing.Kind(p.ID), Org: "o", Case: "c", State: state, ArrivedAt: at},
			Content: filing.Content{Values: values},
		}
	}
	find := func(ref string) (procedure.Procedure, error) {
		p, _ := book.Find(ref)
		return p, nil
	}
	list := []filing.Reported{filed(notification.New, "1", "first", filing.Arrived, 1), filed(notification.Change, "2", "second", filing.Withdrawn, 2), filed(notification.Withdraw, "3", "third", filing.Arrived, 3)}
	told, err := stocktake.Tell("o", list, find)
	if err != nil || len(told) != 1 {
		t.Fatal(told, err)
	}
	if one := told[0]; one.Base.ID != "1" || one.Last.ID != "1" || one.Values[notification.ContactField].Text() != "first" {
		t.Errorf("%s and %s, %v", one.Base.ID, one.Last.ID, one.Values)
	}
	list[0].State = filing.Withdrawn
	if told, err = stocktake.Tell("o", list, find); err != nil || len(told) != 0 {
		t.Errorf("nothing stands, and it tells %v, %v", told, err)
	}
}
