package filing_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

// What is noted for the offices is noted only where each of them receives what it rests on.
func TestWhatIsNotedTellsNoOfficeOfWhatItDoesNotReceive(t *testing.T) {
	t.Parallel()
	to := func(channel filing.Channel, sections ...string) filing.Addressee {
		return filing.Addressee{Channel: channel, Sections: sections}
	}
	all := to(filing.Here, "outline", "computer", "contact")
	for name, c := range map[string]struct {
		to    []filing.Addressee
		whole bool
	}{
		"everything":             {[]filing.Addressee{all, to(filing.Here, "outline", "computer")}, true},
		"one lacks the products": {[]filing.Addressee{all, to(filing.Here, "outline", "contact")}, false},
		"handed in elsewhere":    {[]filing.Addressee{all, to(filing.Elsewhere)}, true},
	} {
		if got := filing.Whole(c.to, notification.NewForm); got != c.whole {
			t.Errorf("%s: %v", name, got)
		}
	}
	n := procedure.Noted{Sector: "gas", Types: "a", Answered: "ab", Rows: 3, Flags: []procedure.Flag{{Code: "name"}}}.Untold()
	if n.Types+n.Answered != "" || n.Flags != nil || n.Rows != 3 {
		t.Errorf("%+v", n)
	}
	content := filing.Content{Values: []byte(`{}`), Noted: &procedure.Noted{Rows: 3}}
	for sections, told := range map[string]bool{"outline": false, "outline computer": true} {
		cut, err := content.Cut(notification.New, strings.Fields(sections))
		if err != nil || (cut.Noted != nil) != told {
			t.Errorf("%s: %+v %v", sections, cut.Noted, err)
		}
	}
}
