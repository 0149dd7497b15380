package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/inviting"
	"kanmin/internal/world/stagetest"
)

func registerOf(s *stagetest.Stage) api.Register {
	return api.Register{
		Read: store.Read[api.RegisterTx](s.DB), Matters: store.Read[api.MattersTx](s.DB),
		Add: instituting.AddOrg{Act: store.Act[instituting.AddOrgTx](s.DB), Entropy: s.Entropy}, Change: instituting.ChangeOrg{Act: store.Act[instituting.ChangeOrgTx](s.DB)},
		Close: instituting.CloseOrg{Act: store.Act[instituting.CloseOrgTx](s.DB)}, AddUnit: instituting.AddUnit{Act: store.Act[instituting.AddUnitTx](s.DB), Entropy: s.Entropy},
		ChangeUnit: instituting.ChangeUnit{Act: store.Act[instituting.ChangeUnitTx](s.DB)}, CloseUnit: instituting.CloseUnit{Act: store.Act[instituting.CloseUnitTx](s.DB)},
		Propose: instituting.Propose{Act: store.Act[instituting.ProposeTx](s.DB), Entropy: s.Entropy}, Confirm: instituting.Confirm{Act: store.Act[instituting.ConfirmTx](s.DB), Entropy: s.Entropy},
		Withdraw: instituting.Withdraw{Act: store.Act[instituting.WithdrawTx](s.DB)}, Submit: inviting.Submit{Act: store.Act[inviting.SubmitTx](s.DB), Entropy: s.Entropy},
		TakeIn: inviting.TakeIn{Act: store.Act[inviting.TakeInTx](s.DB), Entropy: s.Entropy}, Publish: instituting.Publish{Keep: store.Housekeep[instituting.PublishTx](s.DB), Entropy: s.Entropy, Inspect: inspect},
	}
}

const admin = "platform-admin"

// asks sends a request as the administrator and wants a status; what the body says is read into v.
func (h *house) asks(t *testing.T, line, body string, want int, v any) reply {
	t.Helper()
	method, path, _ := strings.Cut(line, " ")
	r := h.do(admin, method, "admin/"+path, body)
	if r.status != want {
		t.Fatalf("%s %s: %d, want %d\n%s", method, path, r.status, want, r.body)
	}
	if v != nil {
		if err := json.Unmarshal([]byte(r.body), v); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestTheRegisterForPrograms(t *testing.T) { both(t, registerForPrograms) }

func registerForPrograms(t *testing.T, h *house) {
	var list struct {
		Organisations []api.OrgLine
		Total         int
		Next          string
	}
	h.asks(t, "GET organisations?limit=2", "", http.StatusOK, &list)
	if len(list.Organisations) != 2 || list.Total < 5 || list.Next != "2" {
		t.Fatalf("%+v", list)
	}
	for path, want := range map[string]int{"organisations?limit=0": 422, "organisations?cursor=-1": 422, "organisations?state=x": 422, "organisations/x": 404} {
		h.asks(t, "GET "+path, "", want, nil)
	}
	if r := h.do("operator-admin", "GET", "admin/organisations", ""); r.status != http.StatusNotFound {
		t.Errorf("an operator's administrator: %d", r.status)
	}

	var o api.OrgView
	h.asks(t, "POST organisations", `{"kind":"operator","name":"𠮷野ガス株式会社","corporate_number":"8000012050001x"}`, 422, nil)
	h.asks(t, "POST organisations", `{"kind":"friend","name":"𠮷野ガス株式会社","colour":"red"}`, 422, nil)
	h.asks(t, "POST organisations", `{"kind":"friend","name":"𠮷野ガス株式会社","phone":"03-0000-0001"}`, http.StatusOK, &o)
	if o.Registration["name"] != "𠮷野ガス株式会社" || o.Rev != 1 || len(o.Units) != 1 {
		t.Fatalf("%+v", o)
	}
	at := "organisations/" + o.ID
	h.asks(t, "POST "+at+"/change", `{"kind":"friend","name":"𠮷野ガス株式会社"}`, 422, nil) // no revision
	h.asks(t, "POST "+at+"/change", `{"rev":"1","kind":"friend","name":"𠮷野ガス株式会社"}`, 422, nil)
	o = api.OrgView{}
	h.asks(t, "POST "+at+"/change", `{"rev":1,"kind":"friend","name":"𠮷野エネルギー株式会社"}`, http.StatusOK, &o)
	if o.Rev != 2 || o.Registration["phone"] != "" {
		t.Errorf("%+v", o)
	}
	h.asks(t, "POST "+at+"/change", `{"rev":1,"kind":"friend","name":"遅れた変更"}`, http.StatusConflict, nil)

	root := o.Units[0].ID
	h.asks(t, "POST "+at+"/units", fmt.Sprintf(`{"name":"北支社","parent":%q}`, root), http.StatusOK, &o)
	h.asks(t, "POST "+at+"/units", `{"name":"どこにもない","parent":"x"}`, 422, nil)
	unit := o.Units[1]
	h.asks(t, "POST "+at+"/units/"+unit.ID+"/change", fmt.Sprintf(`{"rev":1,"name":"北部支社","parent":%q}`, root), http.StatusOK, &o)
	h.asks(t, "POST "+at+"/units/"+unit.ID+"/close", `{"closed":"yes"}`, 422, nil)
	h.asks(t, "POST "+at+"/units/"+unit.ID+"/close", `{"closed":true}`, http.StatusOK, &o)
	if !o.Units[1].Closed || o.Units[1].Name != "北部支社" {
		t.Errorf("%+v", o.Units)
	}
	h.asks(t, "POST "+at+"/close", `{"closed":true}`, http.StatusOK, &o)
	if !o.Closed {
		t.Error("it is not closed")
	}
}

func TestWhatTwoDecideIsJudgedForProgramsAndEnteredByPeople(t *testing.T) {
	both(t, judgedForPrograms)
}

func judgedForPrograms(t *testing.T, h *house) {
	officer, water := h.As("ministry-officer"), h.As("other-ministry-officer")
	body := fmt.Sprintf(`{"transfer":{"old":%q,"new":%q,"title":"国土交通大臣","on":"2027-04-01"}}`, officer.Unit, water.Unit)
	var plan api.PlanView
	h.asks(t, "POST proposals/check", body, http.StatusOK, &plan)
	if plan.EndJurisdictions == 0 || plan.EndJurisdictions != plan.AddJurisdictions {
		t.Errorf("%+v", plan)
	}
	for bad, place := range map[string]string{
		strings.Replace(body, "2027-04-01", "R9.2.30", 1):    `"on"`,
		strings.Replace(body, "2027-04-01", "2020-04-01", 1): "fault.transfer.past",
		strings.Replace(body, `"title"`, `"titel"`, 1):       `"titel"`,
		`{}`:                            "fault.form.needed",
		`{"transfer":{"old":1}}`:        "fault.json.string",
		body + body:                     "fault.json",
		`{"transfer":{},"transfer":{}}`: "fault.json.duplicate",
		strings.Replace(body, `{"tra`, `{"undo":{"of":"x","on":"2027-04-01"},"tra`, 1): "fault.matter.one",
	} {
		if r := h.do(admin, "POST", "admin/proposals/check", bad); r.status != 422 || !strings.Contains(r.body, place) {
			t.Errorf("%s: %d %s", bad, r.status, r.body)
		}
	}
	entered := h.asks(t, "POST proposals", body, http.StatusOK, nil).text(t, "id") // in a session
	h.asks(t, "POST proposals/"+entered+"/confirm", "", http.StatusForbidden, nil) // by the same person
	if r := h.do("platform-admin-2", "POST", "admin/proposals/"+entered+"/confirm", ""); r.status != http.StatusOK || r.text(t, "state") != "confirmed" {
		t.Errorf("the second administrator: %d %s", r.status, r.body)
	}
	h.asks(t, "POST proposals/"+entered+"/withdraw", "", http.StatusConflict, nil)
	if r := h.asks(t, "GET proposals", "", http.StatusOK, nil); !strings.Contains(r.body, entered) {
		t.Error("it is not listed")
	}
}

func TestASheetForPrograms(t *testing.T) { both(t, sheetForPrograms) }

func sheetForPrograms(t *testing.T, h *house) {
	const twice = `{"name":"x","rows":[{"kind":"フレンズ","name":"甲","admin_name":"髙橋","admin_mail":"a@x.example.jp"},{"kind":"所管省庁","name":"乙省"},{"kind":"所管省庁","name":"乙省"}]}`
	var out struct {
		Add, Invite int
		Troubles    []api.SheetTrouble
	}
	h.asks(t, "POST sheet/check", twice, http.StatusOK, &out)
	if len(out.Troubles) != 2 || out.Troubles[0].Row != 0 || out.Troubles[0].Field != "kind" || out.Troubles[0].Suggest == "" || out.Troubles[1].Row != 2 || out.Troubles[1].Code != "fault.intake.twice" {
		t.Errorf("%+v", out)
	}
	if r := h.do(admin, "POST", "admin/sheet", twice); r.status != 422 || !strings.Contains(r.body, "rows.2.") {
		t.Errorf("%d %s", r.status, r.body)
	}
	for bad, want := range map[string]int{`{"rows":[]}`: 422, `{"rows":[{"kind":"x","colour":"red"}]}`: 422, `{"rows":"x"}`: 422, `{"rows":[{"name":1}]}`: 422} {
		h.asks(t, "POST sheet/check", bad, want, nil)
	}
	var rows []string
	for i := range 300 {
		rows = append(rows, fmt.Sprintf(`{"kind":"所管省庁","name":"第%d省","admin_name":"髙橋 %d","admin_mail":"admin%d@api.example.jp"}`, i, i, i))
	}
	body := `{"name":"api","rows":[` + strings.Join(rows, ",") + `]}`
	h.asks(t, "POST sheet/check", body, http.StatusOK, &out)
	if out.Add != 300 || out.Invite != 300 || len(out.Troubles) != 0 {
		t.Errorf("%d %d %+v", out.Add, out.Invite, out.Troubles[:min(3, len(out.Troubles))])
	}
	entered := h.asks(t, "POST sheet", body, http.StatusOK, nil).text(t, "id")
	if r := h.do("platform-admin-2", "POST", "admin/proposals/"+entered+"/confirm", ""); r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	var letters struct{ Invitations []api.LetterView }
	r := h.asks(t, "GET invitations", "", http.StatusOK, &letters)
	if len(letters.Invitations) != 300 || strings.Contains(r.body, "code") || strings.Contains(r.body, "/signin/") {
		t.Errorf("%d invitations", len(letters.Invitations))
	}
}
