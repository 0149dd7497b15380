package approvals_test

import (
	"context"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

type paperTx interface {
	PaperChunk(round, id ident.Object, at int, room []byte) ([]byte, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
}

// folder is an asking for approval with papers beside it.
type folder struct {
	*house
	flow attaching.Enclose
	r    approval.Round
}

func newFolder(t *testing.T, s *stagetest.Stage) (f folder, d filing.Draft) {
	t.Helper()
	f.house = &house{Stage: s, t: t}
	f.set(approval.Before, 0, approval.Step{Role: access.OperatorApprover})
	d = f.draft()
	f.flow, f.r = attaching.Enclose{Keep: store.Housekeep[attaching.PaperInTx](s.DB), Act: store.Act[attaching.PaperTx](s.DB), Entropy: s.Entropy}, f.ask(d)
	return f, d
}

func (f folder) put(who, name, body string) (filing.Attachment, error) {
	s := f.scope(who)
	return f.flow.Do(f.t.Context(), s, attaching.Enclosure{Round: f.r.ID, Name: name, Body: strings.NewReader(body), Key: func([32]byte) (ident.Key, error) { return f.key(s), nil }})
}

func (f folder) see(who string, id ident.Object) (piece []byte, err error) {
	err = store.Read[paperTx](f.DB)(f.t.Context(), f.scope(who), func(tx paperTx) (err error) {
		piece, err = tx.PaperChunk(f.r.ID, id, 0, nil)
		return err
	})
	return piece, err
}

// do runs one verb as the filer.
func (f folder) do(verb func(ctx context.Context, s access.Scope, key ident.Key) error) error {
	s := f.scope("operator-filer")
	return verb(f.t.Context(), s, f.key(s))
}

func (f folder) shift(id ident.Object, off bool) error {
	return f.do(func(ctx context.Context, s access.Scope, key ident.Key) error {
		return f.flow.Shift(ctx, s, key, attaching.Shifting{Round: f.r.ID, Paper: id, Off: off})
	})
}

// What was decided on paper stays beside the approval: no office comes to it, no draft can take it in, and nothing of it is sent.
func TestAPaperDecisionStaysInside(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f, d := newFolder(t, s)
		a, err := f.put("operator-filer", `C:\scan\決裁 𠮷.pdf`, "sealed paper")
		if err != nil || a.Name != "決裁 𠮷.pdf" {
			t.Fatal(a, err)
		}
		for _, who := range []string{"ministry-officer", "cabinet-analyst", "other-operator-filer", "operator-admin", "platform-admin"} {
			if piece, err := f.see(who, a.ID); !fault.Is(err, fault.Hidden) {
				t.Errorf("%s reads it: %q, %v", who, piece, err)
			}
		}
		if piece, err := f.see("operator-approver", a.ID); string(piece) != "sealed paper" {
			t.Errorf("the approver: %q, %v", piece, err)
		}
		err = f.do(func(ctx context.Context, s access.Scope, key ident.Key) error {
			return attaching.Attach{Act: store.Act[attaching.AttachTx](f.DB)}.Return(ctx, s, key, d.Number, a.ID)
		})
		if !fault.Is(err, fault.Hidden) {
			t.Errorf("a draft takes the paper in, and would send it: %v", err)
		}
		if err := f.decide("operator-approver", f.r, true, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("approved without having seen the paper: %v", err)
		}
		if err := f.decide("operator-approver", f.rounds("operator-approver")[0], true, ""); err != nil {
			t.Fatal(err)
		}
		id, err := f.send(submitting.Sending{Draft: d.Number})
		if err != nil {
			t.Fatal(err)
		}
		err = store.Read[paperTx](f.DB)(t.Context(), f.scope("operator-filer"), func(tx paperTx) error {
			_, c, err := tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
			if len(c.Attachments()) != 0 {
				t.Errorf("the paper was sent: %+v", c.Attachments())
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestPapersComeAndGo(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f, _ := newFolder(t, s)
		a, err := f.put("operator-approver", "決裁.pdf", "sealed paper")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			who, name, body string
			kind            fault.Kind
		}{
			{"operator-filer", "決裁.pdf", "other", fault.Invalid}, {"operator-filer", "x.pdf", "sealed paper", fault.Invalid}, {"operator-filer", "x.pdf", "", fault.Invalid},
			{"operator-filer", "a\x00b", "x", fault.Invalid}, {"operator-filer", "x", strings.Repeat("x", filing.AttachmentMost+1), fault.Exceeded},
			{"ministry-officer", "x.pdf", "x", fault.Hidden}, {"other-operator-filer", "x.pdf", "x", fault.Hidden}, {"operator-admin", "x.pdf", "x", fault.Denied},
		} {
			if _, err := f.put(c.who, c.name, c.body); !fault.Is(err, c.kind) {
				t.Errorf("%s puts %.20q: %v", c.who, c.name, err)
			}
		}
		refer := func(number string) error {
			return f.do(func(ctx context.Context, s access.Scope, key ident.Key) error {
				return f.flow.Refer(ctx, s, key, f.r.ID, number)
			})
		}
		if err := refer(strings.Repeat("号", approval.ReferenceMost+1)); !fault.Is(err, fault.Invalid) {
			t.Errorf("a number that is too long: %v", err)
		}
		if err := refer("総務第8-77号"); err != nil {
			t.Fatal(err)
		}
		for _, off := range []bool{true, true, false, false} {
			if err := f.shift(a.ID, off); err != nil {
				t.Fatal(err)
			}
			if _, err := f.see("operator-filer", a.ID); fault.Is(err, fault.Hidden) != off {
				t.Errorf("off %v: %v", off, err)
			}
		}
		if err := f.shift("nothing", true); !fault.Is(err, fault.Hidden) {
			t.Errorf("a paper that is not there: %v", err)
		}
		if r := f.rounds("operator-filer")[0]; r.Reference != "総務第8-77号" || len(r.Held()) != 1 || r.Held()[0].Digest != a.Digest || r.Held()[0].By == "" || r.State != approval.Waiting {
			t.Errorf("%+v", r)
		}
	})
}
