package today_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/today"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/asking"
)

// tray is where mails go.
type tray []message.Message

// Send is of store.Sender.
func (t *tray) Send(_ context.Context, m message.Message) error {
	*t = append(*t, m)
	return nil
}

// morning lets the morning's numbers leave, counted in some way, and returns what each address is told.
func morning(t *testing.T, d *desktest.Desk, count store.Morning) map[string][]string {
	t.Helper()
	ctx := t.Context()
	if err := d.AskMorning(ctx); err != nil {
		t.Fatal(err)
	}
	l, ok, err := d.TakeQueue(ctx, store.MorningQueue, "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if did, err := d.DoTask(ctx, l, store.MorningQueue, d.Mornings(count)); err != nil || !did {
		t.Fatal(did, err)
	}
	post, ok, err := d.TakeOutbox(ctx, "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	var mails tray
	for n := 1; n > 0; {
		if n, err = d.SendDue(ctx, post, &mails); err != nil {
			t.Fatal(err)
		}
	}
	told := map[string][]string{}
	for _, m := range mails {
		if !m.Morning.Zero() {
			told[m.To] = numbers(m.Body())
		}
	}
	return told
}

var counted = regexp.MustCompile(`(\d+)件`)

func numbers(text string) (n []string) {
	for _, m := range counted.FindAllStringSubmatch(text, -1) {
		n = append(n, m[1])
	}
	return n
}

// wants lets somebody of an office have the morning's numbers, and returns their address.
func wants(t *testing.T, d *desktest.Desk, who string) string {
	t.Helper()
	choose := appointing.ChooseMail{Act: store.Act[appointing.ChooseMailTx](d.DB)}
	if err := choose.Do(t.Context(), d.Scope(who), d.Key(who, "wants"), message.Takes(party.Ministry)); err != nil {
		t.Fatal(who, err)
	}
	for _, p := range d.People {
		if p.Token == who {
			return p.Email
		}
	}
	t.Fatal(who)
	return ""
}

// The mail of 08:45 says what the page says to the same person at that moment, for each kind of member of an office and for a shared address.
func TestTheMorningsMailSaysWhatThePageShows(t *testing.T) {
	t.Parallel()
	d := desk(t)
	who := []string{"ministry-officer", "ministry-supervisor", "cabinet-analyst", "cabinet-supervisor", "nco-analyst", "other-ministry-officer", "regional-officer", "supplier-ministry-officer"}
	to := map[string]string{}
	for _, w := range who {
		to[w] = wants(t, d, w)
	}
	add := appointing.AddMailbox{Act: store.Act[appointing.AddMailboxTx](d.DB), Entropy: d.Entropy}
	if err := add.Do(t.Context(), d.Scope("ministry-supervisor"), d.Key("ministry-supervisor", "box"), message.Mailbox{Unit: d.As("ministry-supervisor").Unit, Address: "desk@example.jp", Takes: message.Takes(party.Ministry)}); err != nil {
		t.Fatal(err)
	}
	// Monday to Wednesday: what came before the last working morning and after, opened by one office, asked about with and without a day, answered.
	old := d.File(t, "operator-filer", canary)
	late := d.File(t, "operator-filer", canary)
	d.Get(t, "ministry-officer", "/ministry/reports/"+old.Number.ASCII())
	d.Clock.Set(time.Date(2026, 11, 25, 10, 0, 0, 0, ident.JST))
	answered := d.File(t, "operator-site-filer", canary)
	d.File(t, "other-operator-filer", canary)
	d.AskAbout(t, "ministry-officer", late, canary)
	for _, day := range []string{"2026-11-27", "2026-12-03", "2026-12-04"} { // two within seven days of the mail's
		if _, err := d.Ask.Do(t.Context(), d.Scope("ministry-officer"), d.Key("ministry-officer", day), asking.Question{Filing: old.Number, Kind: request.Enquiry, AnswerBy: law.MustDay(day), Text: canary}); err != nil {
			t.Fatal(err)
		}
	}
	q := d.AskAbout(t, "cabinet-analyst", answered, canary)
	later(d, time.Hour)
	d.Reply(t, "operator-site-filer", answered, q, canary)
	d.Clock.Set(time.Date(2026, 11, 26, 8, 45, 0, 0, ident.JST))

	told := morning(t, d, today.Counted(store.Read[today.Counting](d.DB)))
	shown, kinds := func(who string) []string { return numbers(d.Get(t, who, today.Path).Text("#desk-morning")) }, map[string]bool{}
	for _, w := range who {
		page, mail := shown(w), told[to[w]]
		none := slices.Equal(page, []string{"0", "0", "0"})
		if len(page) != 3 || none != (mail == nil) || mail != nil && !slices.Equal(page, mail) {
			t.Errorf("%s: the mail says %v, the page %v", w, mail, page)
		}
		kinds[strings.Join(page, " ")] = true
	}
	if box := told["desk@example.jp"]; !slices.Equal(box, shown("ministry-officer")) {
		t.Errorf("the shared address is told %v, the page says %v", box, shown("ministry-officer"))
	}
	if officer := shown("ministry-officer"); len(kinds) < 3 || slices.Contains(officer, "0") {
		t.Errorf("the control: there is nothing to tell apart: %v, %v", kinds, officer)
	}
	// The control: the page of an hour later, after a colleague opened one, is not what that mail said.
	d.Get(t, "ministry-officer", "/ministry/reports/"+answered.Number.ASCII())
	if slices.Equal(shown("ministry-supervisor"), told[to["ministry-supervisor"]]) {
		t.Error("the control: the page did not change, so the comparison sees nothing")
	}
}
