package login

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Bounds of guessing. A code is good for a step of its device's clock and its two neighbours.
const (
	tryWindow    = 15 * time.Minute
	tryLimit     = 10 // per e-mail address, known or not, and per link
	seedLength   = 20
	saltLength   = 16
	hashLength   = 32
	passphraseLo = 12 // characters
	passphraseHi = 128
	waitForSlot  = 5 * time.Second
	longCode     = 8 // digits, of some hardware tokens
)

// MatchCode returns the step for which a code of a device is good at an instant: the step that the device's clock is in, or
// one of its neighbours. All three are computed, whichever fits.
func MatchCode(c enrolling.CodeSecret, code string, at ident.Instant) (step int64, ok bool) {
	return matchNear(c, code, at, 1)
}

// matchNear looks reach steps to either side.
func matchNear(c enrolling.CodeSecret, code string, at ident.Instant, reach int64) (step int64, ok bool) {
	code = tidyCode(code)
	dial := c.Dial.OrUsual()
	expected := dial.StepAt(at) + dial.Drift
	o := hotp.ValidateOpts{Digits: otp.Digits(dial.Digits), Algorithm: otp.AlgorithmSHA1}
	if dial.SHA256 {
		o.Algorithm = otp.AlgorithmSHA256
	}
	secret := base32.StdEncoding.EncodeToString(c.Seed)
	for s := expected - reach; s <= expected+reach; s++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(max(s, 0)), o)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// tidyCode reads the six digits as people type them: full width, with a space in the middle.
func tidyCode(s string) string {
	if len(s) > 40 {
		return ""
	}
	return strings.Join(strings.Fields(norm.NFKC.String(s)), "")
}

// ByCode opens a session for an address, a passphrase and a one-time code: six digits of a device, or a code of a printed
// list, with which the number that came apart from it stands in for a passphrase.
func (d *Door) ByCode(ctx context.Context, mail, passphrase, code string) (enrolling.Opened, error) {
	s := d.nobody()
	mail = enrolling.TidyMail(mail)
	if len(mail) > 300 {
		return enrolling.Opened{}, refused()
	}
	what := "code\x00" + mail
	if err := d.try(ctx, s, what); err != nil {
		return enrolling.Opened{}, err
	}
	k, in := enrolling.Known{Mail: mail, Code: code}, d.signIn.Code
	list := enrolling.TidyListCode(code)
	if list != "" {
		k.Code, in = list, d.signIn.Printed
	}
	secret, err := d.secretAt(ctx, s, k, list != "")
	if err != nil {
		return enrolling.Opened{}, err
	}
	if digits := tidyCode(code); list != "" && strings.Trim(digits, "0123456789") == "" && len(digits) == longCode { // a device may show such a one too
		shown, err := d.secretAt(ctx, s, enrolling.Known{Mail: mail, Code: code}, false)
		if err != nil {
			return enrolling.Opened{}, err
		}
		if shown.Fits {
			secret, k.Code, in = shown, code, d.signIn.Code
		}
	}
	if secret.Number {
		passphrase = tidyCode(passphrase)
	}
	k.Of = secret.Of
	if k.Hash, err = d.stretch(ctx, passphrase, secret.CodeSecret); err != nil {
		return enrolling.Opened{}, err
	}
	s.At = d.at()
	o, err := in(ctx, s, k)
	if err != nil {
		return o, err
	}
	d.welcome(ctx, s.At)
	_ = d.Keep(ctx, s, func(tx KeepTx) error { return tx.Succeeded(what) }) // at worst the tries end with their window
	return o, nil
}

// kept is the secret with which what was typed is compared.
type kept struct {
	enrolling.CodeSecret
	Of     enrolling.CredentialID
	Number bool // digits, read as people type them
	Fits   bool // the code is one that the device shows
}

// secretAt finds the secret of an address: of the way in whose code fits, else of the newest. An address that is nobody's
// costs the same work.
func (d *Door) secretAt(ctx context.Context, s access.Scope, k enrolling.Known, list bool) (out kept, err error) {
	out.CodeSecret = enrolling.CodeSecret{Salt: make([]byte, saltLength), Cost: d.Cost}
	err = d.Read(ctx, s, func(tx ReadTx) error {
		var printed *enrolling.PrintedList
		if list {
			lists, err := tx.CredentialsAt(enrolling.Printed, k.Mail)
			if err != nil {
				return err
			}
			c := fitting(lists, func(c enrolling.Credential) bool { return c.Printed != nil && c.Printed.Has(k.Code) })
			if out.Of, printed = c.ID, c.Printed; printed != nil && printed.Number != nil {
				out.CodeSecret, out.Number = *printed.Number, true
				return nil
			}
		}
		codes, err := tx.CredentialsAt(enrolling.Code, k.Mail)
		if err != nil {
			return err
		}
		if list {
			if own := enrolling.OwnCode(codes); own != nil {
				out.CodeSecret = *own
			}
			return nil
		}
		c := fitting(codes, func(c enrolling.Credential) bool {
			if c.Code == nil {
				return false
			}
			_, ok := MatchCode(*c.Code, k.Code, s.At)
			return ok
		})
		if c.Code != nil {
			out.CodeSecret, out.Of = *c.Code, c.ID
			_, out.Fits = MatchCode(*c.Code, k.Code, s.At)
		}
		return nil
	})
	return out, err
}

// fitting is the first of which fits is true, else the first; every one is tried.
func fitting(list []enrolling.Credential, fits func(enrolling.Credential) bool) (c enrolling.Credential) {
	found := false
	for i, one := range list {
		if good := fits(one); i == 0 || good && !found {
			c, found = one, good
		}
	}
	return c
}

// Print makes the printed list of a person and, where the person has no passphrase to go with it, a number.
func (d *Door) Print(ctx context.Context, s access.Scope, key ident.Key, person ident.Person, withNumber bool) (sheet enrolling.Sheet, number string, err error) {
	var secret *enrolling.CodeSecret
	if withNumber {
		if number, err = d.newNumber(); err != nil {
			return sheet, "", err
		}
		secret = &enrolling.CodeSecret{Salt: make([]byte, saltLength), Cost: d.Cost}
		if _, err := io.ReadFull(d.Entropy, secret.Salt); err != nil {
			return sheet, "", err
		}
		if secret.Hash, err = d.stretch(ctx, number, *secret); err != nil {
			return sheet, "", err
		}
	}
	sheet, err = d.print.Do(ctx, s, key, person, secret)
	return sheet, number, err
}

// newNumber mints digits that are read over the telephone.
func (d *Door) newNumber() (string, error) {
	n, err := rand.Int(d.Entropy, big.NewInt(1e8))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", enrolling.NumberLength, n), nil
}

// try counts before anything is compared, so that guesses at once are counted too.
func (d *Door) try(ctx context.Context, s access.Scope, what string) error {
	if err := d.crowded(ctx, s); err != nil {
		return err
	}
	var tries int
	err := d.Keep(ctx, s, func(tx KeepTx) (err error) {
		tries, err = tx.Try(what, tryWindow)
		return err
	})
	if err == nil && tries > tryLimit {
		return fault.New(fault.Exceeded, "fault.account.tries", fault.Args{"minutes": fmt.Sprint(int(tryWindow.Minutes()))})
	}
	return err
}

// stretch hashes a passphrase. It waits for one of a few slots, since each hash takes much memory.
func (d *Door) stretch(ctx context.Context, passphrase string, c enrolling.CodeSecret) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, waitForSlot)
	defer cancel()
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "fault.unavailable", nil)
	}
	if utf8.RuneCountInString(passphrase) > passphraseHi {
		passphrase = "" // refused like any other; nobody may make us hash a megabyte
	}
	return argon2.IDKey([]byte(norm.NFKC.String(passphrase)), c.Salt, c.Cost.Time, c.Cost.MemoryKiB, c.Cost.Threads, hashLength), nil
}

// newSeed begins a ceremony with a new device's seed.
func (d *Door) newSeed() ([]byte, error) {
	seed := make([]byte, seedLength)
	_, err := io.ReadFull(d.Entropy, seed)
	return seed, err
}

// secretOf checks what was typed against the seed that the page showed.
func (d *Door) secretOf(ctx context.Context, s access.Scope, begun enrolling.Ceremony, n enrolling.NewCode) (enrolling.Credential, error) {
	c := enrolling.Credential{Kind: enrolling.Code, Label: n.Label}
	var l fault.List
	checkPassphrase(&l, n.Passphrase, begun.Body.Mail)
	if n.Passphrase != n.Again {
		l.Add("again", "fault.account.again", nil)
	}
	secret := enrolling.CodeSecret{Seed: begun.Body.Seed, Salt: make([]byte, saltLength), Cost: d.Cost}
	step, ok := MatchCode(secret, n.Code, s.At)
	if !ok {
		l.Add("code", "fault.account.code", nil)
	}
	if err := l.Err(); err != nil {
		return c, err
	}
	secret.Step = step
	err := d.lock(ctx, &c, secret, n.Passphrase)
	return c, err
}

// lock makes a device's secret one with a passphrase.
func (d *Door) lock(ctx context.Context, c *enrolling.Credential, secret enrolling.CodeSecret, passphrase string) error {
	if _, err := io.ReadFull(d.Entropy, secret.Salt); err != nil {
		return err
	}
	var err error
	secret.Hash, err = d.stretch(ctx, passphrase, secret)
	c.Code = &secret
	return err
}

func checkPassphrase(l *fault.List, p, mail string) {
	n := utf8.RuneCountInString(p)
	distinct := map[rune]bool{}
	for _, r := range p {
		distinct[r] = true
	}
	name, _, _ := strings.Cut(mail, "@")
	switch {
	case !utf8.ValidString(p) || strings.ContainsRune(p, 0):
		l.Add("passphrase", "fault.account.passphrase.text", nil)
	case n < passphraseLo || n > passphraseHi:
		l.Add("passphrase", "fault.account.passphrase.length", fault.Args{"least": fmt.Sprint(passphraseLo), "most": fmt.Sprint(passphraseHi)})
	case len(distinct) < 5 || len(name) > 3 && strings.Contains(strings.ToLower(p), strings.ToLower(name)):
		l.Add("passphrase", "fault.account.passphrase.easy", nil)
	}
}
