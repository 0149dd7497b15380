package enrolling

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// Bounds of a printed list.
const (
	ListLength   = 40 // codes on one A4 sheet
	NumberLength = 8  // digits of the number that goes with a list where its person has no passphrase
	listCode     = 8  // characters of one code: 40 bits, and ten tries in a quarter of an hour
)

// PrintedList is a list of codes (印刷した一覧) that was printed once; the platform keeps digests.
type PrintedList struct {
	Name  string // on the sheet, to tell it from an earlier one
	Salt  []byte
	Codes [][]byte
	Used  []ident.Instant // zero while a code is good
	// Number is the secret that goes with the codes; nil: the person's own passphrase does.
	Number *CodeSecret `json:",omitempty"`
}

// Left counts the codes that are still good.
func (p *PrintedList) Left() (n int) {
	for _, at := range p.Used {
		if at == 0 {
			n++
		}
	}
	return n
}

// Has reports whether the code is one of the list that is still good. Every code is compared.
func (p *PrintedList) Has(code string) bool { return p.at(code) >= 0 }

// spend marks the code as used; false when it is none of the list or was used.
func (p *PrintedList) spend(code string, now ident.Instant) bool {
	found := p.at(code)
	if found < 0 {
		return false
	}
	p.Used[found] = now
	return true
}

func (p *PrintedList) at(code string) int {
	found := -1
	want := listDigest(p.Salt, code)
	for i, have := range p.Codes {
		if subtle.ConstantTimeCompare(have, want) == 1 && p.Used[i] == 0 && code != "" {
			found = i
		}
	}
	return found
}

func listDigest(salt []byte, code string) []byte {
	d := sha256.Sum256(append(append([]byte(nil), salt...), code...))
	return d[:]
}

// TidyListCode reads a code of a printed list as people type it; "" for what is none, such as the six digits of a device.
func TidyListCode(s string) string {
	if len(s) > 100 {
		return ""
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(ident.CodeAlphabet, r) {
			return r
		}
		return -1
	}, strings.ToUpper(text.Key(s)))
	if len(s) != listCode {
		return ""
	}
	return s[:4] + "-" + s[4:]
}

// PrintTx is what printing a list needs.
type PrintTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	MethodsOf(ident.Org) (Methods, error)
	MemberWays(ident.Person) ([]Credential, error)
	EndCredential(Credential) error
	AddCredential(Credential) error
}

// Print makes the printed list of a person (印刷した一覧の発行).
type Print struct {
	Act     Act[PrintTx]
	Entropy io.Reader
}

// Sheet is what is printed, this once.
type Sheet struct {
	Name  string
	Codes []string
}

// Do makes a new list and ends the one before it. number is the secret that goes with it, hashed by the door; nil where the
// person has a passphrase. Who may call: an administrator of an organisation that has chosen printed lists, for a person
// who has a hat of it, within RecentLife of signing in. A person of elsewhere is Absent. A repeated key gives no sheet.
func (v Print) Do(ctx context.Context, s access.Scope, key ident.Key, person ident.Person, number *CodeSecret) (sheet Sheet, err error) {
	defer fault.Wrap(&err, "enrolling.Print")
	if err := administers(s); err != nil {
		return sheet, err
	}
	leaf, err := v.Act(ctx, s, key, func(tx PrintTx) (ledger.Entry, error) {
		now := tx.Now()
		if err := fresher(tx, s, now); err != nil {
			return ledger.Entry{}, err
		}
		methods, err := tx.MethodsOf(s.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		if !methods.Allows(Printed) {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.off", nil)
		}
		have, err := tx.MemberWays(person)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, old := range have {
			if old.Kind == Printed && old.Org == s.Org {
				if err := tx.EndCredential(old); err != nil {
					return ledger.Entry{}, err
				}
			}
		}
		c := Credential{Kind: Printed, Person: person, Org: s.Org, CreatedAt: now, Rev: 1}
		if c.ID, err = ident.NewID[CredentialID](now, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if c.Printed, sheet, err = newList(v.Entropy, number); err != nil {
			return ledger.Entry{}, err
		}
		c.Label = sheet.Name
		return ledger.Entry{
			Kind: ledger.AccountListPrinted, Object: ident.Object(person), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest([]string{string(c.ID), sheet.Name}),
		}, tx.AddCredential(c)
	})
	if leaf.Replayed {
		return Sheet{}, err
	}
	return sheet, err
}

func newList(entropy io.Reader, number *CodeSecret) (*PrintedList, Sheet, error) {
	p := &PrintedList{Salt: make([]byte, 16), Used: make([]ident.Instant, ListLength), Number: number}
	if _, err := io.ReadFull(entropy, p.Salt); err != nil {
		return nil, Sheet{}, err
	}
	name, err := ident.NewCode(entropy)
	p.Name = name[:4]
	sheet := Sheet{Name: p.Name}
	for range ListLength {
		if err != nil {
			break
		}
		var code string
		if code, err = ident.NewCode(entropy); err == nil {
			code = code[:listCode+1]
			sheet.Codes, p.Codes = append(sheet.Codes, code), append(p.Codes, listDigest(p.Salt, code))
		}
	}
	return p, sheet, err
}
