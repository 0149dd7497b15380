package login

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/format/seed"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// stockLife is how long a file of seeds waits, sealed, until what it holds was looked at and taken.
const stockLife = 30 * time.Minute

// OfferHardware reads a file of seeds and, where nothing is wrong with it, keeps it sealed under the ceremony until it is taken.
// known says which serial numbers the organisation has already.
func (d *Door) OfferHardware(ctx context.Context, s access.Scope, data []byte, known func(serials []string) (map[string]bool, error)) (rows []seed.Row, bad []seed.Trouble, ceremony string, err error) {
	if s.Person == "" || s.Session == "" {
		return nil, nil, "", fault.New(fault.Denied, "fault.account.browser", nil)
	}
	if rows, bad, err = seed.Read(data); err != nil {
		return nil, nil, "", err
	}
	more, err := seed.Known(rows, known)
	if bad = append(bad, more...); err != nil || len(bad) > 0 {
		return rows, bad, "", err
	}
	ceremony, err = d.begin(ctx, s, stockLife, enrolling.Ceremony{
		Kind: enrolling.CeremonyStock, Person: s.Person, Body: enrolling.CeremonyBody{Org: s.Org, Stock: delivered(rows)},
	})
	return rows, nil, ceremony, err
}

// OfferedHardware returns what waits under a secret; of somebody else, or of another organisation, it is over.
func (d *Door) OfferedHardware(ctx context.Context, s access.Scope, ceremony string) ([]enrolling.Hardware, error) {
	c, err := d.peek(ctx, s, enrolling.CeremonyStock, ceremony)
	if err == nil && (s.Person == "" || c.Person != s.Person || c.Body.Org != s.Org) {
		err = stale(fault.Absent())
	}
	return c.Body.Stock, err
}

// TakenHardware forgets what waited, once it was taken.
func (d *Door) TakenHardware(ctx context.Context, s access.Scope, ceremony string) error {
	_, err := d.take(ctx, s, enrolling.CeremonyStock, ceremony)
	return err
}

// WearHardware registers a hardware token that somebody was given: a code of it, and a passphrase that goes with it. Its clock
// may be off by MaxDrift steps; from then on it is known.
func (d *Door) WearHardware(ctx context.Context, s access.Scope, id enrolling.HardwareID, n enrolling.NewCode, who party.Person) error {
	if err := d.try(ctx, s, "wear\x00"+string(s.Person)); err != nil {
		return err
	}
	var h enrolling.Hardware
	err := d.Read(ctx, s, func(tx ReadTx) (err error) {
		h, err = tx.Hardware(id)
		return err
	})
	if err != nil {
		return err
	}
	if h.State != enrolling.HardwareHanded || h.Person != s.Person {
		return fault.Absent()
	}
	secret := enrolling.CodeSecret{Seed: h.Seed, Dial: h.Dial, Salt: make([]byte, saltLength), Cost: d.Cost}
	var l fault.List
	checkPassphrase(&l, n.Passphrase, who.Email)
	if n.Passphrase != n.Again {
		l.Add("again", "fault.account.again", nil)
	}
	step, ok := matchNear(secret, n.Code, s.At, enrolling.MaxDrift)
	if !ok {
		l.Add("code", "fault.hardware.code", fault.Args{"digits": strconv.Itoa(h.Dial.OrUsual().Digits)})
	}
	if err := l.Err(); err != nil {
		return err
	}
	secret.Step = step
	c := enrolling.Credential{Kind: enrolling.Code, Label: strings.TrimSpace(h.Serial)}
	if err := d.lock(ctx, &c, secret, n.Passphrase); err != nil {
		return err
	}
	return d.wear.Do(ctx, s, id, c)
}

// delivered are the tokens of a file.
func delivered(rows []seed.Row) (list []enrolling.Hardware) {
	for _, r := range rows {
		list = append(list, enrolling.Hardware{Serial: r.Serial, Seed: r.Secret, Dial: enrolling.Dial{Digits: r.Digits, Period: int64(r.Period), SHA256: r.SHA256}})
	}
	return list
}
