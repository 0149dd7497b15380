package reporting_test

import (
	"context"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/reminder"
)

type holding interface{ HoldInventory() (int, error) }

// What people were reminded of stands on やること: beside the 詳報 that is owed, and a line of its own for what 機器台帳 owes, for those alone who may read that.
func TestHomeSaysWhatPeopleWereRemindedOf(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.sent()
	s := h.Scope(h.as)
	if _, err := store.Act[holding](h.DB)(t.Context(), s, ident.Key{}, func(tx holding) (ledger.Entry, error) {
		_, err := tx.HoldInventory()
		return ledger.Entry{Kind: ledger.AssetItemsSet, Object: "x", Org: s.Org, Unit: s.Unit, Actor: s.ID()}, err
	}); err != nil {
		t.Fatal(err)
	}
	due := law.MustDay("2026-12-22")
	round := func(holder string) {
		t.Helper()
		if _, err := h.DateNext(t.Context(), holder, func(context.Context, access.Scope) ([]reminder.Date, error) {
			return []reminder.Date{{Unit: s.Unit, Kind: reminder.Filing, On: due, N: 1}}, nil
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.RemindNext(t.Context(), holder); err != nil {
			t.Fatal(err)
		}
	}
	round("a")
	if page := h.get("/operator/home"); strings.Contains(page.body, "最後の期限のお知らせ") {
		t.Error("nobody was reminded yet")
	}
	h.Clock.Set(law.MustDay("2026-12-16").Start().Time().Add(10 * 60 * 60 * 1e9))
	round("b")
	page := h.get("/operator/home")
	if week := page.says("section:has(#week)"); !strings.Contains(week, "届出(機器台帳から)") || strings.Count(week, "最後の期限のお知らせ 令和8年12月16日(水) 10:00") != 2 {
		t.Errorf("今週中: %s", week)
	}
	h.as = "operator-admin"
	if page := h.get("/operator/home"); strings.Contains(page.body, "届出(機器台帳から)") || !strings.Contains(page.body, "最後の期限のお知らせ") {
		t.Error("an administrator is told what 機器台帳 owes, or nothing of the 詳報")
	}
}
