package reports_test

import (
	"bytes"
	"context"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/reporting/attached"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// twin is one of two worlds that throw the same dice and live at the same instants: in one the machine was told, with files beside it, and
// withheld from the ministry; in the other nobody ever said anything of it.
type twin struct {
	*desktest.Desk
	there            bool
	prompt, detailed filing.Filing
}

// never is what is read in a world whose forms have no such section.
type never struct {
	*store.Tx
	was bool
}

func (n never) Procedure(ref string) (procedure.Procedure, error) {
	p, err := n.Tx.Procedure(ref)
	if n.was {
		p.Form = filing.CutForm(p.Form, []string{"outline", "contact"})
		p.Form.Parts = slices.DeleteFunc(slices.Clone(p.Form.Parts), func(p form.Part) bool { return p.ID == withheld })
	}
	return p, err
}

// said leaves out of a content what its form does not ask there.
func (n never) said(f filing.Filing, c *filing.Content) error {
	p, err := n.Tx.Procedure(string(f.Kind))
	if err != nil || !n.was {
		return err
	}
	values, err := p.Form.Decode(c.Values)
	if err == nil {
		c.Values, err = p.Form.Canonical(filing.Cut(p.Form, values, []string{"outline", "contact"}))
	}
	return err
}

func (n never) Filing(number ident.Number, may access.Permission) (filing.Filing, filing.Content, error) {
	f, c, err := n.Tx.Filing(number, may)
	if err == nil {
		err = n.said(f, &c)
	}
	return f, c, err
}

func (n never) CaseWith(number ident.Number, may access.Permission) ([]filing.Reported, error) {
	list, err := n.Tx.CaseWith(number, may)
	for i := range list {
		if err == nil {
			err = n.said(list[i].Filing, &list[i].Content)
		}
	}
	return list, err
}

func (n never) Released(ids []ident.Filing) (map[ident.Filing][]string, error) {
	all, err := n.Tx.Released(ids)
	for id := range all {
		all[id] = slices.DeleteFunc(all[id], func(s string) bool { return n.was && s == withheld })
	}
	return all, err
}

func newTwin(t *testing.T, there bool) *twin {
	t.Helper()
	w := &twin{there: there}
	w.Desk = desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		page := reports.Page{Look: func(ctx context.Context, sc access.Scope, purpose string, read func(reports.Tx) ([]ident.Object, error)) error {
			return store.Look[*store.Tx](s.DB)(ctx, sc, purpose, func(tx *store.Tx) ([]ident.Object, error) { return read(never{tx, !there}) })
		}}
		files := attached.Pages{
			Look: func(ctx context.Context, sc access.Scope, purpose string, read func(attached.FiledTx) ([]ident.Object, error)) error {
				return store.Look[*store.Tx](s.DB)(ctx, sc, purpose, func(tx *store.Tx) ([]ident.Object, error) { return read(never{tx, !there}) })
			},
			Piece: store.Read[attached.PieceTx](s.DB), Receipts: s.DB,
		}
		return append(page.Routes(), files.Routes()...)
	})
	return w
}

// save writes answers into a draft, over what stands there.
func (w *twin) save(t *testing.T, d filing.Draft, of form.Form, values form.Values) {
	t.Helper()
	all := submitting.SaveOf{Draft: d.Number, Form: of, Answers: map[string]submitting.Answer{}}
	if err := store.Read[*store.Tx](w.DB)(t.Context(), w.Scope("operator-filer"), func(tx *store.Tx) error {
		_, entries, err := tx.DraftByID(d.ID)
		had := filing.Answers(entries)
		for id, v := range values {
			all.Answers[id] = submitting.Answer{Value: v, Base: had[id].Current.Seq}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](w.DB)}
	if _, err := save.Do(t.Context(), w.Scope("operator-filer"), w.Key("operator-filer", "save "+string(d.ID)), all); err != nil {
		t.Fatal(err)
	}
}

func (w *twin) attach(t *testing.T, d filing.Draft, name, section string, body []byte) {
	t.Helper()
	a := attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](w.DB), Act: store.Act[attaching.AttachTx](w.DB), Entropy: rand.NewChaCha8([32]byte{byte(len(name))})}
	up := attaching.Upload{Draft: d.Number, Name: name, Section: section, Body: bytes.NewReader(body), Key: func([32]byte) (ident.Key, error) { return w.Key("operator-filer", "attach "+name), nil }}
	if _, err := a.Do(t.Context(), w.Scope("operator-filer"), up); err != nil {
		t.Fatal(err)
	}
}

// A section that is withheld leaves no trace in the copy of its office, in the pages, the book, the JSON and the whole export, of a 速報 and
// of a 詳報 with files: the bytes are those of a world in which it never existed. When its hour has come, it is there.
func TestWhatIsKeptBackLeavesNoTrace(t *testing.T) {
	t.Parallel()
	with, without := newTwin(t, true), newTwin(t, false)
	var copies [2][]string
	for i, w := range []*twin{with, without} {
		w.story(t)
		copies[i] = w.read(t)
	}
	for i := range copies[0] {
		if copies[0][i] != copies[1][i] {
			t.Errorf("copy %d tells that something is kept back:\n%s\n%s", i, differs(copies[0][i], copies[1][i]), differs(copies[1][i], copies[0][i]))
		}
	}
	if !strings.Contains(copies[0][0], "監視端末に脅迫文") || strings.Contains(strings.Join(copies[0], ""), "CANARY") {
		t.Error("the control: what was told is not there, or what was not is")
	}
	with.Clock.Set(with.Clock.Now().Add(72 * time.Hour))
	release := releasing.Release{Act: store.Act[releasing.ReleaseTx](with.DB)}
	for _, f := range []filing.Filing{with.prompt, with.detailed} {
		if did, err := release.Due(t.Context(), access.System("test", ident.At(with.Clock.Now())), f.ID); err != nil || !did {
			t.Fatalf("%s: %v, %v", f.Number, did, err)
		}
	}
	if now := strings.Join(with.read(t), ""); !strings.Contains(now, "CANARY-MACHINE") || !strings.Contains(now, "CANARY-FILE.bin") || !strings.Contains(now, "/ministry/concentration/concerned?q=CANARY-PRODUCT") {
		t.Error("its hour has come, and it is not there, or its product leads to nobody who notified it")
	}
}

// story sends a 速報, and a 詳報 about it. What is withheld of the first is withheld of the second without being chosen again.
func (w *twin) story(t *testing.T) {
	t.Helper()
	ctx, who := t.Context(), w.Scope("operator-filer")
	dice := func(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }
	id, err := submitting.Open{Act: store.Act[submitting.OpenTx](w.DB), Entropy: dice(1)}.Do(ctx, who, w.Key("operator-filer", "open"), incident.Prompt.ID)
	if err != nil {
		t.Fatal(err)
	}
	d := w.draftOf(t, id)
	values := world.Values(w.Clock.Now().Add(-time.Hour), "監視端末に脅迫文", "malware")
	values["which"] = form.Value{Unknown: true}
	if w.there {
		values["which"] = form.Value{Texts: []string{"CANARY-MACHINE"}}
	}
	w.save(t, d, incident.PromptForm, values)
	w.attach(t, d, "概要.txt", "outline", []byte("outline"))
	if w.there {
		w.attach(t, d, "CANARY-FILE.bin", "computer", bytes.Repeat([]byte("CANARY"), 1000))
		until := w.Clock.Now().Add(48 * time.Hour).Format(time.RFC3339)
		wish := []releasing.Wish{{Title: "経済産業大臣", Section: "computer", Until: until, Reason: "捜査中", Sure: true}}
		if err := (releasing.Withhold{Act: store.Act[releasing.WithholdTx](w.DB)}).Do(ctx, who, w.Key("operator-filer", "hold"), d.Number, wish); err != nil {
			t.Fatal(err)
		}
	}
	w.prompt = w.send(t, d, dice(2))
	if id, err = (submitting.Follow{Act: store.Act[submitting.FollowTx](w.DB), Entropy: dice(3)}).Do(ctx, who, w.Key("operator-filer", "follow"), w.prompt.Number, incident.Detailed.ID); err != nil {
		t.Fatal(err)
	}
	d = w.draftOf(t, id)
	said := form.Values{"form_kind": {Texts: []string{incident.FormOther}}, "story": {Texts: []string{"経緯"}}}
	maps.Copy(values, said)
	for _, f := range dossier.Missing(values) {
		if said[f.ID] = (form.Value{Unknown: true}); !f.Unknowable {
			said[f.ID] = form.Value{Texts: []string{f.Options[0].ID}}
		}
	}
	if w.there {
		said["products"] = form.Value{Texts: []string{"CANARY-PRODUCT"}}
	}
	w.save(t, d, incident.DetailedForm, said)
	w.attach(t, d, "詳しい概要.txt", "outline", []byte("more"))
	if w.there {
		w.attach(t, d, "CANARY-MORE.bin", "computer", []byte("CANARY"))
	}
	w.detailed = w.send(t, d, dice(4))
}

func (w *twin) draftOf(t *testing.T, id ident.Draft) (d filing.Draft) {
	t.Helper()
	if err := store.Read[*store.Tx](w.DB)(t.Context(), w.Scope("operator-filer"), func(tx *store.Tx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return d
}

func (w *twin) send(t *testing.T, d filing.Draft, dice *rand.ChaCha8) filing.Filing {
	t.Helper()
	w.Clock.Set(w.Clock.Now().Add(time.Minute))
	file := submitting.File{Act: store.Act[submitting.FileTx](w.DB), Entropy: dice}
	id, err := file.Do(t.Context(), w.Scope("operator-filer"), w.Key("operator-filer", "send "+d.Form), submitting.Sending{Draft: d.Number})
	if err != nil {
		t.Fatal(err)
	}
	f, err := w.Report(t.Context(), w.Scope("operator-filer"), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// read is every copy that the ministry can take of both reports.
func (w *twin) read(t *testing.T) (copies []string) {
	t.Helper()
	for _, f := range []filing.Filing{w.prompt, w.detailed} {
		at := "/ministry/reports/" + f.Number.ASCII()
		for _, path := range []string{at, at + "/content/content.json", at + "/content/content.xlsx", at + "/content/_answers.csv", at + "/export.zip"} {
			a := w.Get(t, "ministry-officer", path)
			if a.Status != http.StatusOK {
				t.Fatalf("%s: %d %s", path, a.Status, a.Body)
			}
			copies = append(copies, a.Body)
		}
	}
	return copies
}
