package registering

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// MayDraft is what beginning a notification needs.
var MayDraft = access.Permission{Action: access.Write, Object: access.Draft}

var mayFile = access.Permission{Action: access.File, Object: access.Report}

// DraftTx is what making a draft needs.
type DraftTx interface {
	Person(ident.Person) (party.Person, error)
	InventoryRev() (int, error)
	Procedure(ref string) (procedure.Procedure, error)
	CaseWith(ident.Number, access.Permission) ([]filing.Reported, error)
	AddDraft(filing.Draft) error
	SaveEntries(filing.Draft, []filing.Entry) error
}

// Draft makes a draft of a notification (届出), or of a change of one, out of what 機器台帳 projects to. It files nothing.
type Draft struct {
	Act     Act[DraftTx]
	Entropy io.Reader
}

// Drafting are the answers with which a draft begins, under which procedure, and the revision of 機器台帳 from which they were projected.
type Drafting struct {
	Procedure string
	Seen      int
	Values    form.Values
	// Follows is the notification whose change it is, and Last the filing of its case with which it was compared; empty for every other.
	Follows, Last ident.Number
	Sources       map[string]string // by field: the filing from which an answer comes, in words
}

// Do returns the id of the draft. Who may call: roles that may write drafts and read 機器台帳. A 機器台帳 that was written meanwhile, and a change that
// was filed meanwhile, is a Conflict.
func (v Draft) Do(ctx context.Context, s access.Scope, key ident.Key, w Drafting) (id ident.Draft, err error) {
	defer fault.Wrap(&err, "registering.Draft")
	needs := []access.Permission{MayRead, MayDraft}
	if w.Follows != "" {
		needs = append(needs, mayFile)
	}
	for _, p := range needs {
		if err := s.Permit(p); err != nil {
			return "", err
		}
	}
	leaf, err := v.Act(ctx, s, key, func(tx DraftTx) (ledger.Entry, error) {
		if rev, err := tx.InventoryRev(); err != nil || rev != w.Seen {
			if err == nil {
				err = fault.New(fault.Conflict, "fault.asset.moved", nil)
			}
			return ledger.Entry{}, err
		}
		p, err := tx.Procedure(w.Procedure)
		if err != nil {
			return ledger.Entry{}, err
		}
		d := filing.Draft{Form: p.Ref(), Org: s.Org, Unit: s.Unit, By: s.Person}
		if d, err = w.following(tx, s, p, d); err != nil {
			return ledger.Entry{}, err
		}
		if d, err = d.Begun(s.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		name, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		var entries []filing.Entry
		for _, f := range p.Form.Fields() {
			one := filing.Entry{Draft: d.ID, Seq: 1, State: filing.Current, At: d.CreatedAt, By: d.By, Name: name, From: w.Sources[f.ID]}
			entries = append(entries, filing.Parted(one, f.ID, w.Values[f.ID])...)
		}
		if err := tx.AddDraft(d); err != nil {
			return ledger.Entry{}, err
		}
		e := entry(ledger.DraftOpened, s, ident.Object(d.ID), len(entries), w.Values)
		e.Number = d.Number
		return e, tx.SaveEntries(d, entries)
	})
	return ident.Draft(leaf.Object), err
}

// following is a draft with the notification that it follows, where it follows one: of the own organisation, standing, and as it was compared.
func (w Drafting) following(tx DraftTx, s access.Scope, p procedure.Procedure, d filing.Draft) (filing.Draft, error) {
	if p.Follows != (w.Follows != "") {
		return d, fault.Absent()
	}
	if w.Follows == "" {
		return d, nil
	}
	list, err := tx.CaseWith(w.Follows, mayFile)
	if err != nil {
		return d, err
	}
	base := filing.In(list, w.Follows)
	before, err := dossier.Read(list, tx.Procedure)
	if err != nil {
		return d, err
	}
	switch {
	case !base.HeldBy(s.Org):
		return d, fault.New(fault.Conflict, "fault.filing.passed", nil)
	case base.Case == "":
		return d, fault.New(fault.Conflict, "fault.incident.none", nil)
	case before.Stands().Last().Number != w.Last:
		return d, fault.New(fault.Conflict, "fault.asset.moved", nil)
	}
	if err := before.Permit(p, base.ID); err != nil {
		return d, err
	}
	d.Follows = base.ID
	_, d.Unit = base.Holder()
	return d, nil
}
