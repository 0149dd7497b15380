package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// nco are the sections that 国家サイバー統括室 has of a report; read says whether it opens it.
func (h holding) nco() (sections string, read bool) {
	h.t.Helper()
	err := store.Read[*store.Tx](h.DB)(h.t.Context(), h.Scope("nco-analyst"), func(tx *store.Tx) error {
		all, err := tx.Released([]ident.Filing{h.f.ID})
		if err != nil {
			return err
		}
		_, _, err = tx.Filing(h.f.Number, releasing.MayRead)
		if read = err == nil; fault.Is(err, fault.Hidden) {
			err = nil
		}
		list := slices.Sorted(slices.Values(all[h.f.ID]))
		sections = strings.Join(slices.Compact(list), " ")
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return sections, read
}

func (h *holding) send(d filing.Draft) {
	h.t.Helper()
	id, err := h.File.Do(h.t.Context(), h.Scope("operator-filer"), h.Key("operator-filer", "send "+string(d.ID)), submitting.Sending{Draft: d.Number})
	if err == nil {
		h.f, err = h.Report(h.t.Context(), h.Scope("operator-filer"), id)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h holding) consents(who, client string, yes bool) error {
	c := releasing.Consent{Act: store.Act[releasing.ConsentTx](h.DB), Entropy: h.DB.Entropy}
	return c.Do(h.t.Context(), h.Scope(who), h.Key(who, client), h.f.Number, yes)
}

// R41: 国家サイバー統括室 has a report with the consent of whoever reports only: without one it reads nothing, with one it reads what is not
// withheld from it, from then on; after the withdrawal it reads nothing, and the withholding that was chosen for it holds for a new consent.
func TestTheNCOReadsWithConsentOnly(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := holding{t: t, Stage: s}
		d := h.draft()
		until := s.Clock.Now().Add(24 * time.Hour)
		wish := h.wish(until, "computer")[0]
		wish.Title = "国家サイバー統括室(内閣官房)"
		if err := h.withhold("hold", d, []releasing.Wish{wish}); err != nil {
			t.Fatal(err)
		}
		h.send(d)
		if sections, read := h.nco(); read || sections != "" {
			t.Fatalf("without consent it reads %q, %v", sections, read)
		}
		for _, other := range []string{"nco-analyst", "ministry-officer", "other-operator-filer", "cabinet-analyst"} {
			if err := h.consents(other, "x", true); !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
				t.Errorf("%s: %v", other, err)
			}
		}
		if err := h.consents("operator-filer", "none", false); !fault.Is(err, fault.Conflict) {
			t.Errorf("nothing to withdraw: %v", err)
		}
		if err := h.consents("operator-filer", "give", true); err != nil {
			t.Fatal(err)
		}
		if err := h.consents("operator-filer", "twice", true); !fault.Is(err, fault.Conflict) {
			t.Errorf("given twice: %v", err)
		}
		if sections, read := h.nco(); !read || sections != "contact outline" {
			t.Errorf("with consent it reads %q, %v", sections, read)
		}
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		if err := h.consents("operator-filer", "take", false); err != nil {
			t.Fatal(err)
		}
		if sections, read := h.nco(); read || sections != "" {
			t.Errorf("after the withdrawal it reads %q, %v", sections, read)
		}
		s.Clock.Set(until.Add(time.Minute))
		if n := h.worked(); n != 1 {
			t.Errorf("%d tasks", n)
		}
		if _, read := h.nco(); read {
			t.Error("what was withheld opened the report")
		}
		if err := h.consents("operator-filer", "again", true); err != nil {
			t.Fatal(err)
		}
		if sections, read := h.nco(); !read || sections != "computer contact outline" {
			t.Errorf("with a new consent it reads %q, %v", sections, read)
		}
		sequence(t, s.DB)
		if r, err := s.VerifyLedger(t.Context(), func(int64, int64) error { return nil }); err != nil || !r.Sound() {
			t.Errorf("the log: %+v, %v", r, err)
		}
	})
}

// Consent that was chosen before sending counts from the arrival; the receipt names nobody for it.
func TestConsentIsChosenBeforeSending(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := holding{t: t, Stage: s}
		d := h.draft()
		agree := releasing.Agree{Act: store.Act[releasing.AgreeTx](s.DB), Entropy: s.DB.Entropy}
		choose := func(who, client string, yes bool) error {
			return agree.Do(t.Context(), s.Scope(who), s.Key(who, client), d.Number, yes)
		}
		if err := choose("other-operator-filer", "x", true); !fault.Is(err, fault.Hidden) {
			t.Errorf("a stranger: %v", err)
		}
		for i, yes := range []bool{true, false, true} {
			if err := choose("operator-filer", "choose "+string(rune('a'+i)), yes); err != nil {
				t.Fatal(err)
			}
		}
		h.send(d)
		if sections, read := h.nco(); !read || sections != "computer contact outline" {
			t.Errorf("it reads %q, %v", sections, read)
		}
		if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) error {
			to, err := tx.Addressees(h.f)
			asked, others := filing.ByConsent(to)
			if len(asked) != 1 || len(others) != 2 {
				t.Errorf("%d by consent, %d others", len(asked), len(others))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
