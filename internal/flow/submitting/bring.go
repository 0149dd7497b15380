package submitting

import (
	"context"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// BringTx is what taking over the indicators of a notice needs.
type BringTx interface {
	TakeFields(n ident.Number, fields []string) (filing.Draft, []filing.Entry, error)
	Procedure(ref string) (procedure.Procedure, error)
	Notice(ident.Number) (notice.Notice, error)
	Person(ident.Person) (party.Person, error)
	SaveEntries(filing.Draft, []filing.Entry) error
}

// Bring takes the 侵害指標 of a 気付き連絡 over into a draft of a 詳報 or 続報 (命令4条3項5号): those that it does not have yet, each line with the number of
// the notice. The contractor is not named: who reads the report learns of a notice, and whom to ask about it is the operator's to say.
type Bring struct{ Act Act[BringTx] }

// Bringing names the draft and the notice.
type Bringing struct{ Draft, Notice ident.Number }

// MayBring is the permission over drafts that it needs beside reading notices.
var MayBring = access.Permission{Action: access.Write, Object: access.Draft}

// Do returns how many came. Who may call: roles that may write drafts and read notices. A draft that does not ask for indicators is a Conflict; a
// notice that is not there is a fault of "notice"; more than the field takes is a fault of it, and nothing is taken over.
func (v Bring) Do(ctx context.Context, s access.Scope, key ident.Key, in Bringing) (added int, err error) {
	defer fault.Wrap(&err, "submitting.Bring")
	for _, may := range []access.Permission{MayBring, {Action: access.Read, Object: access.Notice}} {
		if err := s.Permit(may); err != nil {
			return 0, err
		}
	}
	_, err = v.Act(ctx, s, key, func(tx BringTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeFields(in.Draft, []string{incident.IndicatorsField})
		if err != nil {
			return ledger.Entry{}, err
		}
		p, err := tx.Procedure(d.Form)
		if err != nil {
			return ledger.Entry{}, err
		}
		field, found := p.Form.Field(incident.IndicatorsField)
		if !found || field.Reads != indicator.Indicators {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.notice.indicators", nil)
		}
		n, err := tx.Notice(in.Notice)
		if fault.Is(err, fault.Hidden) {
			var l fault.List
			l.Add("notice", "fault.form.option", fault.Args{"text": string(in.Notice)})
			err = l.Err()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		was := filing.Answers(entries)[field.ID].Current
		next := filing.Entry{Draft: d.ID, Field: field.ID, At: s.At, By: s.Person}
		if next.Value, added, err = merged(field, was.Value, n); err != nil || added == 0 {
			return ledger.Entry{}, err
		}
		if was.Value.Empty() || was.Value.Unknown {
			next.From = n.Source()
		}
		if next.Name, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		changed := filing.Weave(entries, next, was.Seq)
		return draftEntry(ledger.DraftSaved, s, d, changed), tx.SaveEntries(d, changed)
	})
	return added, err
}

// merged is an answer with what a notice adds to it. Places that could not be read before are told as before, and keep nothing out.
func merged(field form.Field, was form.Value, n notice.Notice) (v form.Value, added int, err error) {
	text, added := indicator.Merged(was.Text(), n.Technical, notice.SourceName+string(n.Number))
	v = form.Value{Texts: []string{text}}
	var all, l fault.List
	field.Tidy(&all, v)
	for _, f := range all.Fields {
		if f.Code == "fault.indicator.many" || !strings.HasPrefix(f.Code, "fault.indicator.") {
			l.Fields = append(l.Fields, f)
		}
	}
	if err = l.Err(); err != nil {
		added = 0
	}
	return v, added, err
}
