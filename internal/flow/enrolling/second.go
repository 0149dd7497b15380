package enrolling

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Countersign is something that a second person of the organisation is asked (同僚の確認).
type Countersign struct {
	ID      string
	Kind    string
	State   string
	Person  ident.Person
	Session ident.Session // that is to be stood by
	AskedAt ident.Instant
	UntilAt ident.Instant
	Body    CountersignBody
}

// CountersignBody is the sealed part.
type CountersignBody struct {
	Name string // of whoever asks
}

// The kinds and states of a countersign.
const (
	CountersignSession = "session"

	CountersignAsked   = "asked"
	CountersignGranted = "granted"
	CountersignRefused = "refused"
)

// AskSecondTx is what asking for a second person needs.
type AskSecondTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	Countersigns() ([]Countersign, error)
	AddCountersign(Countersign) error
}

// AskSecond asks colleagues to stand by a sign-in with a printed list.
type AskSecond struct {
	Act     Act[AskSecondTx]
	Entropy io.Reader
}

// Do asks once per session; while it is asked, asking again changes nothing. name is how colleagues know who asks. Who may
// call: a person in a browser who came in by a weak method.
func (v AskSecond) Do(ctx context.Context, s access.Scope, name string) (err error) {
	defer fault.Wrap(&err, "enrolling.AskSecond")
	if err := signedIn(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx AskSecondTx) (ledger.Entry, error) {
		now := tx.Now()
		session, err := tx.Session(s.Session)
		if err != nil {
			return ledger.Entry{}, err
		}
		open, err := tx.Countersigns()
		if err != nil || !session.Alone(now) {
			return ledger.Entry{}, err
		}
		for _, c := range open {
			if c.Kind == CountersignSession && c.Session == s.Session {
				return ledger.Entry{}, nil
			}
		}
		c := Countersign{Kind: CountersignSession, State: CountersignAsked, Person: s.Person, Session: s.Session, AskedAt: now, UntilAt: now.Add(RecentLife), Body: CountersignBody{Name: name}}
		if c.ID, err = ident.NewID[string](now, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.SecondAsked, Object: ident.Object(c.ID), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(c)}, tx.AddCountersign(c)
	})
	return err
}

// StandByTx is what standing by needs.
type StandByTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	Countersigns() ([]Countersign, error)
	AnswerCountersign(id, state string) error
	BackSession(id ident.Session, until ident.Instant) error
}

// StandBy is a second person's answer: for RecentLife the colleague's sign-in counts as one of two people.
type StandBy struct{ Act Act[StandByTx] }

// Do answers one countersign about a session. Who may call: another person of the same organisation whose own sign-in is
// fresh and by a stronger method. What was answered, is too old, or asked elsewhere is Absent.
func (v StandBy) Do(ctx context.Context, s access.Scope, id string, yes bool) (err error) {
	defer fault.Wrap(&err, "enrolling.StandBy")
	if err := signedIn(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx StandByTx) (ledger.Entry, error) {
		now := tx.Now()
		session, err := tx.Session(s.Session)
		if err != nil {
			return ledger.Entry{}, err
		}
		if session.Method.Weak() { // two sheets are not a second person
			return ledger.Entry{}, fault.New(fault.Denied, "fault.account.second.weak", nil)
		}
		if err := recent(session, now); err != nil {
			return ledger.Entry{}, err
		}
		c, err := asked(tx, id, CountersignSession)
		if err != nil {
			return ledger.Entry{}, err
		}
		if c.Person == s.Person {
			return ledger.Entry{}, fault.New(fault.Denied, "fault.account.second.self", nil)
		}
		state := CountersignRefused
		if yes {
			state = CountersignGranted
			if err := tx.BackSession(c.Session, now.Add(RecentLife)); err != nil {
				return ledger.Entry{}, err
			}
		}
		return ledger.Entry{
			Kind: ledger.SecondAnswered, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest([]string{id, state}),
			Facts: map[string]string{"answer": state},
		}, tx.AnswerCountersign(id, state)
	})
	return err
}

// asked finds an open countersign of a kind.
func asked(tx interface{ Countersigns() ([]Countersign, error) }, id, kind string) (Countersign, error) {
	list, err := tx.Countersigns()
	for _, c := range list {
		if c.ID == id && c.Kind == kind {
			return c, nil
		}
	}
	if err == nil {
		err = fault.Absent()
	}
	return Countersign{}, err
}
