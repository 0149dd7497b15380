// Package packets takes in what was written without a network (R7): a sealed file that anybody brings. Nobody is signed in; the code of a
// 当直カード inside says for whom it is filed. Whatever cannot be taken in gets one answer, which says nothing of what exists.
package packets

import (
	"context"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/packet"
	"kanmin/internal/flow/submitting"
)

// Tx is what is read to know for whom a packet is.
type Tx interface {
	DutyCardBy(corporate, code string) (dutycard.Standing, error)
}

// Door is filled in by serve.
type Door struct {
	Key  hpke.PrivateKey
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	// Openings lists the acts by which functions are open or closed that speak to the scope.
	Openings func(context.Context, access.Scope) ([]opening.Act, error)
	File     submitting.File
	Now      func() time.Time
	// Knock refuses a network from which too much was tried, and Welcome gives back what was taken by whoever came in.
	Knock   func(context.Context) error
	Welcome func(context.Context)
}

// Take files what a packet holds, for whoever its code stands for, and returns the number and the time of arrival, which is all that
// whoever brings it is told; the same packet again gets the same answer. What was written but cannot be read as the form wants is Invalid
// with every place; all else is dutycard.Refused.
func (d Door) Take(ctx context.Context, file []byte) (n ident.Number, at ident.Instant, err error) {
	defer fault.Wrap(&err, "packets.Take")
	if err := d.Knock(ctx); err != nil {
		return "", 0, err
	}
	inside, err := envelope.Open(d.Key, file)
	if err != nil {
		return "", 0, err
	}
	p, err := packet.Read(inside)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(file)
	digest := hex.EncodeToString(sum[:])
	st, err := d.find(ctx, p)
	if err == nil && st.Packet != digest {
		if st.UsedAt != 0 || !st.Good() {
			return "", 0, dutycard.Refused()
		}
		if err = d.file(ctx, p, st, sum); err == nil {
			st, err = d.find(ctx, p)
		}
	}
	if err != nil {
		return "", 0, err
	}
	d.Welcome(ctx)
	return st.Number, st.UsedAt, nil
}

// find is what the code of a packet stands on.
func (d Door) find(ctx context.Context, p packet.Packet) (st dutycard.Standing, err error) {
	err = d.Read(ctx, access.For(access.Actor{}, ident.At(d.Now())), func(tx Tx) (err error) {
		st, err = tx.DutyCardBy(p.Operator, p.Code)
		return err
	})
	if fault.Is(err, fault.Hidden) {
		err = dutycard.Refused()
	}
	return st, err
}

func (d Door) file(ctx context.Context, p packet.Packet, st dutycard.Standing, sum [32]byte) error {
	values, err := packet.Form().Decode(p.Answers)
	if err != nil {
		return err
	}
	s := access.For(st.Actor(), ident.At(d.Now()))
	if err := d.open(ctx, s); err != nil {
		return err
	}
	digest := hex.EncodeToString(sum[:])
	send := submitting.Prompt(values, p.Confirmed...)
	send.Offline = &filing.Offline{WrittenAt: p.WrittenAt, Card: st.Name, Code: st.N, Packet: digest}
	_, err = d.File.Do(ctx, s, ident.Key{Org: s.Org, Actor: s.ID(), Route: "packet", Client: digest, Digest: sum}, send)
	return err
}

// open refuses while the operator may not report here.
func (d Door) open(ctx context.Context, s access.Scope) error {
	acts, err := d.Openings(ctx, s)
	if err == nil && !opening.Report.For(acts, s.At).Open {
		err = fault.New(fault.Denied, "fault.function.closed", nil)
	}
	return err
}
