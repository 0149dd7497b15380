package mandating

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
)

// BeginTx is what beginning a draft with a part of a file needs.
type BeginTx interface {
	MandateInUse() (mandate.Mandate, error)
	Registered() (party.Org, party.Unit, party.Person, error)
	DraftOfMandatePart(mark string) (ident.Number, error)
	AddMandatePart(mark string, n ident.Number) error
	AddDraft(filing.Draft) error
	SaveEntries(filing.Draft, []filing.Entry) error
}

// Begin makes a draft of a new notification out of what one file says about one operator (まとめて作成). It files nothing.
type Begin struct {
	Act     Act[BeginTx]
	Entropy io.Reader
}

// Beginning are the answers with which the draft begins, and the mark of the part (batch.Part.Mark), by which it is known again.
type Beginning struct {
	Business law.Sector
	Values   form.Values
	Mark     string
}

// Do makes it and reports whether it did: a part of which there is a draft already changes nothing. Who may call: whoever acts under a mandate
// that allows drafting about the business; a mandate that ended meanwhile, or does not, is a Conflict. A facility outside of it is Invalid at its
// row.
func (v Begin) Do(ctx context.Context, s access.Scope, key ident.Key, in Beginning) (made bool, err error) {
	defer fault.Wrap(&err, "mandating.Begin")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Draft}); err != nil {
		return false, err
	}
	leaf, err := v.Act(ctx, s, key, func(tx BeginTx) (ledger.Entry, error) {
		made = false
		m, err := tx.MandateInUse()
		if err == nil {
			err = m.Permits(mandate.Draft, in.Business, law.DayOf(s.At))
		}
		if err == nil {
			err = (&fault.List{Fields: notification.Outside(m.Within(), notification.FacilitiesField, in.Values[notification.FacilitiesField].Rows)}).Err()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		if n, err := tx.DraftOfMandatePart(in.Mark); err != nil || n != "" {
			return ledger.Entry{}, err
		}
		_, unit, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		d := filing.Draft{Form: notification.New.Ref(), Org: s.Org, Unit: s.Unit, By: s.Person}
		if d, err = d.Begun(s.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		entries := in.entries(s, d, unit, person)
		if err := tx.AddDraft(d); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddMandatePart(in.Mark, d.Number); err != nil {
			return ledger.Entry{}, err
		}
		made = true
		return drafted(s, d, entries), tx.SaveEntries(d, entries)
	})
	return made && !leaf.Replayed, err
}

// entries are the first of the draft; whom to ask is who makes it.
func (in Beginning) entries(s access.Scope, d filing.Draft, unit party.Unit, person party.Person) (list []filing.Entry) {
	one := filing.Entry{Draft: d.ID, Seq: 1, State: filing.Current, At: d.CreatedAt, By: s.Person, Name: named(s, person)}
	mint, n := form.RowIDs(d.CreatedAt, string(d.ID)), 0
	for _, f := range notification.New.Form.Fields() {
		v := in.Values[f.ID]
		if f.ID == notification.ContactField && s.Person != "" {
			v = form.Value{Texts: []string{party.Reached(unit, person)}}
		}
		rows := make([]form.Row, len(v.Rows))
		for i, r := range v.Rows {
			r.ID = mint(n)
			rows[i] = r
			n++
		}
		v.Rows = rows
		list = append(list, filing.Parted(one, f.ID, v)...)
	}
	return list
}

func drafted(s access.Scope, d filing.Draft, entries []filing.Entry) ledger.Entry {
	e := ledger.Entry{Kind: ledger.DraftOpened, Object: ident.Object(d.ID), Number: d.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID()}
	if raw, err := json.Marshal(entries); err == nil { //nolint:musttag // a digest over every field by its own name
		e.Digest = sha256.Sum256(raw)
	}
	return e
}
