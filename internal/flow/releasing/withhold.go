package releasing

import (
	"context"
	"fmt"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
	"kanmin/internal/domain/window"
)

// Wish is one section that is to be withheld from the addressees of a title until an hour.
type Wish struct {
	Title   string `json:"title"` // 経済産業大臣
	Section string `json:"section"`
	Until   string `json:"until"` // as typed
	Reason  string `json:"reason"`
	Sure    bool   `json:"sure"` // asked, whoever withholds says yes: by a rule that is not confirmed it may have to go
}

// WithholdTx is what choosing needs.
type WithholdTx interface {
	openTx
	Person(ident.Person) (party.Person, error)
	SetWithheld(filing.Draft, []filing.Withholding) error
}

// Withhold chooses what of a draft is withheld from whom until when, in the place of what was chosen before.
type Withhold struct{ Act Act[WithholdTx] }

// Do chooses. Who may call: roles that write drafts. What is wrong is Invalid with each place as "withhold[0].until"; a section that goes
// by law is refused there, one that may have to go is asked about (code "ask.release"). A draft that was sent is a Conflict, and so
// is a procedure whose offices the law does not name, and a correction, whose addressees are frozen.
func (v Withhold) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, wishes []Wish) (err error) {
	defer fault.Wrap(&err, "releasing.Withhold")
	if err := s.Permit(MayChoose); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx WithholdTx) (ledger.Entry, error) {
		d, p, offices, err := open(tx, n)
		if err != nil {
			return ledger.Entry{}, err
		}
		name, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := Judge(p.Form, offices, wishes, tx.Now())
		if err != nil {
			return ledger.Entry{}, err
		}
		for i := range list {
			list[i].Name = name
		}
		e := ledger.Entry{Kind: ledger.DraftReleaseChosen, Object: ident.Object(d.ID), Number: d.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(list)}
		return e, tx.SetWithheld(d, list)
	})
	return err
}

var untilField = form.Field{ID: "until", Kind: form.Moment, Needed: true}

// Judge reads wishes against the offices of a draft.
func Judge(f form.Form, offices []filing.Addressee, wishes []Wish, at ident.Instant) (list []filing.Withholding, err error) {
	var l fault.List
	if len(wishes) > filing.WithholdMost {
		l.Add("withhold", "fault.declare.count", fault.Args{"count": fmt.Sprint(len(wishes)), "min": "0", "max": fmt.Sprint(filing.WithholdMost)})
		return nil, l.Err()
	}
	for i, w := range wishes {
		path := fmt.Sprintf("withhold[%d]", i)
		until := hour(&l, path+".until", w.Until, at)
		if text.Check(&l, path+".reason", w.Reason, filing.WithholdReasonMost); text.Blank(w.Reason) {
			l.Add(path+".reason", "fault.form.needed", nil)
		}
		known := false
		for _, o := range offices {
			if o.Title != w.Title || o.Channel != filing.Here {
				continue
			}
			known = true
			judging{&l, f, at}.permit(path, w, o)
			one := filing.Withholding{Office: o.Unit, Section: w.Section, Until: until, WithholdWords: filing.WithholdWords{Reason: w.Reason}}
			if slices.ContainsFunc(list, func(b filing.Withholding) bool { return b.Office == one.Office && b.Section == one.Section }) {
				l.Add(path+".section", "fault.declare.twice", nil)
			}
			list = append(list, one)
		}
		if !known {
			l.Add(path+".office", "fault.release.office", nil)
		}
	}
	return list, l.Err()
}

// hour reads until when: after the present, and not for ever.
func hour(l *fault.List, path, typed string, at ident.Instant) ident.Instant {
	var own fault.List
	v := untilField.Tidy(&own, form.Value{Texts: []string{typed}})
	if text.Blank(typed) {
		own = fault.List{Fields: []fault.Field{{Code: "fault.form.needed"}}}
	}
	until, err := form.MomentInstant(v.Text())
	switch {
	case len(own.Fields) > 0:
		l.Add(path, own.Fields[0].Code, own.Fields[0].Args)
	case err != nil:
		l.Add(path, "fault.form.moment", fault.Args{"text": typed})
	case until <= at:
		l.Add(path, "fault.release.past", nil)
	case law.DayOf(until).Since(law.DayOf(at)) > filing.WithholdDaysMost:
		l.Add(path, "fault.release.far", fault.Args{"days": fmt.Sprint(filing.WithholdDaysMost)})
	}
	return until
}

type judging struct {
	*fault.List
	form form.Form
	at   ident.Instant
}

// permit judges one section for one office.
func (l judging) permit(path string, w Wish, o filing.Addressee) {
	if w.Section == "" || !filing.HasPart(l.form, w.Section) || !slices.Contains(o.Sections, w.Section) {
		l.Add(path+".section", "fault.release.section", nil)
		return
	}
	d, _ := window.DefaultOf(o.Kind, w.Section, law.DayOf(l.at))
	switch {
	case d.Must:
		l.Add(path+".section", "fault.release.must", fault.Args{"law": cited(d)})
	case d.Asks && !w.Sure:
		l.Add(path+".sure", "ask.release", fault.Args{"law": cited(d)})
	case len(o.Sections) == 1:
		l.Add(path+".section", "fault.release.whole", nil)
	}
}

func cited(d window.Default) string {
	if p := law.Provisions(d.Provision...); len(p) > 0 {
		return p[0].Ja
	}
	return ""
}
