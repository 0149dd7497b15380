package alarms_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/alarms"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/auditing"
)

// TestAlarmsAreSearchedAndPaged: one a day for 25 days, every fifth of another kind; the address finds each of them.
func TestAlarmsAreSearchedAndPaged(t *testing.T) {
	t.Parallel()
	d := desk(t)
	officer := d.As("ministry-officer")
	raise := auditing.Raise{Act: store.Act[auditing.RaiseTx](d.DB), Entropy: rand.Reader}
	w := access.Watched{Actor: officer.ID(), Org: officer.Org, Unit: officer.Unit, Recent: 201, Strayed: 7}
	first := d.Clock.Now()
	for i := range 25 {
		kind := access.AlarmRate
		if i%5 == 0 {
			kind = access.AlarmStray
		}
		d.Clock.Set(first.AddDate(0, 0, i))
		if ok, err := raise.Do(t.Context(), access.System("test", ident.At(d.Clock.Now())), w, kind); err != nil || !ok {
			t.Fatal(ok, err)
		}
	}
	numbers := func(query string, want int, count string) (list []string) {
		t.Helper()
		a := d.Get(t, "platform-admin", alarms.Path+query)
		for _, n := range a.Find("article .ref").EachIter() {
			list = append(list, n.Text())
		}
		if a.Status != http.StatusOK || len(list) != want || !strings.Contains(a.Text("[role=status]"), count) {
			t.Errorf("%s: %d, %d alarms, %q", query, a.Status, len(list), a.Text("[role=status]"))
		}
		return list
	}
	one, two := numbers("", 20, "25件"), numbers("?page=2", 5, "25件")
	if strings.Join(one, " ") == strings.Join(two, " ") {
		t.Error("the second page is the first")
	}
	numbers("?kind=stray", 5, "5件")
	numbers("?q="+url.QueryEscape("髙木 電力"), 20, "25件")
	numbers("?q="+url.QueryEscape(two[0]), 1, "1件")
	numbers("?from="+first.Format("2006-01-02")+"&until="+first.AddDate(0, 0, 2).Format("2006-01-02"), 3, "3件")
	numbers("?state=seen", 0, "0件")
	numbers("?q=nobody", 0, "0件")
	if a := d.Get(t, "platform-admin", alarms.Path+"?kind=blue&from=R9.2.30"); a.Status != http.StatusUnprocessableEntity || a.Find(".field-error").Length() != 2 || a.Find("article").Length() != 20 {
		t.Errorf("what cannot be read: %d, %d told", a.Status, a.Find(".field-error").Length())
	}

	// One of the second page is answered without words: it stands there with what is missing, and is closed the next time.
	to := alarms.Path + "/" + ident.Number(two[4]).ASCII() + "/seen"
	key, _ := d.Get(t, "platform-admin", alarms.Path+"?page=2").Find("form[action='" + to + "'] input[name=key]").Attr("value")
	if a := d.Post(t, "platform-admin", to, url.Values{"key": {key}, "reason": {""}}); a.Status != http.StatusUnprocessableEntity || a.Find("form[action='"+to+"'] .field-error").Length() != 1 {
		t.Errorf("without a reason: %d", a.Status)
	}
	if a := d.Post(t, "platform-admin", to, url.Values{"key": {key}, "reason": {"業務"}}); a.Status != http.StatusSeeOther {
		t.Errorf("closed: %d %s", a.Status, a.Text("main"))
	}
	numbers("?state=seen", 1, "1件")
	numbers("?state=open", 20, "24件")
}
