package assess_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/law"
)

const open = `{"notification":{"operator":{"designated":"unknown"},"businesses":[{"id":"a","facilities":[]},{"id":"b","sector":"gas","facilities":[{"id":"f","machines":[{"id":"m","global_address":"unknown"}]}]},{"id":"c","sector":"unknown","facilities":[]}]}}`

// A sector that is not known is understood, and nothing else is changed by it.
func TestSectorsMayBeOpen(t *testing.T) {
	t.Parallel()
	q, _, err := assess.Decode([]byte(open))
	if err != nil {
		t.Fatal(err)
	}
	var got []law.Sector
	for _, b := range q.Notification.Businesses {
		got = append(got, b.Sector)
	}
	if d := cmp.Diff([]law.Sector{"", law.Gas, ""}, got); d != "" {
		t.Error(d)
	}
	again, err := assess.Encode(q)
	if err != nil {
		t.Fatal(err)
	}
	twice, _, err := assess.Decode(again)
	if err != nil || cmp.Diff(q.Notification.Businesses[1].Facilities[0].Machines[0].GlobalAddress, twice.Notification.Businesses[1].Facilities[0].Machines[0].GlobalAddress) != "" {
		t.Errorf("%v %s", err, again)
	}
	for _, bad := range []string{strings.Replace(open, `"gas"`, `"space"`, 1), strings.Replace(open, `"m"`, `""`, 1), strings.Replace(open, `"id":"a"`, `"id":"a","id":"a"`, 1), `{"notification":{"businesses":[{"id":"a"}],"x":1}}`} {
		if _, _, err := assess.Decode([]byte(bad)); err == nil {
			t.Errorf("%.120s was read", bad)
		}
	}
}

// Whatever comes back from a page is read or refused, and what is read travels on unchanged.
func FuzzFacts(f *testing.F) {
	for _, s := range []string{open, `{"event":{"operator":{"sector":"unknown"}}}`, `{"notification":{"businesses":[{"sector":5}]}}`, `{}`, `[]`, ``, `{"notification":null,"event":null}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		q, _, err := assess.Decode(data)
		if err != nil {
			return
		}
		once, err := assess.Encode(q)
		if err != nil {
			return
		}
		again, _, err := assess.Decode(once)
		if err != nil {
			t.Fatalf("%s became %s: %v", data, once, err)
		}
		twice, err := assess.Encode(again)
		if err != nil || string(once) != string(twice) {
			t.Fatalf("%s became %s", once, twice)
		}
	})
}
