package harness

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/gathering"
)

// collection asks two units of an operator for their part of a draft, with canaries in what is said: the head has all of it, each unit its
// own part.
func (m *maker) collection(p *principal) error {
	head, err := m.write(p, m.prompt(p))
	if err != nil {
		return err
	}
	m.later()
	n, err := ident.ParseNumber(head.id)
	if err != nil {
		return err
	}
	type tx interface {
		Gathered(n ident.Number, lock bool) (collection.Whole, error)
	}
	var w collection.Whole
	read := func() error {
		return store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) (err error) {
			w, err = tx.Gathered(n, false)
			return err
		})
	}
	if err := read(); err != nil {
		return err
	}
	site, ask := m.as("operator-site-filer").Unit, gathering.Ask{Act: store.Act[gathering.AskTx](m.db), Entropy: rand.Reader}
	for _, u := range []ident.Unit{site, w.Units[len(w.Units)-1].ID} {
		note := m.bird()
		in := collection.Request{Draft: n, Steps: []string{incident.PromptForm.Steps[0].ID, incident.PromptForm.Steps[2].ID}, Units: []ident.Unit{u}, DueOn: law.DayOf(ident.At(m.clock.Now())).Add(5), Note: note}
		if err := ask.Do(m.ctx, m.scope(p), m.key(p), in); err != nil {
			return err
		}
		if err := read(); err != nil {
			return err
		}
		for _, one := range w.Parts {
			if one.Unit != u {
				continue
			}
			o := m.add(&object{kind: "part", id: one.Number.ASCII(), names: []string{one.Number.ASCII(), string(one.ID), string(one.Draft)}, org: one.Org, unit: one.Unit})
			m.tells(o, "what is asked of a unit", note, func(q *principal) bool {
				return m.policy.permits(access.Permission{Action: access.Read, Object: access.Collection}, q, o)
			})
		}
	}
	m.add(&object{kind: "collection", id: head.id, names: []string{head.id, string(w.ID)}, org: p.Org, unit: p.Unit})
	return nil
}

// collectionBindings are the rows of 社内取りまとめ.
var collectionBindings = map[string]binding{
	"GET /reporting/collections/{gathered}":         {does: "collection write", query: "unit=x done=taken&n=1"},
	"GET /reporting/collections/{gathered}/ask":     {does: "collection write", query: "choose=all choose=below"},
	"POST /reporting/collections/{gathered}/ask":    {does: "collection write", body: "key={key}&step=what&unit=0123456789abcdefghjkmnpqrs&due=2027-01-10&note={bird}", refuses: 422, why: "no such unit is below"},
	"POST /reporting/collections/{gathered}/move":   {does: "collection write", body: "key={key}&unit=&note={bird}&due=2027-01-10&do=extended", refuses: 409, why: "the unit that is named is none of the asked"},
	"GET /reporting/collections/{gathered}/merge":   {does: "collection write", query: "unit=x"},
	"POST /reporting/collections/{gathered}/settle": {does: "collection write", body: "key={key}&prefer=", keeps: "no unit has answered yet"},
	"POST /reporting/collections/{gathered}/take":   {does: "collection write", body: "key={key}&unit=", keeps: "no unit has answered yet"},
	"POST /reporting/collections/{gathered}/untake": {does: "collection write", body: "key={key}&part={part}", refuses: 409, why: "nothing was taken over"},
	"GET /api/v1/collections/{gathered}":            {does: "collection write"},
	"POST /api/v1/collections/{gathered}/ask":       {does: "collection write", body: `{"steps":["what"],"units":["0123456789abcdefghjkmnpqrs"],"due":"2027-01-10","note":"{bird}"}`, refuses: 422, why: "no such unit is below"},
	"POST /api/v1/collections/{gathered}/move":      {does: "collection write", body: `{"to":"extended","units":["0123456789abcdefghjkmnpqrs"],"due":"2027-01-10","note":"{bird}"}`, refuses: 409, why: "the unit that is named is none of the asked"},
	"GET /api/v1/collections/{gathered}/merge":      {does: "collection write", query: "unit=x"},
	"POST /api/v1/collections/{gathered}/settle":    {does: "collection write", body: `{"choices":[{"key":"x","said":"{bird}"}]}`, refuses: 409, why: "nothing is said twice under this key"},
	"POST /api/v1/collections/{gathered}/take":      {does: "collection write", body: `{"unit":""}`, keeps: "no unit has answered yet"},
	"POST /api/v1/collections/{gathered}/untake":    {does: "collection write", body: `{"part":"{part}"}`, refuses: 409, why: "nothing was taken over"},
	"GET /api/v1/asked/{part}":                      {does: "collection read"},
	"POST /api/v1/asked/{part}/answer":              {does: "collection answer", body: `{"to":"done","rev":1,"note":"{bird}"}`},
	"GET /api/v1/drafts/{number}/history":           {does: "draft write", query: "field=which page=1"},
	"POST /api/v1/drafts/{number}/history":          {does: "draft write", body: `{"field":"{bird}","seq":9,"base":1}`, refuses: 409, why: "the draft never had such an answer"},
	"GET /reporting/asked/{part}":                   {does: "collection read"},
	"POST /reporting/asked/{part}":                  {does: "collection answer", body: "key={key}&rev=1&note={bird}&do=done"},
}

// Files go with the whole draft: a unit's part has no page of them. Its address leads those who have the part to it, and is that of nothing
// to everybody else.
func TestAPartHasNoFiles(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	at := func(id string) ask { return ask{method: http.MethodGet, path: "/reporting/prompt/" + id + "/files"} }
	for _, part := range h.objects["part"] {
		filer, other := h.as("operator-filer"), h.as("other-operator-filer")
		if got := h.do(filer, at(part.id)); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/reporting/asked/") {
			t.Errorf("%s: its page of files is answered %d, %s", part.label, got.status, got.header.Get("Location"))
		}
		never := h.do(other, at(h.absent["draft"]))
		if got := h.do(other, at(part.id)); strings.ReplaceAll(got.bytes(), part.id, "") != strings.ReplaceAll(never.bytes(), h.absent["draft"], "") {
			t.Errorf("%s: told from nothing: %d", part.label, got.status)
		}
	}
	if got := h.do(h.as("operator-filer"), at(h.objects["collection"][0].id)); got.status != http.StatusOK || len(h.objects["part"]) < 2 {
		t.Errorf("the control: the files of the whole are answered %d", got.status)
	}
}
