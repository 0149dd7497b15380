package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/gathering"
	"kanmin/internal/world/stagetest"
)

func gatheringOf(s *stagetest.Stage) api.Gathering {
	take := store.Act[gathering.TakeTx](s.DB)
	return api.Gathering{
		Read: store.Read[api.GatheringTx](s.DB), Ask: gathering.Ask{Act: store.Act[gathering.AskTx](s.DB), Entropy: s.Entropy}, Answer: gathering.Answer{Act: store.Act[gathering.AnswerTx](s.DB)},
		Move: gathering.Move{Act: store.Act[gathering.MoveTx](s.DB)}, Settle: gathering.Settle{Act: store.Act[gathering.SettleTx](s.DB)}, Take: gathering.Take{Act: take}, Untake: gathering.Untake{Act: take},
	}
}

// A head asks a unit, the unit fills in and is done, the head looks, takes over and gives back: all of it by programs.
func TestUnitsAreAskedAndTakenOver(t *testing.T) { both(t, unitsAreAsked) }

const head, site = "operator-filer", "operator-site-filer"

// asked opens a draft and asks the site for two of its steps.
func (h *house) askedSite(t *testing.T) (draft, collection, part string) {
	t.Helper()
	n := h.must(head, "POST", "drafts", `{"form":"report.prompt"}`, 201).text(t, "number_ascii")
	draft, collection = "drafts/"+n, "collections/"+n
	board := h.must(head, "GET", collection, "", 200)
	board.has(t, "nobody is asked yet", `"parts":[]`, `"steps":["what",`, `"asked":false`)
	ask := `{"steps":["what","which"],"units":["` + string(h.As(site).Unit) + `"],"due":"2026-12-10","note":"被害のあった端末を教えてください"}`
	asked := h.do(head, "POST", collection+"/ask", ask, "Idempotency-Key", "ask the site")
	asked.has(t, "asked", `"state":"asked"`, `"asked":true`, `"steps":["what","which"]`)
	if again := h.do(head, "POST", collection+"/ask", ask, "Idempotency-Key", "ask the site"); again.body != asked.body || asked.status != 200 {
		t.Errorf("a repetition: %d %s", again.status, again.body)
	}
	h.must(head, "POST", collection+"/ask", ask, 422).has(t, "the same unit once more", "fault.collection.unit")
	var list struct {
		Asked []api.Part `json:"asked"`
	}
	if err := json.Unmarshal([]byte(h.must(site, "GET", "collections", "", 200).body), &list); err != nil || len(list.Asked) != 1 {
		t.Fatalf("what the site is asked for: %v %+v", err, list)
	}
	return draft, collection, list.Asked[0].ASCII
}

func unitsAreAsked(t *testing.T, h *house) {
	draft, collection, part := h.askedSite(t)

	// The unit has the questions that it was asked, and no other.
	h.must(site, "PATCH", "drafts/"+part, `{"answers":{"callback":{"value":"聞かれていない"}}}`, 422).has(t, "a step that was not asked", "answers.callback")
	h.must(site, "PATCH", "drafts/"+part, `{"answers":{"which":{"value":"北部の端末"},"what_kind":{"value":["malware"]}}}`, 200)
	if r := h.must(site, "GET", "drafts/"+part, "", 200); strings.Contains(r.body, "callback") {
		t.Errorf("what was not asked is shown: %s", r.body)
	}
	h.must(site, "POST", "drafts/"+part+"/send", "", 409).has(t, "a part is not sent by itself", "fault.collection.part")
	h.file(site, "drafts/"+part+"/files?name=a.log", "記録", 409, "Idempotency-Key", "a file").has(t, "a file of a part", "fault.collection.files")
	h.must(head, "POST", collection+"/take", `{"unit":"`+string(h.As(site).Unit)+`"}`, 409)
	done := h.must(site, "POST", "asked/"+part+"/answer", `{"to":"done","rev":1}`, 200)
	done.has(t, "done", `"state":"done"`, `"begun":true`, `"kind":"done"`)
	h.must(site, "POST", "asked/"+part+"/answer", `{"to":"none","rev":1}`, 409).has(t, "over an older revision", "fault.collection.moved")

	unit := string(h.As(site).Unit)
	h.must(head, "GET", collection+"/merge?unit="+unit, "", 200).has(t, "the preview", `"able":true,"new":2`, `"field":"which","value":"北部の端末"`, `"waiting":0`)
	take := h.do(head, "POST", collection+"/take", `{"unit":"`+unit+`"}`, "Idempotency-Key", "take it over")
	take.has(t, "taken", `"taken":["`+part+`"]`, `"able":false,"new":0`)
	h.must(head, "GET", draft, "", 200).has(t, "the head's draft", "北部の端末", `["malware"]`)
	if again := h.do(head, "POST", collection+"/take", `{"unit":"`+unit+`"}`, "Idempotency-Key", "take it over"); again.body != take.body || take.status != 200 {
		t.Errorf("a repetition: %d %s", again.status, again.body)
	}
	h.must(head, "PATCH", draft, `{"answers":{"which":{"value":"北部の端末 3台","base":1}}}`, 200)
	h.must(head, "POST", collection+"/untake", `{"part":"`+part+`"}`, 200).has(t, "given back", `"stay":1`)
	if r := h.must(head, "GET", draft, "", 200); !strings.Contains(r.body, "北部の端末 3台") || strings.Contains(r.body, "malware") {
		t.Errorf("what the head has written stays, the rest goes: %s", r.body)
	}
	h.must(head, "POST", collection+"/untake", `{"part":"`+part+`"}`, 409)

	for _, who := range []string{"operator-viewer", "other-operator-filer", "ministry-officer"} {
		for _, path := range []string{collection, collection + "/merge", "asked/" + part, draft + "/history"} {
			h.must(who, "GET", path, "", 404)
		}
	}
	h.must(site, "GET", collection, "", 404)
	h.must(site, "GET", collection+"/merge", "", 404)
}

// What is said twice waits for a choice; a part goes back, is reopened, has nothing.
func TestWhatIsSaidTwiceIsChosen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	draft, collection, part := h.askedSite(t)
	unit := string(h.As(site).Unit)
	h.must(head, "PATCH", draft, `{"answers":{"which":{"value":"南部の端末"}}}`, 200)
	h.must(site, "PATCH", "drafts/"+part, `{"answers":{"which":{"value":"北部の端末"}}}`, 200)
	h.must(site, "POST", "asked/"+part+"/answer", `{"to":"none","rev":1}`, 200).has(t, "none", `"state":"none"`)
	h.must(site, "POST", "asked/"+part+"/answer", `{"to":"asked","rev":2}`, 200).has(t, "reopened", `"kind":"reopened"`)
	h.must(site, "POST", "asked/"+part+"/answer", `{"to":"begun","rev":3}`, 422).has(t, "no last time", "fault.collection.first")
	h.must(head, "POST", collection+"/move", `{"to":"chased"}`, 200).has(t, "chased", `"reached":1`)
	h.must(head, "POST", collection+"/move", `{"to":"chased"}`, 409).has(t, "chased twice a day", "fault.collection.nobody")
	h.must(head, "POST", collection+"/move", `{"to":"extended","due":"2026-12-20"}`, 200).has(t, "more time", `"due":"2026-12-20"`)
	h.must(head, "POST", collection+"/move", `{"to":"extended","due":"きのう"}`, 422)
	h.must(head, "POST", collection+"/move", `{"to":"sold"}`, 422)
	rev := func() string { return digits(h.must(site, "GET", "asked/"+part, "", 200).json(t)["rev"]) }
	h.must(site, "POST", "asked/"+part+"/answer", `{"to":"done","rev":`+rev()+`}`, 200)
	h.must(head, "POST", collection+"/move", `{"to":"returned","units":["`+unit+`"]}`, 422).has(t, "sent back without a word", "fault.collection.remark")
	h.must(head, "POST", collection+"/move", `{"to":"returned","units":["`+unit+`"],"note":"台数もお願いします"}`, 200).has(t, "sent back", `"state":"returned"`)
	h.must(site, "POST", "asked/"+part+"/answer", `{"to":"done","rev":`+rev()+`}`, 200)

	var m api.Merge
	r := h.must(head, "GET", collection+"/merge", "", 200)
	if err := json.Unmarshal([]byte(r.body), &m); err != nil || m.Waiting != 1 || len(m.Doubles) != 1 || len(m.Doubles[0].Said) != 2 || m.Units[0].FaultsTotal == 0 {
		t.Fatalf("%v %s", err, r.body)
	}
	settle := func(said string, want int) reply {
		t.Helper()
		return h.must(head, "POST", collection+"/settle", `{"choices":[{"key":"`+m.Doubles[0].Key+`","said":"`+said+`"}]}`, want)
	}
	settle("nobody", 422).has(t, "what nobody said", "choices[0].said")
	settle("", 200).has(t, "left open", `"waiting":1`)
	settle(unit+"/which", 200).has(t, "chosen", `"waiting":0`)
	h.must(head, "POST", collection+"/take", `{}`, 200).has(t, "all that are ready", `"taken":["`+part+`"]`)
	h.must(head, "GET", draft, "", 200).has(t, "the chosen answer", "北部の端末")

	h.must(head, "GET", draft+"/history?field=which", "", 200).has(t, "the history", `"total":2`, `"seq":1,"state":"past"`, "南部の端末", `"from":`)
	h.must(head, "POST", draft+"/history", `{"field":"which","seq":1,"base":9}`, 409)
	h.must(head, "POST", draft+"/history", `{"field":"which","seq":1,"base":2}`, 200).has(t, "brought back", "南部の端末")
	h.must(head, "GET", draft+"/history?page=x", "", 422)
	h.must(head, "POST", collection+"/settle", `{"choices":[{"key":"of before","said":""}]}`, 409).has(t, "said otherwise since", "fault.collection.changed")
	h.must(head, "POST", collection+"/move", `{"to":"ended","units":["`+unit+`"]}`, 200).has(t, "ended", `"state":"ended"`)
}

func digits(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
