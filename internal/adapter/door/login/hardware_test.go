package login_test

import (
	"bytes"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// drawer is what the pages about hardware tokens do.
type drawer struct {
	*inntest.Inn
	scope  access.Scope // of the administrator
	stock  enrolling.Stock
	hand   enrolling.Hand
	retire enrolling.Retire
}

type drawerTx interface {
	KnownHardware([]string) (map[string]bool, error)
	AllHardware() ([]enrolling.Hardware, map[enrolling.HardwareID]bool, error)
	HardwareOf(ident.Person) ([]enrolling.Hardware, error)
}

func newDrawer(t *testing.T, i *inntest.Inn) *drawer {
	t.Helper()
	return &drawer{
		Inn: i, scope: admin(t, i), stock: enrolling.Stock{Act: store.Act[enrolling.StockTx](i.DB), Entropy: i.Entropy},
		hand: enrolling.Hand{Act: store.Act[enrolling.HandTx](i.DB)}, retire: enrolling.Retire{Act: store.Act[enrolling.RetireTx](i.DB)},
	}
}

func (d *drawer) read(t *testing.T, s access.Scope, do func(drawerTx) error) {
	t.Helper()
	if err := store.Read[drawerTx](d.DB)(t.Context(), s, do); err != nil {
		t.Fatal(err)
	}
}

func (d *drawer) known(t *testing.T) func([]string) (map[string]bool, error) {
	return func(serials []string) (known map[string]bool, err error) {
		d.read(t, d.scope, func(tx drawerTx) error { known, err = tx.KnownHardware(serials); return err })
		return known, err
	}
}

// take hands a file in, looks at it and takes it.
func (d *drawer) take(t *testing.T, file string) error {
	t.Helper()
	_, bad, ceremony, err := d.OfferHardware(t.Context(), d.scope, []byte(file), d.known(t))
	if err != nil || len(bad) > 0 {
		return fmt.Errorf("%v %w", bad, err)
	}
	list, err := d.OfferedHardware(t.Context(), d.scope, ceremony)
	if err != nil {
		return err
	}
	return d.stock.Do(t.Context(), d.scope, ident.Key{}, list)
}

func (d *drawer) token(t *testing.T, serial string) (h enrolling.Hardware, dropped bool) {
	t.Helper()
	d.read(t, d.scope, func(tx drawerTx) error {
		list, gone, err := tx.AllHardware()
		for _, one := range list {
			if one.Serial == serial {
				h, dropped = one, gone[one.ID]
			}
			if one.Seed != nil {
				t.Error("a list shows a seed")
			}
		}
		return err
	})
	return h, dropped
}

const eight = "3132333435363738393031323334353637383930"

// shows is what a token of eight digits and 60 s shows whose clock is off by some steps.
func shows(t *testing.T, at ident.Instant, off int64) string {
	t.Helper()
	secret, _ := hex.DecodeString(eight)
	code, err := hotp.GenerateCodeCustom(base32.StdEncoding.EncodeToString(secret), uint64(at.Time().Unix()/60+off), hotp.ValidateOpts{Digits: otp.DigitsEight, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestAHardwareToken(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		d := newDrawer(t, inntest.New(t, s))
		who, mail := d.As("operator-filer").Person, "operator-filer@example.jp"
		if err := d.take(t, "serial,secret,digits,period\nKM-1,"+eight+",8,60\nKM-2,"+strings.Repeat("a1", 20)); err != nil {
			t.Fatal(err)
		}
		if err := d.take(t, "km-1,"+strings.Repeat("b1", 20)); err == nil || !strings.Contains(err.Error(), "fault.hardware.known") {
			t.Errorf("a serial number twice: %v", err)
		}
		h, _ := d.token(t, "KM-1")
		wantHand(t, d, h, who)

		// Its person confirms it with one code, though its clock is eight minutes ahead.
		_, o := d.WithKey(t, "operator-filer")
		own := d.Scope("operator-filer")
		own.Session = o.Session.ID
		typed := enrolling.NewCode{Passphrase: inntest.Passphrase, Again: inntest.Passphrase, Code: shows(t, d.At(), 8)}
		wrong := typed
		wrong.Code = shows(t, d.At(), 11)
		inntest.WantFault(t, "a clock that is too far off", d.WearHardware(t.Context(), own, h.ID, wrong, party.Person{}), fault.Invalid, "fault.invalid")
		inntest.WantFault(t, "somebody else's token", d.WearHardware(t.Context(), withSession(d.Scope("operator-approver")), h.ID, typed, party.Person{}), fault.Hidden, "")
		if err := d.WearHardware(t.Context(), own, h.ID, typed, party.Person{}); err != nil {
			t.Fatal(err)
		}
		inntest.WantFault(t, "confirming twice", d.WearHardware(t.Context(), own, h.ID, typed, party.Person{}), fault.Hidden, "")
		if h, _ = d.token(t, "KM-1"); h.State != enrolling.HardwareBound {
			t.Errorf("after confirming: %s", h.State)
		}

		_, err := d.ByCode(t.Context(), mail, inntest.Passphrase, typed.Code)
		inntest.WantFault(t, "the code of the confirmation again", err, fault.Invalid, "fault.account.refused")
		d.Clock.Set(d.Clock.Now().Add(2 * time.Minute))
		_, err = d.ByCode(t.Context(), mail, inntest.Passphrase, shows(t, d.At(), 0))
		inntest.WantFault(t, "a code of a right clock", err, fault.Invalid, "fault.account.refused")
		code := shows(t, d.At(), 9) // it runs ahead a little more
		in, err := d.ByCode(t.Context(), mail, inntest.Passphrase, code)
		if err != nil || in.Session.Bound != d.scope.Org {
			t.Fatalf("by the token: %q, %v", in.Session.Bound, err)
		}
		_, err = d.ByCode(t.Context(), mail, inntest.Passphrase, code)
		inntest.WantFault(t, "a code twice", err, fault.Invalid, "fault.account.refused")

		// Withdrawn: out with the next request, and the seed is gone.
		if err := d.retire.Do(t.Context(), d.scope, h.ID, enrolling.HardwareWithdrawn); err != nil {
			t.Fatal(err)
		}
		_, err = d.Who(t.Context(), d.Cookie(in.Secret), "")
		inntest.WantFault(t, "a session that it opened", err, fault.SignedOut, "")
		d.Clock.Set(d.Clock.Now().Add(2 * time.Minute))
		_, err = d.ByCode(t.Context(), mail, inntest.Passphrase, shows(t, d.At(), 9))
		inntest.WantFault(t, "after it was withdrawn", err, fault.Invalid, "fault.account.refused")
		inntest.WantFault(t, "from withdrawn nothing leads back", d.retire.Do(t.Context(), d.scope, h.ID, enrolling.HardwareFree), fault.Conflict, "fault.hardware.state")
	})
}

// wantHand tries to give a token to whom it cannot be given, and gives it.
func wantHand(t *testing.T, d *drawer, h enrolling.Hardware, who ident.Person) {
	t.Helper()
	ctx := t.Context()
	inntest.WantFault(t, "somebody of elsewhere", d.hand.Do(ctx, d.scope, h.ID, d.As("ministry-officer").Person), fault.Hidden, "")
	inntest.WantFault(t, "no such token", d.hand.Do(ctx, d.scope, "nothing", who), fault.Hidden, "")
	inntest.WantFault(t, "no administrator", d.hand.Do(ctx, withSession(d.Scope("operator-filer")), h.ID, who), fault.Hidden, "")
	if err := d.hand.Do(ctx, d.scope, h.ID, who); err != nil {
		t.Fatal(err)
	}
	inntest.WantFault(t, "given twice", d.hand.Do(ctx, d.scope, h.ID, who), fault.Conflict, "fault.hardware.state")
	d.read(t, d.Scope("operator-filer"), func(tx drawerTx) error {
		list, err := tx.HardwareOf(who)
		if len(list) != 1 || list[0].Serial != "KM-1" {
			t.Errorf("what waits for its person: %v", list)
		}
		return err
	})
}

func TestATokenThatIsTakenBackGoesToTheNext(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, inntest.New(t, stagetest.SQLite(t)))
	if err := d.take(t, "KM-1,"+eight+",8,60"); err != nil {
		t.Fatal(err)
	}
	h, _ := d.token(t, "KM-1")
	for _, name := range []string{"operator-filer", "operator-site-filer"} {
		if err := d.hand.Do(t.Context(), d.scope, h.ID, d.As(name).Person); err != nil {
			t.Fatal(err)
		}
		_, o := d.WithKey(t, name)
		own := d.Scope(name)
		own.Session = o.Session.ID
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
		typed := enrolling.NewCode{Passphrase: inntest.Passphrase, Again: inntest.Passphrase, Code: shows(t, d.At(), 0)}
		if err := d.WearHardware(t.Context(), own, h.ID, typed, party.Person{}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := d.retire.Do(t.Context(), d.scope, h.ID, enrolling.HardwareFree); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	inntest.WantFault(t, "a free token is not lost", d.retire.Do(t.Context(), d.scope, h.ID, enrolling.HardwareLost), fault.Conflict, "fault.hardware.state")
	if h, _ = d.token(t, "KM-1"); h.State != enrolling.HardwareFree || h.Person != "" {
		t.Errorf("at the end: %+v", h)
	}
}

// What an organisation has is nobody else's business: the same serial number is good there, and no file waits for another.
func TestTokensOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	d := newDrawer(t, i)
	file := "KM-1," + eight + ",8,60"
	if err := d.take(t, file); err != nil {
		t.Fatal(err)
	}
	h, _ := d.token(t, "KM-1")
	_, o := i.WithKey(t, "platform-admin")
	other := i.Scope("platform-admin")
	other.Session = o.Session.ID
	inntest.WantFault(t, "a token of elsewhere", d.hand.Do(t.Context(), other, h.ID, other.Person), fault.Hidden, "")
	inntest.WantFault(t, "taking one of elsewhere", d.retire.Do(t.Context(), other, h.ID, enrolling.HardwareWithdrawn), fault.Hidden, "")
	_, _, ceremony, err := d.OfferHardware(t.Context(), d.scope, []byte("KM-9,"+strings.Repeat("a1", 20)), d.known(t))
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.OfferedHardware(t.Context(), other, ceremony)
	inntest.WantFault(t, "a file that somebody else handed in", err, fault.Invalid, "fault.account.stale")
	list := []enrolling.Hardware{{Serial: "KM-1", Seed: bytes.Repeat([]byte{7}, 20), Dial: enrolling.Dial{Digits: 6, Period: 30}}}
	if err := d.stock.Do(t.Context(), other, ident.Key{}, list); err != nil {
		t.Errorf("the same serial number elsewhere: %v", err)
	}
}
