package inventory_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/operator/inventory"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
)

type agreeing interface {
	ConsultList(limit int) ([]consult.Consultation, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

// What was agreed not to be filed is left out of the first draft and named; what was agreed says so; what nobody spoke of is marked and stays.
func TestTheFirstDraftBeginsWithWhatWasAgreed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	place(t, d, "給電制御システム")
	row := func(machine, product string, more ...string) {
		item(t, d, append([]string{"facility", "給電制御システム", "segment", "制御LAN", "machine", machine, "kind", "software", "layer", "os", "maker", "架空", "product", product, "in_place", "yes"}, more...)...)
	}
	row("指令", "CommandOS", "roles", "is_facility")
	row("訓練", "TrainingOS", "segment", "") // where it stands, and what it does, was not answered
	row("新しい", "NewOS", "roles", "is_facility")
	at := inventory.Path + "/filing"
	before := d.Get(t, filer, at)
	if rows := before.Find("table").First().Find("tbody tr").Length(); rows != 3 || strings.Contains(before.Text("main"), "まだ相談していません") {
		t.Fatalf("before anything was asked: %d rows, %s", rows, before.Text("main"))
	}
	agree(t, d.DB, d.Scope, d.Key)
	page := d.Get(t, filer, at)
	if said := page.Text(".notice"); !strings.Contains(said, "1行") {
		t.Errorf("what is not agreed is not counted: %s", said)
	}
	tables := page.Find("table")
	rows, out := tables.Eq(0).Text(), tables.Eq(1).Text()
	if strings.Contains(rows, "TrainingOS") || !strings.Contains(out, "TrainingOS") || !strings.Contains(out, "第1版で合意") || !strings.Contains(rows, "第1版で合意") || !strings.Contains(rows, "まだ相談していません") {
		t.Errorf("rows: %s\nleft out: %s", rows, out)
	}
	business := page.Find("form[action='"+at+"'] button").AttrOr("value", "")
	if a := d.Post(t, filer, at, form(page, at, "business", business)); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if err := store.Read[agreeing](d.DB)(t.Context(), d.Scope(filer), func(tx agreeing) error {
		list, err := tx.OpenDrafts(10)
		if err != nil || len(list) != 1 {
			t.Fatalf("%v %v", list, err)
		}
		_, entries, err := tx.DraftByID(list[0].ID)
		all := ""
		for _, e := range entries {
			for _, r := range e.Value.Rows {
				all += " " + r.Cells["product"].Text()
			}
		}
		if !strings.Contains(all, "CommandOS") || !strings.Contains(all, "NewOS") || strings.Contains(all, "TrainingOS") {
			t.Errorf("the draft holds: %s", all)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// agree asks with the facts of an assessment, and has the office confirm every line.
func agree(t *testing.T, db *store.DB, of func(string) access.Scope, key func(who, client string) ident.Key) {
	t.Helper()
	machine := func(id, product, segment string, is law.Truth) scope.Machine {
		return scope.Machine{ID: id, Segment: segment, Used: law.Yes, GlobalAddress: law.No, Authenticates: law.No, Controls: law.No, IsFacility: is, Stores: law.No, Make: "general", InPlace: law.Yes, Software: []scope.Software{{Layer: "os", Maker: "架空", Product: product}}}
	}
	s := of(filer)
	var c consult.Consultation
	read := func(do func(agreeing) error) {
		t.Helper()
		if err := store.Read[agreeing](db)(t.Context(), s, do); err != nil {
			t.Fatal(err)
		}
	}
	var business party.Designation
	read(func(tx agreeing) error {
		list, err := tx.Sectors(s.Org, law.DayOf(s.At))
		business = list[len(list)-1]
		return err
	})
	facts := scope.Facts{Operator: scope.Operator{Designated: law.Yes}, Businesses: []scope.Business{{ID: "b", Sector: business.Sector, Facilities: []scope.Facility{{
		ID: "f", Name: "給電制御システム", InPlace: law.Yes, Internet: "connected", Cloud: "none", Segments: []scope.Segment{{ID: "s", Name: "制御LAN", Role: "facility"}, {ID: "o", Name: "事務", Role: "other"}},
		Machines: []scope.Machine{machine("1", "CommandOS", "s", law.Yes), machine("2", "TrainingOS", "o", law.No)},
	}}}}}
	ask := consulting.Ask{Act: store.Act[consulting.AskTx](db), Entropy: db.Entropy}
	if _, err := ask.Do(t.Context(), s, key(filer, "ask"), consulting.Question{Business: business.ID, Subject: "範囲", Question: "確かめてください。", Facts: &facts}); err != nil {
		t.Fatal(err)
	}
	read(func(tx agreeing) error {
		list, err := tx.ConsultList(10)
		if err == nil {
			c, err = tx.Consult(list[0].Number, consulting.MayRead)
		}
		return err
	})
	mark := consulting.Mark{Act: store.Act[consulting.MarkTx](db), Entropy: db.Entropy}
	if err := mark.Do(t.Context(), of("ministry-officer"), key("ministry-officer", "mark"), consulting.Marking{Number: c.Number, Version: 1, Rev: 1, Rest: true}); err != nil {
		t.Fatal(err)
	}
}
