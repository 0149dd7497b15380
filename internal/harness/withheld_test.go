package harness

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
)

// kept is a house in which an operator reports, and keeps a section back from everybody who receives it: from the offices of 法5条, from
// 国家サイバー統括室, which has the report by consent, and from an office that has it by a row of 提出先の設定. In its twin nobody ever said
// anything there or kept anything back, and those offices receive the other sections alone.
type kept struct {
	*house
	there bool
	step  uint64
	sent  []*object
}

// police is what the routed office is called in 提出先の設定.
const police = "架空県警察"

// readers are who receives the report without the section. The officer of another ministry has it by the row.
var readers = []string{"nco-analyst", "other-ministry-officer", "ministry-officer", "cabinet-analyst"}

// at lives the next step of both houses: the same instant, the same dice.
func (k *kept) at(when time.Time) *maker {
	k.step++
	k.clock.Set(when)
	k.dice.begin(7_000_000 + k.step)
	return &maker{scene: k.scene, ctx: k.t.Context(), db: k.db, clock: k.clock, n: int(8_000_000 + 1000*k.step)} //nolint:gosec // small
}

// own are dice of a flow alone: what is sealed beside it throws as often as there is something to seal.
func (k *kept) own() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1, byte(k.step)}) }

func (k *kept) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// routed makes another ministry's office an addressee of every report, by a row that two administrators decide.
func (k *kept) routed() {
	k.t.Helper()
	past := k.scene.at.Add(-48 * time.Hour)
	row := register.Matter{Routing: &register.Routing{
		Authority: "recipient.police", When: "any", Channel: law.Here, Office: k.as("other-ministry-officer").Unit, Title: police, Cited: "申合せ(試験)", Certainty: law.Reported,
		On: law.DayOf(ident.At(past)).Add(1),
	}}
	m, one := k.at(past), k.as("platform-admin")
	id, err := instituting.Propose{Act: store.Act[instituting.ProposeTx](k.db), Entropy: k.own()}.Do(m.ctx, m.scope(one), m.key(one), row)
	k.must(err)
	m, two := k.at(past.Add(time.Minute)), k.as("platform-admin-2")
	k.must(instituting.Confirm{Act: store.Act[instituting.ConfirmTx](k.db), Entropy: k.own()}.Do(m.ctx, m.scope(two), m.key(two), id))
}

// draft is one that was opened just now, with what stands in it.
func (k *kept) draft(m *maker, by *principal, id ident.Draft) (d filing.Draft, had map[string]filing.Answer) {
	k.t.Helper()
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	k.must(store.Read[tx](k.db)(m.ctx, m.scope(by), func(tx tx) error {
		one, entries, err := tx.DraftByID(id)
		d, had = one, filing.Answers(entries)
		return err
	}))
	return d, had
}

// report sends what a draft is filled in with: a 速報, or a 詳報 of one. The section is what tells the two worlds apart.
func (k *kept) report(p procedure.Procedure, values form.Values, about *object, when time.Time) {
	k.t.Helper()
	by := k.as("operator-filer")
	m := k.at(when)
	what := filling{ref: p.ID, form: p.Form, follows: about}
	var id ident.Draft
	var err error
	if about == nil {
		id, err = submitting.Open{Act: store.Act[submitting.OpenTx](k.db), Entropy: k.own()}.Do(m.ctx, m.scope(by), m.key(by), what.ref)
	} else {
		var n ident.Number
		n, err = ident.ParseNumber(about.id)
		k.must(err)
		id, err = submitting.Follow{Act: store.Act[submitting.FollowTx](k.db), Entropy: k.own()}.Do(m.ctx, m.scope(by), m.key(by), n, what.ref)
	}
	k.must(err)
	m = k.at(when.Add(time.Minute))
	d, had := k.draft(m, by, id)
	fill := submitting.SaveOf{Draft: d.Number, Form: p.Form, Answers: map[string]submitting.Answer{}}
	for field, v := range values {
		fill.Answers[field] = submitting.Answer{Value: v, Base: had[field].Current.Seq}
	}
	saved, err := submitting.Save{Act: store.Act[submitting.SaveTx](k.db)}.Do(m.ctx, m.scope(by), m.key(by), fill)
	if k.must(err); len(saved.Faults) > 0 {
		k.t.Fatalf("%+v", saved.Faults)
	}
	k.attach(d, "概要.txt", "outline", when.Add(2*time.Minute))
	k.keepBack(d, when.Add(3*time.Minute))
	m = k.at(when.Add(5 * time.Minute))
	filed, err := submitting.File{Act: store.Act[submitting.FileTx](k.db), Entropy: k.own()}.Do(m.ctx, m.scope(by), m.key(by), submitting.Sending{Draft: d.Number})
	k.must(err)
	f, err := stage.Doors(k.db, k.clock).Report(m.ctx, m.scope(by), filed)
	k.must(err)
	k.sent = append(k.sent, &object{
		kind: "report", id: f.Number.ASCII(), org: by.Org, unit: by.Unit, state: "arrived", form: string(f.Kind), follows: about,
		with: map[string]string{"field": p.Form.Fields()[0].ID, "next": incident.Further.ID},
	})
}

func (k *kept) attach(d filing.Draft, name, section string, when time.Time) {
	k.t.Helper()
	m, by := k.at(when), k.as("operator-filer")
	a := attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](k.db), Act: store.Act[attaching.AttachTx](k.db), Entropy: k.own()}
	_, err := a.Do(m.ctx, m.scope(by), attaching.Upload{
		Draft: d.Number, Name: name, Section: section, Body: bytes.NewReader([]byte("bytes of " + name)), Key: func([32]byte) (ident.Key, error) { return m.key(by), nil },
	})
	k.must(err)
}

// another is a draft of the same people that nobody sends.
func (k *kept) another() (d filing.Draft) {
	k.t.Helper()
	for _, o := range k.scene.objects["draft"] {
		if by := k.as("operator-filer"); o.org == by.Org && o.unit == by.Unit && o.state == string(filing.DraftOpen) {
			n, err := ident.ParseNumber(o.id)
			k.must(err)
			d.Number = n
		}
	}
	return d
}

// keepBack withholds the section from every office, with a file in it, and consents that 国家サイバー統括室 reads the rest.
func (k *kept) keepBack(d filing.Draft, when time.Time) {
	k.t.Helper()
	if k.there {
		k.attach(d, "CANARY-FILE.bin", "computer", when)
	} else { // as many acts: how long the log of the whole house is stands on pages
		k.attach(k.another(), fmt.Sprintf("elsewhere-%d.txt", k.step), "outline", when)
	}
	m, by := k.at(when.Add(20*time.Second)), k.as("operator-filer")
	var wishes []releasing.Wish
	for _, title := range []string{"経済産業大臣", "内閣総理大臣(内閣府)", "国家サイバー統括室(内閣官房)", police} {
		wishes = append(wishes, releasing.Wish{Title: title, Section: "computer", Until: k.scene.at.Add(48 * time.Hour).Format(time.RFC3339), Reason: "捜査中", Sure: true})
	}
	k.must(releasing.Withhold{Act: store.Act[releasing.WithholdTx](k.db)}.Do(m.ctx, m.scope(by), m.key(by), d.Number, wishes))
	m = k.at(when.Add(40 * time.Second))
	err := releasing.Agree{Act: store.Act[releasing.AgreeTx](k.db), Entropy: k.own()}.Do(m.ctx, m.scope(by), m.key(by), d.Number, true)
	if d.Form == incident.Prompt.ID {
		k.must(err)
	}
}

// story is what happened before the present: a 速報 and a 詳報 about it.
func (k *kept) story() {
	k.t.Helper()
	k.routed()
	at := k.scene.at.Add(-5 * time.Hour)
	values := world.Values(at.Add(-time.Hour), "監視端末に脅迫文", "malware")
	values["which"] = form.Value{Unknown: true}
	if k.there {
		values["which"] = form.Value{Texts: []string{"CANARY-MACHINE"}}
	}
	k.report(incident.Prompt, values, nil, at)
	said := form.Values{"form_kind": {Texts: []string{incident.FormOther}}, "story": {Texts: []string{"経緯"}}}
	maps.Copy(values, said)
	for _, f := range dossier.Missing(values) {
		if said[f.ID] = (form.Value{Unknown: true}); !f.Unknowable {
			said[f.ID] = form.Value{Texts: []string{f.Options[0].ID}}
		}
	}
	if k.there {
		said["products"] = form.Value{Texts: []string{"CANARY-PRODUCT"}}
		said["indicators"] = form.Value{Texts: []string{"https://canary.example/x"}}
	}
	k.report(incident.Detailed, said, k.sent[0], at.Add(time.Hour))
	k.clock.Set(k.scene.at)
	if !k.there { // nobody ever kept anything back
		for _, table := range []string{"withheld", "task"} {
			if _, err := k.watch.ExecContext(k.t.Context(), `DELETE FROM `+table); err != nil { //nolint:gosec // a name from above
				k.t.Fatal(err)
			}
		}
	}
	k.must(sequence(k.t.Context(), k.db))
	k.must(k.serve.Names.Step(k.t.Context()))
	k.must(k.serve.Counted.Step(k.t.Context()))
	k.must(k.serve.Holdings.Step(k.t.Context()))
}

// about are the calls of a route about the reports that were sent, and those about nothing: lists, search, counts, books.
func (k *kept) about(r *route, p *principal) (list []call) {
	s := *k.scene
	s.objects = map[string][]*object{"report": k.sent}
	h := *k.house
	h.scene = &s
	for _, c := range h.calls(r, p) {
		if !slices.ContainsFunc(c.taken(), func(kind string) bool { return c.obj[kind] == nil }) {
			list = append(list, c)
		}
	}
	return list
}

// searched are further addresses by which somebody may look for what is kept back.
func (k *kept) searched() (list []string) {
	for _, q := range []string{"CANARY-MACHINE", "CANARY-PRODUCT", "canary.example", "CANARY-FILE.bin", "監視端末"} {
		list = append(list, "/ministry/reports?q="+q, "/api/v1/reports?q="+q, "/find?q="+q, "/ministry/concentration/concerned?q="+q)
	}
	return list
}

// A section that is withheld leaves no trace for 国家サイバー統括室, which reads by consent, for an office that has the report by a dated row, and
// for those of 法5条: through every route that tells one of them anything (page, API, print, Excel, JSON, lists, search, counts), they are
// answered byte for byte as in a world in which nobody ever said anything there.
func TestAWithheldSectionLeavesNoTraceAnywhere(t *testing.T) {
	t.Parallel()
	with, without := &kept{house: theScene(t).open(t), there: true}, &kept{house: theScene(t).open(t)}
	for _, k := range []*kept{with, without} {
		k.story()
		k.n = 9_000_000
		k.lent = func(*principal, sighting) bool { return true } // what a routed office is told of the operator is tried elsewhere
	}
	if with.sent[0].id != without.sent[0].id || with.sent[1].id != without.sent[1].id {
		t.Fatal("the dice fell differently")
	}
	routes, same := with.bind(), without.bind()
	for _, name := range readers {
		p, seen := with.as(name), 0
		for i, r := range routes {
			if r.method != http.MethodGet || r.whole != "" || r.public != "" || r.mints != "" {
				continue
			}
			calls, others := with.about(r, p), without.about(same[i], p)
			for j, c := range calls {
				q, o := with.ask(c), without.ask(others[j])
				a := with.alike(without, p, q, o)
				if len(c.taken()) > 0 && a.status == http.StatusOK {
					seen++
				}
				if all := a.body + strings.Join(asText(a), ""); strings.Contains(all, "CANARY") || strings.Contains(all, "canary.example") && !strings.Contains(q.path, "canary") {
					t.Errorf("%s is told by %s what is kept back", name, q)
				}
			}
		}
		for _, path := range with.searched() {
			q := ask{method: http.MethodGet, path: path}
			with.alike(without, p, q, q)
		}
		if seen < 20 {
			t.Errorf("%s opened %d copies of the reports", name, seen)
		}
	}
	with.controls(without)
}

// asText is what is packed in an answer.
func asText(a answer) (list []string) {
	for _, file := range unpacked([]byte(a.body), packedDeep) {
		list = append(list, string(file))
	}
	return list
}

// alike makes one call in both houses, and returns the answer of the first.
func (k *kept) alike(twin *kept, p *principal, q, o ask) answer {
	k.t.Helper()
	counts.twins.Add(2)
	a, b := k.do(p, q), twin.do(p, o)
	if a.bytes() != b.bytes() {
		k.fail("%s as %s tells that something is kept back (-never +kept back):\n%.3000s", q, p.called(), cmp.Diff(b.bytes(), a.bytes()))
	}
	return a
}

// controls: the operator reads what it said, and an office to which it is shown reads it from then on, so what was compared is what tells,
// and the comparison says so.
func (k *kept) controls(twin *kept) {
	k.t.Helper()
	by := k.as("operator-filer")
	page := func(p *principal, path string) string { return k.do(p, ask{method: http.MethodGet, path: path}).body }
	if own := page(by, "/reporting/reports/"+k.sent[0].id); !strings.Contains(own, "CANARY-MACHINE") {
		k.t.Error("the operator does not read what it said")
	}
	for title, name := range map[string]string{"国家サイバー統括室(内閣官房)": "nco-analyst", police: "other-ministry-officer"} {
		m := k.at(k.scene.at.Add(time.Minute))
		n, err := ident.ParseNumber(k.sent[0].id)
		k.must(err)
		k.must(releasing.Release{Act: store.Act[releasing.ReleaseTx](k.db)}.Do(m.ctx, m.scope(by), m.key(by), releasing.Section{Of: n, Title: title, Name: "computer"}))
		if now := page(k.as(name), "/ministry/reports/"+k.sent[0].id); !strings.Contains(now, "CANARY-MACHINE") {
			k.t.Errorf("%s was shown it and does not read it", name)
		}
		told, fail := 0, k.fail
		k.fail = func(string, ...any) { told++ }
		q := ask{method: http.MethodGet, path: "/ministry/reports/" + k.sent[0].id}
		if k.alike(twin, k.as(name), q, q); told != 1 {
			k.t.Errorf("%s reads it, and the two worlds are alike", name)
		}
		k.fail = fail
	}
}
