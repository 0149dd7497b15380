package consulting

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// What reading よくある相談, proposing, publishing and withdrawing need.
var (
	MayReadFAQ     = access.Permission{Action: access.Read, Object: access.FAQ}
	MayProposeFAQ  = access.Permission{Action: access.Write, Object: access.FAQ}
	MayPublishFAQ  = access.Permission{Action: access.Confirm, Object: access.FAQ}
	MayWithdrawFAQ = access.Permission{Action: access.End, Object: access.FAQ}
)

// ProposeTx is what proposing needs.
type ProposeTx interface {
	Registering
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	AddFAQ(e faq.Entry, source ident.Object) error
}

// Propose puts words before a second officer that are to be published of an answered consultation (よくある相談). They are written by hand; nothing of the
// conversation is taken over.
type Propose struct {
	Act     Act[ProposeTx]
	Entropy io.Reader
}

// Proposal is what is to be published of a consultation.
type Proposal struct {
	Consult ident.Number
	faq.Words
	Looked bool // what could lead to who asked was looked at
}

// Do proposes and returns the id. Who may call: officers of an office that has the consultation, as persons; for anybody else it is absent. Words that lack
// something are Invalid with every place, and so are hints at who asked that were not looked at. Without an answer that stands it is a Conflict.
func (v Propose) Do(ctx context.Context, s access.Scope, key ident.Key, w Proposal) (id ident.Object, err error) {
	defer fault.Wrap(&err, "consulting.Propose")
	if err := permitPerson(s, MayProposeFAQ, MayAnswer); err != nil {
		return "", err
	}
	w.Words = trimmed(w.Words)
	if err := w.Check(); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx ProposeTx) (ledger.Entry, error) {
		c, err := tx.Consult(w.Consult, MayAnswer)
		if err != nil {
			return ledger.Entry{}, err
		}
		if _, ok := c.Answer(); !ok {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.faq.answer", nil)
		}
		if err := looked(w.Words, c, w.Looked); err != nil {
			return ledger.Entry{}, err
		}
		e := faq.Entry{Version: 1, Org: s.Org, Unit: s.Unit, Record: faq.Record{Words: w.Words}}
		if e.Number, err = ident.NewNumber(ident.NumberFAQ, tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if e, err = begun(tx, s, e, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return published(ledger.FAQProposed, s, e), tx.AddFAQ(e, c.ID)
	})
	return leaf.Object, err
}

// permitPerson permits somebody who is a person: the second officer is to be another one, not another token of the first.
func permitPerson(s access.Scope, list ...access.Permission) error {
	for _, p := range list {
		if err := s.Permit(p); err != nil {
			return err
		}
	}
	if s.Person == "" {
		return fault.New(fault.Denied, "fault.procedure.person", nil)
	}
	return nil
}

func trimmed(w faq.Words) faq.Words {
	w.Question, w.Answer, w.Basis = strings.TrimSpace(w.Question), strings.TrimSpace(w.Answer), strings.TrimSpace(w.Basis)
	w.Topics = slices.Compact(slices.Sorted(slices.Values(w.Topics)))
	return w
}

// looked is Invalid where words hold what could lead to who asked and nobody said that it was looked at.
func looked(w faq.Words, c consult.Consultation, yes bool) error {
	if yes || len(faq.Hints(w, c)) == 0 {
		return nil
	}
	var l fault.List
	l.Add("looked", "fault.faq.looked", nil)
	return l.Err()
}

// begun is a version as it is put before a second officer, with the office's name of the day.
func begun(tx Registering, s access.Scope, e faq.Entry, entropy io.Reader) (faq.Entry, error) {
	err := e.Move(faq.Proposes)
	if err == nil && e.ID == "" {
		e.ID, err = ident.NewID[ident.Object](tx.Now(), entropy)
	}
	if err != nil {
		return e, err
	}
	_, unit, _, err := tx.Registered()
	e.Office, e.OfficeEn, e.Note = unit.Name, unit.NameEn, ""
	if err == nil {
		e.Proposer, err = sign(tx, s)
	}
	return e, err
}

func sign(tx Registering, s access.Scope) (faq.Signature, error) {
	_, _, person, err := tx.Registered()
	return faq.Signature{By: s.Person, Name: s.Signed(person.Name), At: tx.Now()}, err
}

func published(kind ledger.Kind, s access.Scope, e faq.Entry) ledger.Entry {
	b, err := json.Marshal(e.Record)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: e.ID, Number: e.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}
