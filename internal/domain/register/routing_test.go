package register

import (
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

func routed(t Routing, rows ...party.Routing) (Plan, error) {
	with := rowsOfTest()
	with.Routings = rows
	return Matter{Routing: &t}.Plan(with, Mint{At: 1, Entropy: &counter{}})
}

// A row begins and ends on days that are to come, so that nothing that was filed changes; what stands in its way is named.
func TestARoutingRowIsDated(t *testing.T) {
	t.Parallel()
	good := Routing{Authority: "recipient.ppc", Channel: law.Here, Office: "power", Title: "個人情報保護委員会", Cited: "申合せ", Certainty: law.Reported, On: next}
	p, err := routed(good)
	if err != nil || len(p.AddRoutings) != 1 || p.AddRoutings[0].From != next || p.AddRoutings[0].OfficeOrg != "meti" || p.AddRoutings[0].ID == "" {
		t.Fatalf("%+v, %v", p, err)
	}
	stands := p.AddRoutings[0]
	stands.From = today.Add(-5)
	for name, c := range map[string]struct {
		change func(*Routing)
		rows   []party.Routing
		want   string
	}{
		"today":            {func(r *Routing) { r.On = today }, nil, "on"},
		"no day":           {func(r *Routing) { r.On = law.Day{} }, nil, "on"},
		"the minister":     {func(r *Routing) { r.Authority = "recipient.minister" }, nil, "fault.routing.jurisdiction"},
		"nobody":           {func(r *Routing) { r.Authority = "recipient.nobody" }, nil, "authority"},
		"no office":        {func(r *Routing) { r.Office = "" }, nil, "office"},
		"an operator's":    {func(r *Routing) { r.Office = "site" }, nil, "office"},
		"office elsewhere": {func(r *Routing) { r.Channel = law.Elsewhere }, nil, "fault.routing.office"},
		"no title":         {func(r *Routing) { r.Title = " " }, nil, "title"},
		"no ground":        {func(r *Routing) { r.Cited = "" }, nil, "cited"},
		"no channel":       {func(r *Routing) { r.Channel = law.Voluntary }, nil, "channel"},
		"no condition":     {func(r *Routing) { r.When = "sometimes" }, nil, "when"},
		"one stands":       {func(*Routing) {}, []party.Routing{stands}, "fault.routing.there"},
		"ends before":      {func(r *Routing) { r.End, r.On = stands.ID, today }, []party.Routing{stands}, "on"},
	} {
		r := good
		c.change(&r)
		if _, err := routed(r, c.rows...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	moment := Routing{Authority: party.OnwardAuthority, Kind: party.OnwardKind, When: party.AfterCheck, Channel: law.Here, Cited: "連絡", On: next}
	if p, err := routed(moment); err != nil || len(p.AddRoutings) != 1 || p.AddRoutings[0].When != party.AfterCheck {
		t.Errorf("the moment of the 通知: %+v, %v", p, err)
	}
	for want, change := range map[string]func(*Routing){
		"when":                       func(r *Routing) { r.When = "sometimes" },
		"fault.routing.jurisdiction": func(r *Routing) { r.Office = "power" },
		"cited":                      func(r *Routing) { r.Cited = "" },
		"on":                         func(r *Routing) { r.On = today },
	} {
		r := moment
		change(&r)
		if _, err := routed(r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s of the 通知: %v", want, err)
		}
	}
	end := Routing{End: stands.ID, On: next}
	if p, err := routed(end, stands); err != nil || len(p.EndRoutings) != 1 || p.EndRoutings[0].Until != next {
		t.Errorf("an end: %+v, %v", p, err)
	}
	if _, err := routed(Routing{End: "another", On: next}, stands); err == nil {
		t.Error("a row that is not there ends")
	}
}
