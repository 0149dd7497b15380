package enrolling

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// FoundTx is what the first start for real needs.
type FoundTx interface {
	Now() ident.Instant
	MarkWorld(name string) error
	FoundHouse(party.Org, party.Unit) error
	Enrol(party.Person, party.Hat) error
	AddInvitation(i party.Invitation, link, code, path string) error
}

// Found makes the platform's own organisation and its first two administrators: two, because
// what an administrator changes is confirmed by a second one, and because one can lose a key.
type Found struct {
	Act     Act[FoundTx]
	Entropy io.Reader
}

// Founder is one of the first two administrators.
type Founder struct{ Name, Mail string }

// Founding is what the first start for real is told.
type Founding struct {
	World         string // real or exercise
	First, Second Founder
	Org           party.Org // name of the platform's operator; a plain one when empty
}

// Link is what one administrator is given: both halves are needed, and they go different ways.
type Link struct {
	Founder
	Secret  string // in the address
	Code    string // typed on the page
	UntilAt ident.Instant
}

// The worlds for real. Demo is the third, made by internal/world.
const (
	WorldReal     = "real"
	WorldExercise = "exercise" // 演習
	WorldDemo     = "demo"
)

// Do returns the two links. Who may call: whoever holds the machine (kanmin account bootstrap), once per
// database; a second time is a Conflict fault.
func (f Found) Do(ctx context.Context, s access.Scope, in Founding) (links []Link, err error) {
	defer fault.Wrap(&err, "enrolling.Found")
	if _, system := s.IsSystem(); !system {
		return nil, fault.Absent()
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	_, err = f.Act(ctx, s, ident.Key{}, func(tx FoundTx) (ledger.Entry, error) {
		now := tx.Now()
		links = nil
		if err := tx.MarkWorld(in.World); err != nil {
			if fault.Is(err, fault.Conflict) {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.founded", nil)
			}
			return ledger.Entry{}, err
		}
		org, unit, err := f.house(now, in.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.FoundHouse(org, unit); err != nil {
			return ledger.Entry{}, err
		}
		for _, who := range []Founder{in.First, in.Second} {
			link, err := f.invite(tx, now, who, unit)
			if err != nil {
				return ledger.Entry{}, err
			}
			links = append(links, link)
		}
		return ledger.Entry{Kind: ledger.AccountBootstrapped, Object: ident.Object(org.ID), Org: org.ID, Unit: unit.ID, Digest: digest(org.ID)}, nil
	})
	if err != nil {
		return nil, err
	}
	return links, nil
}

func (f Found) house(now ident.Instant, org party.Org) (party.Org, party.Unit, error) {
	if org.Name == "" {
		org.Name, org.NameEn = "官民連携基盤 運営", "Platform operations"
	}
	org.Kind = party.Platform
	unit := party.Unit{Name: org.Name, NameEn: org.NameEn}
	var err error
	if org.ID, err = ident.NewID[ident.Org](now, f.Entropy); err != nil {
		return org, unit, err
	}
	unit.ID, err = ident.NewID[ident.Unit](now, f.Entropy)
	unit.Org = org.ID
	return org, unit, err
}

func (f Found) invite(tx FoundTx, now ident.Instant, who Founder, unit party.Unit) (Link, error) {
	person := party.Person{Name: who.Name, Email: who.Mail}
	hat := party.Hat{Org: unit.Org, Unit: unit.ID, Roles: []string{string(access.PlatformAdmin)}}
	var err error
	if person.ID, err = ident.NewID[ident.Person](now, f.Entropy); err != nil {
		return Link{}, err
	}
	if hat.ID, err = ident.NewID[ident.Hat](now, f.Entropy); err != nil {
		return Link{}, err
	}
	hat.Person = person.ID
	if err := tx.Enrol(person, hat); err != nil {
		return Link{}, err
	}
	i, link, err := newInvitation(now, hat, who, f.Entropy)
	if err != nil {
		return Link{}, err
	}
	return link, tx.AddInvitation(i, link.Secret, link.Code, "")
}

// newInvitation mints both halves of an invitation to an account that stands already. Nobody's name is under it: whoever holds
// the machine passes both halves on, and needs nobody's word.
func newInvitation(now ident.Instant, hat party.Hat, who Founder, entropy io.Reader) (party.Invitation, Link, error) {
	i := party.Invitation{Hat: hat, CreatedAt: now, ExpiresAt: now.Add(LinkLife), Name: who.Name, Mail: who.Mail}
	var err error
	if i.ID, err = ident.NewID[string](now, entropy); err != nil {
		return i, Link{}, err
	}
	l := Link{Founder: who, UntilAt: i.ExpiresAt}
	if l.Secret, err = ident.NewSecret(entropy); err != nil {
		return i, l, err
	}
	l.Code, err = ident.NewCode(entropy)
	return i, l, err
}

// TidyCode reads an activation code as people type it: any case, any dashes, wide letters too.
func TidyCode(s string) string {
	s = strings.ToUpper(text.Key(s))
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(ident.CodeAlphabet, r) {
			return r
		}
		return -1
	}, s)
	if len(s) != 12 {
		return ""
	}
	return s[:4] + "-" + s[4:8] + "-" + s[8:]
}

// TidyMail folds an e-mail address as it is looked up.
func TidyMail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func (in Founding) check() error {
	var l fault.List
	if in.World != WorldReal && in.World != WorldExercise {
		l.Add("world", "fault.account.world", nil)
	}
	for path, who := range map[string]Founder{"first": in.First, "second": in.Second} {
		who.check(&l, path)
	}
	if TidyMail(in.First.Mail) == TidyMail(in.Second.Mail) {
		l.Add("second", "fault.account.same", nil)
	}
	return l.Err()
}

func (who Founder) check(l *fault.List, path string) {
	if strings.TrimSpace(who.Name) == "" {
		l.Add(path, "fault.required", nil)
	}
	text.Check(l, path, who.Name, nameLimit)
	if !party.GoodMail(who.Mail) {
		l.Add(path, "fault.account.mail", nil)
	}
}

// ReadFounder reads "NAME <mail>".
func ReadFounder(path, s string) (Founder, error) {
	var l fault.List
	i, j := strings.LastIndexByte(s, '<'), strings.LastIndexByte(s, '>')
	if i < 0 || j != len(strings.TrimRight(s, " "))-1 || j < i {
		l.Add(path, "fault.account.founder", nil)
		return Founder{}, l.Err()
	}
	who := Founder{Name: strings.TrimSpace(s[:i]), Mail: strings.TrimSpace(s[i+1 : j])}
	who.check(&l, path)
	return who, l.Err()
}
