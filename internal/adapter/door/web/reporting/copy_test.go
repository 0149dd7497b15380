package reporting_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/world/stagetest"
)

// narrowed is what is read of a draft whose first office does not receive a section.
type narrowed struct {
	filling.DraftTx
	section string
}

func (n narrowed) OfficesOf(p procedure.Procedure, operator ident.Org, on law.Day) ([]filing.Addressee, error) {
	list, err := n.DraftTx.OfficesOf(p, operator, on)
	if err == nil && n.section != "" {
		list[0].Sections = slices.DeleteFunc(slices.Clone(list[0].Sections), func(s string) bool { return s == n.section })
	}
	return list, err
}

func withholding(s *stagetest.Stage, section *string) func(context.Context, access.Scope, func(filling.DraftTx) error) error {
	return func(ctx context.Context, sc access.Scope, read func(filling.DraftTx) error) error {
		return store.Read[filling.DraftTx](s.DB)(ctx, sc, func(tx filling.DraftTx) error { return read(narrowed{tx, *section}) })
	}
}

// Before sending one sees what an office will see that does not receive everything: no question, answer or file of what it does not.
func TestTheCopyOfAnOfficeIsShownBeforeSending(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	h.goes(h.attach(at, "outline.log", []byte("one"), "section", "outline"), at+"/files?done=added")
	h.goes(h.attach(at, "machine.log", []byte("two"), "section", "computer"), at+"/files?done=added")
	const copied = "#offices ~ ul details"
	if a := h.get(at + "/check"); strings.Contains(a.body, "この機関に見える内容") {
		t.Error("every office receives everything, and a copy is shown apart")
	}
	*h.withheld = "computer"
	said := h.get(at + "/check").says(copied)
	for _, want := range []string{"画面に身代金を求める文", "outline.log", "認知した日時"} {
		if !strings.Contains(said, want) {
			t.Errorf("the copy lacks %q: %s", want, said)
		}
	}
	for _, not := range []string{"machine.log", "どのシステム", "システム・機器"} {
		if strings.Contains(said, not) {
			t.Errorf("the copy tells %q", not)
		}
	}
	*h.withheld = "contact"
	said = h.get(at + "/check").says(copied)
	if strings.Contains(said, "折り返し先") || !strings.Contains(said, "machine.log") {
		t.Errorf("without the call-back number: %s", said)
	}
}
