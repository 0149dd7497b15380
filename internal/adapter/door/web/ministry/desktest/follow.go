package desktest

import (
	"crypto/rand"
	"fmt"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/flow/submitting"
)

// Detailed sends the 詳報 of a case as its filer, with pasted indicators; all else that it needs is answered.
func (d *Desk) Detailed(t testing.TB, who string, of filing.Filing, indicators string, techniques ...string) filing.Filing {
	t.Helper()
	d.n++
	key := func(step string) ident.Key { return d.Key(who, fmt.Sprint("detailed", d.n, step)) }
	id, err := submitting.Follow{Act: store.Act[submitting.FollowTx](d.DB), Entropy: rand.Reader}.Do(t.Context(), d.Scope(who), key("open"), of.Number, incident.Detailed.ID)
	if err != nil {
		t.Fatal(err)
	}
	type reads interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	var draft filing.Draft
	if err := store.Read[reads](d.DB)(t.Context(), d.Scope(who), func(tx reads) error {
		draft, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	answers := map[string]submitting.Answer{}
	for field, v := range map[string]form.Value{
		"form_kind": {Texts: []string{incident.FormRansomware}}, "story": {Texts: []string{"暗号化を確認した。"}}, "occurred_at": {Unknown: true}, "service_level": {Texts: []string{"no"}},
		"ransom_types": {Texts: []string{"encrypted", "demand"}}, "entry": {Unknown: true}, "indicators": {Texts: []string{indicators}}, "response": {Texts: []string{"切り離した。"}}, "techniques": {Texts: techniques, Unknown: len(techniques) == 0},
	} {
		answers[field] = submitting.Answer{Value: v, Base: 1}
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](d.DB)}
	if _, err := save.Do(t.Context(), d.Scope(who), ident.Key{}, submitting.SaveOf{Draft: draft.Number, Form: incident.Detailed.Form, Answers: answers}); err != nil {
		t.Fatal(err)
	}
	sent, err := d.Doors.File.Do(t.Context(), d.Scope(who), key("send"), submitting.Sending{Draft: draft.Number, Unapproved: true})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Report(t.Context(), d.Scope(who), sent)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
