package submitting

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// FileTx is what sending a 速報 needs: three loads, three writes.
type FileTx interface {
	Arriving(party.Act) (filing.Arriving, error)
	TakeDraft(ident.Number) (filing.Draft, []filing.Entry, error)
	CloseDraft(ident.Draft, filing.DraftState, ident.Filing) error
	AddCase(incident.Case) error
	AddArrival(filing.Arrival) error
}

// File sends a 速報 (強化法5条, 命令4条2項): from a draft, or from a body that came whole through the API.
type File struct {
	Act     Act[FileTx]
	Entropy io.Reader
}

// Prompt is what is sent: the draft, or values when Draft is empty.
type Prompt struct {
	Draft     ident.Number
	Values    form.Values
	Confirmed []string // questions answered with yes
}

// Do sends and returns the id of the filing. Who may call: roles that may file reports. What cannot be
// read is Invalid with every place; questions that were not confirmed are Invalid with code "ask.…"; a draft
// that was sent already is a Conflict that names the filing.
func (f File) Do(ctx context.Context, s access.Scope, key ident.Key, p Prompt) (id ident.Filing, err error) {
	defer fault.Wrap(&err, "submitting.File")
	if err := s.Permit(access.Permission{Action: access.File, Object: access.Report}); err != nil {
		return "", err
	}
	leaf, err := f.Act(ctx, s, key, func(tx FileTx) (ledger.Entry, error) {
		now, err := tx.Arriving(party.ActReport)
		if err != nil {
			return ledger.Entry{}, err
		}
		values, draft, err := load(tx, p)
		if err != nil {
			return ledger.Entry{}, err
		}
		values, err = judge(values, p.Confirmed, now.At)
		if err != nil {
			return ledger.Entry{}, err
		}
		c, a, err := f.make(s, now, values, p.Confirmed)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddCase(c); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddArrival(a); err != nil {
			return ledger.Entry{}, err
		}
		if draft.ID != "" {
			if err := tx.CloseDraft(draft.ID, filing.DraftSent, a.Filing.ID); err != nil {
				return ledger.Entry{}, err
			}
		}
		return entry(s, now, a), nil
	})
	return ident.Filing(leaf.Object), err
}

func load(tx FileTx, p Prompt) (form.Values, filing.Draft, error) {
	if p.Draft == "" {
		return p.Values, filing.Draft{}, nil
	}
	d, entries, err := tx.TakeDraft(p.Draft)
	if err != nil {
		return nil, d, err
	}
	for id, a := range filing.Answers(entries) {
		if len(a.Beside) > 0 {
			return nil, d, &fault.Error{Kind: fault.Conflict, Code: "fault.draft.beside", Fields: []fault.Field{{Path: id, Code: "fault.draft.beside"}}}
		}
	}
	return filing.Values(entries), d, nil
}

func judge(values form.Values, confirmed []string, at ident.Instant) (form.Values, error) {
	tidy, asked, err := incident.PromptForm.Check(values, at)
	if err != nil {
		return nil, err
	}
	if left := form.Unconfirmed(asked, confirmed); len(left) > 0 {
		var l fault.List
		for _, q := range left {
			l.Add(q.Field, q.Code, q.Args)
		}
		return nil, l.Err()
	}
	return tidy, nil
}

// make is the pure change: what exists after the act.
func (f File) make(s access.Scope, now filing.Arriving, values form.Values, confirmed []string) (incident.Case, filing.Arrival, error) {
	summary := Summary(values)
	c := incident.Case{Org: s.Org, Unit: s.Unit, State: incident.CaseOpen, OpenedAt: now.At, Summary: summary}
	fl := filing.Filing{Kind: filing.KindPrompt, Org: s.Org, Unit: s.Unit, State: filing.Arrived, Rev: 1, ArrivedAt: now.At, Leaf: now.Leaf}
	d := duty.Duty{Org: s.Org, Unit: s.Unit, Rule: "incident.detailed", State: duty.Open, OpenedAt: now.At}
	var err error
	if c.ID, err = ident.NewID[ident.Case](now.At, f.Entropy); err != nil {
		return c, filing.Arrival{}, err
	}
	if fl.ID, err = ident.NewID[ident.Filing](now.At, f.Entropy); err != nil {
		return c, filing.Arrival{}, err
	}
	if d.ID, err = ident.NewID[ident.Duty](now.At, f.Entropy); err != nil {
		return c, filing.Arrival{}, err
	}
	if c.Number, err = ident.NewNumber(ident.NumberCase, now.At, f.Entropy); err != nil {
		return c, filing.Arrival{}, err
	}
	if fl.Number, err = ident.NewNumber(ident.NumberReport, now.At, f.Entropy); err != nil {
		return c, filing.Arrival{}, err
	}
	fl.Case, d.Subject = c.ID, ident.Object(c.ID)
	canonical, err := incident.PromptForm.Canonical(values)
	if err != nil {
		return c, filing.Arrival{}, err
	}
	sum := sha256.Sum256(canonical)
	content := filing.Content{
		Values: canonical, Digest: hex.EncodeToString(sum[:]), Filer: now.Filer, SentBy: now.Sender, Program: now.Program, Confirmed: confirmed, Summary: summary,
	}
	content.Filer.Contact = values["callback"].Text()
	if d.Why, err = DetailedDue(values, now.At); err != nil {
		return c, filing.Arrival{}, err
	}
	d.DueOn = d.Why.Due
	return c, filing.Arrival{Filing: fl, Content: content, To: now.Offices, Duty: d}, nil
}

// DetailedDue is the date of the 詳報, counted from the day of awareness (命令4条3項).
func DetailedDue(values form.Values, at ident.Instant) (law.Due, error) {
	aware, err := form.MomentInstant(values["aware_at"].Text())
	if err != nil {
		return law.Due{}, err
	}
	return law.At(law.DayOf(at)).Due("incident.detailed", law.Question{On: law.DayOf(aware)})
}

// Summary is the one line under which a report stands in lists.
func Summary(values form.Values) string {
	if t := values["what_text"].Text(); t != "" {
		return t
	}
	field, _ := incident.PromptForm.Field("what_kind")
	var labels []string
	for _, id := range values["what_kind"].Texts {
		if o, ok := field.Option(id); ok {
			labels = append(labels, o.Label.Ja)
		}
	}
	return strings.Join(labels, "、")
}

func entry(s access.Scope, now filing.Arriving, a filing.Arrival) ledger.Entry {
	var digest [32]byte
	if raw, err := hex.DecodeString(a.Content.Digest); err == nil {
		copy(digest[:], raw)
	}
	var offices []string
	for _, t := range a.To {
		if t.Channel == filing.Here {
			offices = append(offices, t.Title)
		}
	}
	return ledger.Entry{
		Kind: ledger.ReportPromptFiled, Object: ident.Object(a.Filing.ID), Number: a.Filing.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest,
		Facts: map[string]string{
			ledger.FactFiler: now.Filer.Name, ledger.FactAddressees: strings.Join(offices, "、"),
			ledger.FactBook: a.Duty.Why.Book, ledger.FactDue: a.Duty.DueOn.String(),
			ledger.FactReleased: filing.ReleaseDigest(a.To),
		},
	}
}
