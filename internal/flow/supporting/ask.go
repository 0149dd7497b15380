package supporting

import (
	"context"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/support"
)

// AskTx is what asking for help needs.
type AskTx interface {
	Now() ident.Instant
	Registered() (party.Org, party.Unit, party.Person, error)
	SupportAbout(ident.Number) (ident.Object, ident.Unit, error)
	Offices(operator ident.Org, act party.Act, on law.Day) ([]filing.Addressee, error)
	AddWish(support.Support, []filing.Addressee) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Ask says that help is wished for (支援を希望する). No provision asks anybody to: it is never counted who did not.
type Ask struct {
	Act     Act[AskTx]
	Entropy io.Reader
}

// Wish is what is asked for; About is the number of a report or of its draft, or empty.
type Wish struct {
	About   ident.Number
	Kinds   []support.Kind
	Urgency support.Urgency
	Contact string
	Text    string
}

// urgencies are the subjects of the mail that says so (R15).
var urgencies = map[support.Urgency]message.Urgency{support.Now: message.Urgent, support.Today: message.Action, support.Calm: message.Notice}

// Do asks and returns the id of the wish. Who may call: roles that may file, of the operator. What is wrong is Invalid at kinds, urgency,
// contact, text or about; a report that is not the organisation's is told as one that does not exist. Without a competent office it is
// Unavailable.
func (a Ask) Do(ctx context.Context, s access.Scope, key ident.Key, w Wish) (id ident.Object, err error) {
	defer fault.Wrap(&err, "supporting.Ask")
	if err := s.Permit(MayAsk); err != nil {
		return "", err
	}
	words := support.Words{Kinds: w.Kinds, Contact: strings.TrimSpace(w.Contact), Text: strings.TrimSpace(w.Text)}
	if err := words.Check(w.Urgency); err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AskTx) (ledger.Entry, error) {
		org, _, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		words.Filer, words.FilerEn, words.Name = org.Name, org.NameEn, s.Signed(person.Name)
		n := support.Support{Org: s.Org, Unit: s.Unit, Urgency: w.Urgency, State: support.Received, AskedAt: tx.Now(), Words: words}
		if w.About != "" {
			if n.About, n.Unit, err = tx.SupportAbout(w.About); err != nil {
				return ledger.Entry{}, unknown(err)
			}
		}
		to, err := offices(tx, s.Org, law.DayOf(tx.Now()))
		if err != nil {
			return ledger.Entry{}, err
		}
		if n.ID, err = ident.NewID[ident.Object](tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if n.Number, err = ident.NewNumber(ident.NumberSupport, tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddWish(n, to); err != nil {
			return ledger.Entry{}, err
		}
		var units []ident.Unit
		for _, o := range to {
			units = append(units, o.Unit)
		}
		return entry(ledger.SupportAsked, s, n, words), tx.Notify(units, n.ID, n.Number, string(urgencies[w.Urgency]))
	})
	return leaf.Object, err
}

func unknown(err error) error {
	if !fault.Is(err, fault.Hidden) {
		return err
	}
	var l fault.List
	l.Add("about", "fault.support.about", nil)
	return l.Err()
}

// offices are whom a wish goes to: those of the rows of the day for 対処支援, or else those of the ministries that have the operator's reports.
// Nobody else is told, 国家サイバー統括室 and helpers neither, before the operator shows it to them.
func offices(tx AskTx, operator ident.Org, on law.Day) ([]filing.Addressee, error) {
	list, err := tx.Offices(operator, party.ActSupport, on)
	if err == nil && len(list) == 0 {
		list, err = tx.Offices(operator, party.ActReport, on)
		list = slices.DeleteFunc(list, func(o filing.Addressee) bool { return o.Kind != party.Ministry })
	}
	list = slices.DeleteFunc(list, func(o filing.Addressee) bool { return o.Channel != filing.Here })
	if err == nil && len(list) == 0 {
		err = fault.New(fault.Unavailable, "fault.filing.nobody", nil)
	}
	return list, err
}
