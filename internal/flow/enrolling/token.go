package enrolling

import (
	"context"
	"io"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// IssueTx is what issuing a service token needs.
type IssueTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	Tokens(ident.Person) ([]Token, error)
	AddToken(t Token, secret string) error
}

// Issue makes a service token (接続トークン) that acts under the hat of whoever issues it.
type Issue struct {
	Act     Act[IssueTx]
	Entropy io.Reader
}

// TokenOrder is what a new token is called, until when it is good (its last day in Japan), what it may do (nil: all that the
// hat may) and from where (empty: anywhere).
type TokenOrder struct {
	Label string
	Until law.Day
	Only  []access.Permission
	From  []netip.Prefix
}

const maxRanges = 20

// ReadRanges reads addresses and ranges of addresses (192.0.2.0/24, 2001:db8::/32), one a line or parted by commas. What
// cannot be read is a fault at "from" that says which.
func ReadRanges(s string) (list []netip.Prefix, err error) {
	var l fault.List
	for word := range strings.FieldsFuncSeq(text.Key(s), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '、' }) {
		p, err := netip.ParsePrefix(word)
		if err != nil {
			var a netip.Addr
			if a, err = netip.ParseAddr(word); err == nil {
				p = netip.PrefixFrom(a, a.BitLen())
			}
		}
		switch {
		case len(list) >= maxRanges:
			l.Add("from", "fault.account.ranges", fault.Args{"most": strconv.Itoa(maxRanges)})
			return nil, l.Err()
		case err != nil || p.Addr().Zone() != "" || p != p.Masked():
			l.Add("from", "fault.account.range", fault.Args{"text": word})
		case p.Addr().Is4In6():
			list = append(list, netip.PrefixFrom(p.Addr().Unmap(), max(p.Bits()-96, 0)))
		default:
			list = append(list, p)
		}
	}
	return list, l.Err()
}

// TokenPrefix lets scanners of source code find a token that was committed by mistake.
const TokenPrefix = "kanmin_"

// Do returns the token and, this once, its secret; a repeated key returns no secret. Who may call: a
// person in a browser, within RecentLife of signing in.
func (v Issue) Do(ctx context.Context, s access.Scope, key ident.Key, o TokenOrder) (t Token, secret string, err error) {
	defer fault.Wrap(&err, "enrolling.Issue")
	if err := signedIn(s); err != nil {
		return t, "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx IssueTx) (ledger.Entry, error) {
		now := tx.Now()
		session, err := tx.Session(s.Session)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := recent(session, now); err != nil {
			return ledger.Entry{}, err
		}
		have, err := tx.Tokens(s.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		if len(have) >= MaxSecrets {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.account.many", nil)
		}
		for _, p := range o.Only {
			if p == (access.Permission{}) || s.Permit(p) != nil {
				var l fault.List
				l.Add("only", "fault.account.scope", nil)
				return ledger.Entry{}, l.Err()
			}
		}
		if t, secret, err = NewToken(now, s.Hat, o, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.AccountTokenIssued, Object: ident.Object(t.ID), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(t)},
			tx.AddToken(t, secret)
	})
	if leaf.Replayed {
		return Token{ID: ident.Token(leaf.Object)}, "", err
	}
	return t, secret, err
}

// NewToken mints a token under a hat. It is pure: the fictional world uses it too.
func NewToken(now ident.Instant, hat ident.Hat, o TokenOrder, entropy io.Reader) (t Token, secret string, err error) {
	var l fault.List
	checkLabel(&l, "label", o.Label)
	if o.Only != nil && len(o.Only) == 0 { // nothing must not be kept as everything
		l.Add("only", "fault.required", nil)
	}
	t = Token{Hat: hat, Label: o.Label, CreatedAt: now, Only: o.Only, From: o.From}
	switch {
	case o.Until.IsZero():
		l.Add("until", "fault.required", nil)
	default:
		t.UntilAt = o.Until.End()
		if t.UntilAt <= now || t.UntilAt > now.Add(TokenLife+24*time.Hour) {
			l.Add("until", "fault.account.until", nil)
		}
	}
	if err := l.Err(); err != nil {
		return t, "", err
	}
	if t.ID, err = ident.NewID[ident.Token](now, entropy); err != nil {
		return t, "", err
	}
	secret, err = ident.NewSecret(entropy)
	return t, TokenPrefix + secret, err
}

// RevokeTx is what revoking a token needs.
type RevokeTx interface {
	Tokens(ident.Person) ([]Token, error)
	EndToken(ident.Token) error
}

// Revoke ends a service token.
type Revoke struct{ Act Act[RevokeTx] }

// Do ends it from the next request on. Who may call: the person under one of whose hats it acts, in a browser.
func (v Revoke) Do(ctx context.Context, s access.Scope, id ident.Token) (err error) {
	defer fault.Wrap(&err, "enrolling.Revoke")
	if err := signedIn(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx RevokeTx) (ledger.Entry, error) {
		have, err := tx.Tokens(s.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, t := range have {
			if t.ID == id {
				return ledger.Entry{Kind: ledger.AccountTokenRevoked, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(id)},
					tx.EndToken(id)
			}
		}
		return ledger.Entry{}, fault.Absent()
	})
	return err
}
