package batching_test

import (
	"crypto/rand"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/mandating"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

type tx interface {
	Org(ident.Org) (party.Org, error)
	MandateByID(ident.Object) (mandate.Mandate, error)
	PapersOfMandate(mandate.Mandate) ([]mandate.Paper, error)
	PaperOfMandate(mandate.Mandate, ident.Object) ([]byte, error)
}

// desk is a maintainer with what it does for many operators, on a real store.
type desk struct {
	t *testing.T
	*stagetest.Stage
	batching.Doors
	n int
}

func newDesk(t *testing.T, s *stagetest.Stage) *desk {
	t.Helper()
	return &desk{t: t, Stage: s, Doors: batching.Doors{
		Read: store.Read[batching.Tx](s.DB), Work: store.Read[batching.WorkTx](s.DB),
		Begin: mandating.Begin{Act: store.Act[mandating.BeginTx](s.DB), Entropy: rand.Reader}, File: submitting.File{Act: store.Act[submitting.FileTx](s.DB), Entropy: rand.Reader},
	}}
}

// other is an administrator of another operator, who has no name in the world.
const other = "other-operator-filer"

// as is somebody now.
func (d *desk) as(who string) access.Scope {
	a := d.As(who)
	if who == other {
		a.Roles = []access.Role{access.OperatorAdmin, access.OperatorFiler}
	}
	return access.For(a, ident.At(d.Clock.Now()))
}

func (d *desk) key(s access.Scope) ident.Key {
	d.n++
	d.Clock.Set(d.Clock.Now().Add(time.Second))
	return ident.Key{Org: s.Org, Actor: s.ID(), Route: "test", Client: strconv.Itoa(d.n)}
}

func (d *desk) keys(s access.Scope) func(string) (ident.Key, error) {
	return func(string) (ident.Key, error) { return d.key(s), nil }
}

func (d *desk) own(who string, read func(tx) error) {
	d.t.Helper()
	if err := store.Read[tx](d.DB)(d.t.Context(), d.as(who), read); err != nil {
		d.t.Fatal(who, err)
	}
}

// number is the 法人番号 of somebody's organisation.
func (d *desk) number(who string) (no string) {
	d.t.Helper()
	d.own(who, func(tx tx) error {
		o, err := tx.Org(d.As(who).Org)
		no = o.CorporateNumber
		return err
	})
	return no
}

func (d *desk) take(who string, m mandate.Mandate, do string) {
	d.t.Helper()
	s := d.as(who)
	if _, err := (mandating.Step{Act: store.Act[mandating.StepTx](d.DB), Entropy: rand.Reader}).Do(d.t.Context(), s, d.key(s), mandating.Taking{Number: m.Number, Do: do, Reason: "契約の終了"}); err != nil {
		d.t.Fatal(who, do, err)
	}
}

// mandate is one that somebody countersigned.
func (d *desk) mandate(who, facilities string, acts ...mandate.Act) (m mandate.Mandate) {
	d.t.Helper()
	s, today := d.as("maintainer"), law.DayOf(ident.At(d.Clock.Now()))
	id, err := mandating.Propose{Act: store.Act[mandating.ProposeTx](d.DB), Entropy: rand.Reader}.Do(d.t.Context(), s, d.key(s), mandate.Row{
		Number: d.number(who), Terms: mandate.Terms{Acts: acts, From: today, Until: mandate.YearEnd(today)}, Words: mandate.Words{Facilities: facilities},
	})
	if err != nil {
		d.t.Fatal(who, err)
	}
	read := func(tx tx) (err error) {
		m, err = tx.MandateByID(id)
		return err
	}
	d.own("maintainer", read)
	d.take(who, m, mandate.Countersign)
	d.own("maintainer", read)
	return m
}

func grids(plants, goods []string) []tabular.Grid {
	sheet := func(name string, rows []string) tabular.Grid {
		g := tabular.Grid{Sheet: name}
		for _, r := range rows {
			g.Rows = append(g.Rows, strings.Split(r, "|"))
		}
		return g
	}
	return []tabular.Grid{
		sheet("設備", append([]string{"法人番号|事業|設備番号|設備の名称|設備の区分"}, plants...)),
		sheet("製品一覧", append([]string{"法人番号|事業|製品名|製造者名|種類|類型|設備|令和8年10月1日に導入済み"}, goods...)),
	}
}

// states are the parts of a file, as a page would tell them.
func states(list []batching.Part) (said []string) {
	for _, p := range list {
		switch {
		case p.Made:
			said = append(said, "made")
		case p.Draft != "":
			said = append(said, "there")
		case p.Why != nil:
			said = append(said, "refused "+p.Why.Code)
		case p.Stop != nil:
			said = append(said, "stopped "+p.Stop.Code)
		case !p.Good():
			said = append(said, "wrong "+p.Faults[0].Code)
		default:
			said = append(said, "good")
		}
	}
	return said
}

// One file for three operators: each draft is an act of its own, the same file again changes nothing, and what was revoked between the look and the
// press is refused for that operator alone. What is ready is filed together, and both names stand in the history.
func TestOneFileForManyOperators(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, stage *stagetest.Stage) {
		d := newDesk(t, stage)
		grid, water := d.mandate("operator-admin", "監視、給電", mandate.Draft, mandate.File), d.mandate(other, "", mandate.Draft)
		a, b := grid.OperatorNo, water.OperatorNo
		file := grids([]string{a + "||S1|監視|特定重要設備", b + "||S1|浄水場|特定重要設備", "9000012010004||S1|x|特定重要設備"}, []string{
			a + "||Zabbix|Zabbix|ソフトウェア|A、B、C、D、E、F|S1|はい", b + "||nginx|F5|ソフトウェア|A、B、C、D、E、F|S1|はい",
		})
		s := d.as("maintainer")
		look := func() []batching.Part {
			t.Helper()
			_, list, err := d.Judge(t.Context(), d.as("maintainer"), file)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		press := func(list []batching.Part) string {
			t.Helper()
			if _, err := d.Draft(t.Context(), d.as("maintainer"), list, d.keys(s)); err != nil {
				t.Fatal(err)
			}
			return strings.Join(states(list), ", ")
		}
		list := look()
		if got := strings.Join(states(list), ", "); !strings.HasSuffix(got, ", stopped fault.batch.outside") || strings.Count(got, "good") != 2 {
			t.Fatalf("before: %s %+v", got, list[0].Faults)
		}
		d.take(other, water, mandate.Revoke) // between the look and the press
		if got := press(list); !strings.HasPrefix(got, "made, refused fault.mandate.revoked, ") {
			t.Errorf("pressed: %s", got)
		}
		again := look()
		if got := press(again); !strings.HasPrefix(got, "there, stopped fault.mandate.revoked, ") || again[0].Draft != list[0].Draft {
			t.Errorf("again: %s", got)
		}
		narrow := grids([]string{a + "||S2|変電所|特定重要設備"}, nil)
		if _, list, err := d.Judge(t.Context(), d.as("maintainer"), narrow); err != nil || states(list)[0] != "wrong fault.mandate.facility" {
			t.Errorf("a facility outside: %v %v", err, states(list))
		}
		d.filed(grid, list[0].Draft)
	})
}

// filed files a draft together with another, and reads the history.
func (d *desk) filed(m mandate.Mandate, draft ident.Number) {
	t, s := d.t, d.as("maintainer")
	ready, err := d.Drafts(t.Context(), s)
	if err != nil || len(ready) == 0 || ready[0].Why != nil || ready[0].Draft.Number != draft {
		t.Fatalf("%v %+v", err, ready)
	}
	numbers := []ident.Number{draft}
	key := func(ident.Number) (ident.Key, error) { return d.key(s), nil }
	chosen, err := d.Chosen(t.Context(), d.as("maintainer"), numbers)
	if err != nil {
		t.Fatal(err)
	}
	confirmed := map[ident.Number][]string{}
	for _, q := range chosen[0].Asked {
		confirmed[draft] = append(confirmed[draft], q.ID())
	}
	if err := d.Send(t.Context(), chosen, confirmed, key); err != nil || !chosen[0].Sent || chosen[0].Filing == "" {
		t.Fatalf("%v %+v", err, chosen[0].Why)
	}
	twice, err := d.Chosen(t.Context(), d.as("maintainer"), numbers)
	if err == nil {
		err = d.Send(t.Context(), twice, confirmed, key)
	}
	if err != nil || twice[0].Sent || twice[0].Filing != chosen[0].Filing {
		t.Errorf("twice: %v %+v", err, twice[0])
	}
	acts, err := d.Acts(t.Context(), d.as("maintainer"), batching.Filter{})
	if err != nil || len(acts) != 2 || acts[0].Number != chosen[0].Filing || acts[0].Of.OperatorIs == "" || acts[0].Of.MaintainerIs == "" || acts[1].Number != draft {
		t.Errorf("%v %+v", err, acts)
	}
	if acts, err := d.Acts(t.Context(), d.as("maintainer"), batching.Filter{Kind: mandate.Filed, Words: m.OperatorIs, From: law.MustDay("2026-01-01")}); err != nil || len(acts) != 1 {
		t.Errorf("narrowed: %v %+v", err, acts)
	}
	for _, who := range []string{"operator-admin", other, "ministry-officer"} {
		if _, err := d.Chosen(t.Context(), d.as(who), numbers); err == nil {
			t.Errorf("%s: %v", who, err)
		}
		if _, err := d.Acts(t.Context(), d.as(who), batching.Filter{}); err == nil {
			t.Errorf("%s: %v", who, err)
		}
	}
}

// A copy of a 委任状 is both sides' and nobody else's; what is no PDF, too large, or there already is refused at its place.
func TestASealedPaper(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, stage *stagetest.Stage) {
		d := newDesk(t, stage)
		m := d.mandate("operator-admin", "", mandate.Draft)
		put := func(who, body string) string {
			s := d.as(who)
			err := mandating.Enclose{Act: store.Act[mandating.EncloseTx](d.DB), Entropy: rand.Reader}.Do(t.Context(), s, d.key(s), mandating.Enclosing{Number: m.Number, Name: "委任状.pdf", Data: []byte(body)})
			if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Fields) > 0 {
				return e.Fields[0].Code
			}
			if err != nil {
				return fault.KindOf(err).String()
			}
			return ""
		}
		good := "%PDF-1.7 CANARY"
		for _, c := range []struct{ who, body, want string }{
			{"operator-admin", good, ""}, {"maintainer", good, "fault.mandate.paper.twice"}, {"maintainer", "MZ", "fault.mandate.paper.pdf"}, {"operator-admin", good + strings.Repeat("x", mandate.PaperMost), "fault.mandate.paper.size"},
			{other, good + "2", fault.Denied.String()}, {"maintainer", good + "2", ""},
		} {
			if got := put(c.who, c.body); got != c.want && !(c.who == other && got != "") {
				t.Errorf("%s: %q, want %q", c.who, got, c.want)
			}
		}
		for _, who := range []string{"operator-admin", "maintainer"} {
			d.own(who, func(tx tx) error {
				list, err := tx.PapersOfMandate(m)
				if err != nil || len(list) != 2 || list[0].Name != "委任状.pdf" {
					t.Fatalf("%s: %v %+v", who, err, list)
				}
				data, err := tx.PaperOfMandate(m, list[0].ID)
				if string(data) != good {
					t.Errorf("%s: %q", who, data)
				}
				return err
			})
		}
		for _, who := range []string{other, "ministry-officer", "platform-admin"} {
			if err := store.Read[tx](d.DB)(t.Context(), d.as(who), func(tx tx) error {
				_, err := tx.PapersOfMandate(m)
				return err
			}); !fault.Is(err, fault.Hidden) {
				t.Errorf("%s: %v", who, err)
			}
		}
		d.take("operator-admin", m, mandate.Revoke)
		if got := put("operator-admin", good+"3"); got == "" {
			t.Error("beside a mandate that is over")
		}
	})
}
