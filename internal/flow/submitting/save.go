package submitting

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"sort"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
)

// SaveTx is what saving answers and rows needs.
type SaveTx interface {
	Now() ident.Instant
	TakeFields(n ident.Number, fields []string) (filing.Draft, []filing.Entry, error)
	SaveEntries(filing.Draft, []filing.Entry) error
	Person(ident.Person) (party.Person, error)
}

// Save keeps answers of a draft on the server. Nothing typed is lost: what cannot be read as the field wants is kept
// as it was typed, and told; what a colleague saved meanwhile stays beside it.
type Save struct{ Act Act[SaveTx] }

// Answer is one answer and the sequence number of the one that the writer had on screen (0: none).
type Answer struct {
	Value form.Value
	Base  int
}

// Saved says what became of a save.
type Saved struct {
	Draft  filing.Draft
	Beside []string      // fields where a colleague's text now stands beside
	Faults []fault.Field // what could not be read; it was kept as typed
}

// Do saves answers by field id. Only text that cannot be stored at all (NUL, bidi controls, over the
// limit) is refused, with the place; the rest is kept.
func (v Save) Do(ctx context.Context, s access.Scope, key ident.Key, save SaveOf) (saved Saved, err error) {
	defer fault.Wrap(&err, "submitting.Save")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Draft}); err != nil {
		return saved, err
	}
	tidy, soft, err := save.tidy()
	if err == nil {
		err = save.inside(s)
	}
	if err != nil {
		return saved, err
	}
	saved.Faults = soft
	_, err = v.Act(ctx, s, key, func(tx SaveTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeFields(save.Draft, save.fields(tidy))
		if err != nil {
			return ledger.Entry{}, err
		}
		name, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		saved.Draft = d
		var changed []filing.Entry
		for _, field := range save.Form.Fields() {
			a, ok := tidy[field.ID]
			if !ok {
				continue
			}
			next := filing.Entry{Draft: d.ID, Field: field.ID, At: tx.Now(), By: s.Person, Name: name, Value: a.Value}
			if field.Kind == form.Table {
				changed = append(changed, wholeTable(entries, field, next)...)
				continue
			}
			woven := filing.Weave(ofField(entries, field.ID), next, a.Base)
			if len(woven) == 1 && woven[0].State == filing.Beside {
				saved.Beside = append(saved.Beside, field.ID)
			}
			changed = append(changed, woven...)
		}
		if len(changed) == 0 {
			return ledger.Entry{}, nil
		}
		return draftEntry(ledger.DraftSaved, s, d, changed), tx.SaveEntries(d, changed)
	})
	return saved, err
}

// SaveOf names what is saved.
type SaveOf struct {
	Draft   ident.Number
	Form    form.Form
	Answers map[string]Answer
}

// inside refuses rows of facilities to which the mandate does not extend under which somebody acts (委任).
func (o SaveOf) inside(s access.Scope) error {
	var l fault.List
	for _, id := range slices.Sorted(maps.Keys(o.Answers)) {
		l.Fields = append(l.Fields, notification.Outside(s.Under.Within, id, o.Answers[id].Value.Rows)...)
	}
	return l.Err()
}

// fields are the fields to be read; those of all rows where a table is written.
func (o SaveOf) fields(tidy map[string]Answer) []string {
	list := slices.Sorted(maps.Keys(tidy))
	for i, id := range list {
		if f, _ := o.Form.Field(id); f.Kind == form.Table {
			list[i] = filing.RowsOf(id)
		}
	}
	return list
}

// tidy parts faults that make an answer impossible to store from those that are only told.
func (o SaveOf) tidy() (map[string]Answer, []fault.Field, error) {
	var hard, soft fault.List
	tidy := map[string]Answer{}
	for id, a := range o.Answers {
		field, ok := o.Form.Field(id)
		if !ok {
			hard.Add(id, "fault.form.field", nil)
			continue
		}
		var l fault.List
		a.Value = field.Tidy(&l, a.Value)
		for _, f := range l.Fields {
			if f.Code == "fault.form.moment" && len(a.Value.Text()) <= 200 || strings.HasPrefix(f.Code, "fault.indicator.") {
				soft.Fields = append(soft.Fields, f)
			} else {
				hard.Fields = append(hard.Fields, f)
			}
		}
		if field.Kind == form.Moment { // kept as typed, so it must be storable
			checkTyped(&hard, field, a.Value)
		}
		tidy[id] = a
	}
	sort.Slice(hard.Fields, func(i, j int) bool { return hard.Fields[i].Path < hard.Fields[j].Path })
	return tidy, soft.Fields, hard.Err()
}

func ofField(entries []filing.Entry, field string) []filing.Entry {
	var list []filing.Entry
	for _, e := range entries {
		if e.Field == field {
			list = append(list, e)
		}
	}
	return list
}

func draftEntry(kind ledger.Kind, s access.Scope, d filing.Draft, changed []filing.Entry) ledger.Entry {
	e := ledger.Entry{Kind: kind, Object: ident.Object(d.ID), Number: d.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID()}
	if raw, err := json.Marshal(changed); err == nil { //nolint:musttag // a digest over every field by its own name
		e.Digest = sha256.Sum256(raw)
	}
	return e
}
