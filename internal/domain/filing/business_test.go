package filing_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
)

func TestOnlyTheOfficesOfTheBusinessAreInCharge(t *testing.T) {
	t.Parallel()
	all := []filing.Addressee{{Title: "経済産業大臣", Sector: law.Electricity}, {Title: "国土交通大臣", Sector: law.Water}, {Title: "内閣総理大臣(内閣府)"}}
	for of, want := range map[law.Sector]string{
		law.Electricity: "経済産業大臣 内閣総理大臣(内閣府)", law.Water: "国土交通大臣 内閣総理大臣(内閣府)", law.Gas: "内閣総理大臣(内閣府)", "": "経済産業大臣 国土交通大臣 内閣総理大臣(内閣府)",
	} {
		var got []string
		for _, a := range filing.InCharge(all, of) {
			got = append(got, a.Title)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v", of, got)
		}
	}
}

// The date of a notification tells days of its rows: who did not receive them is not told it.
func TestTheDateGoesWithTheRows(t *testing.T) {
	t.Parallel()
	raw, err := notification.NewForm.Canonical(form.Values{"business": {Texts: []string{"electricity"}}})
	if err != nil {
		t.Fatal(err)
	}
	c := filing.Content{Values: raw, Due: &law.Due{Due: law.MustDay("2027-03-31")}}
	for sections, want := range map[string]bool{"outline computer contact": true, "outline computer": true, "outline": false, "computer": false, "": false} {
		cut, err := c.Cut(notification.New, strings.Fields(sections))
		if err != nil {
			t.Fatal(err)
		}
		if (cut.Due != nil) != want {
			t.Errorf("%q: %v", sections, cut.Due)
		}
	}
}
