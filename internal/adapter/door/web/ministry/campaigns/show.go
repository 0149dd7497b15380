package campaigns

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/linking"
)

// View is the page of one campaign.
type View struct {
	Here, Key  string
	Name       string
	State      look.Tag
	Notices    []look.Notice
	Problems   look.Problems
	Facts      []look.Answer
	Edit, Add  string // addresses; empty where that cannot be done
	Indicators string
	Plot       *look.Plot
	In, Out    *look.Table
	Takes      bool // reports can be added and taken out
	Empty      *look.Empty
	Why, Again look.Field // reasons, for taking out and for putting back
	To         look.Field // 担当 of the reports
	Merge      []look.Field
	Shares     []look.Answer
	Share      *look.Field
}

//go:embed show.tmpl
var showSource string

var showPage = look.Parse[View]("ministry/campaigns/show", showSource)

// opened is what was read of a campaign: its reports as far as they are open to the reader, the newest first.
type opened struct {
	campaign.Campaign
	links   map[ident.Filing]campaign.Link
	lines   []filing.Line
	kinds   map[filing.Kind]string
	shares  []campaign.Share
	offices []campaign.Office
	others  []campaign.Campaign
	mates   []charge.Holder
	mine    bool // it can be changed
}

func (p Page) open(r *gate.Request) (o opened, err error) {
	o.links, o.kinds = map[ident.Filing]campaign.Link{}, map[filing.Kind]string{}
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		if o.Campaign, err = tx.Campaign(ident.Object(r.PathValue("campaign")), linking.MayRead); err != nil {
			return nil, err
		}
		o.mine = o.Org == r.Scope.Org
		links, err := tx.CampaignLinks(o.ID)
		if err != nil {
			return nil, err
		}
		var ids []ident.Filing
		for _, l := range links {
			o.links[l.Filing], ids = l.Cut(r.Scope.Org), append(ids, l.Filing)
		}
		if o.lines, err = tx.LinesOf(ids); err != nil {
			return nil, err
		}
		for _, l := range o.lines {
			seen = append(seen, ident.Object(l.Filing.ID))
			if o.kinds[l.Kind] == "" {
				of, err := tx.Procedure(string(l.Kind))
				if err != nil {
					return nil, err
				}
				o.kinds[l.Kind] = of.Name.In(string(r.Lang))
			}
		}
		return seen, o.around(tx)
	})
	return o, err
}

// around is what can be done with it.
func (o *opened) around(tx Tx) (err error) {
	if o.mates, err = tx.Deskmates(); err != nil || !o.mine {
		return err
	}
	if o.shares, err = tx.CampaignShares(o.Campaign); err != nil {
		return err
	}
	if o.offices, err = tx.CampaignOffices(); err != nil {
		return err
	}
	o.others, err = tx.Campaigns(campaign.Listed)
	return err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil, nil) }

// write shows a campaign, with what was wrong of a form on it and what was typed there.
func (p Page) write(w http.ResponseWriter, r *gate.Request, typed url.Values, bad *fault.Error) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	v := View{Here: at(o.ID), Name: o.Name, State: stateTag(r, o.State), Takes: o.Takes() == nil, Indicators: "/ministry/indicators?of=" + url.QueryEscape(linking.Of{Campaign: o.ID}.String())}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	v.say(r, o)
	v.reports(r, o)
	v.forms(r, o, typed)
	status := http.StatusOK
	if bad != nil {
		status = gate.Status(bad)
		fields := []look.Field{v.Why, v.Again}
		v.Problems = organisation.Beside(r, fields, bad, "main")
		v.Why, v.Again = fields[0], fields[1]
	}
	return showPage.WriteStatus(w, status, trail(r, o.Name), v)
}

// say tells what stands of it.
func (v *View) say(r *gate.Request, o opened) {
	switch done := r.URL.Query().Get("done"); done {
	case "linked", "out", "back", "changed", "merged", "shared":
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("campaign.done." + done)})
	}
	if o.State == campaign.Merged {
		n := look.Notice{Tone: look.Info, Title: r.T("campaign.is.merged")}
		for _, c := range o.others {
			if c.ID == o.Into {
				n.Link = look.Link{To: at(c.ID), Text: c.Name}
			}
		}
		v.Notices = append(v.Notices, n)
	}
	add := func(key, text string) {
		if text != "" {
			v.Facts = append(v.Facts, look.Answer{Question: r.T(key), Text: text})
		}
	}
	if o.mine {
		add("charge.filter", holderName(r, o.Campaign))
	} else {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("campaign.shown"), Text: []string{r.T("campaign.shown.text")}})
	}
	add("campaign.note", o.Note)
	add("campaign.assessment", o.Assessment)
	add("campaign.begun", look.Moment(r.Lang, o.At))
	by := look.Moment(r.Lang, o.MovedAt)
	if o.By != "" {
		by += " " + o.By
	}
	add("campaign.changed", by)
	if o.mine && o.State != campaign.Merged {
		v.Edit = v.Here + "/edit"
	}
	if v.Takes {
		v.Add = Path + "/link?campaign=" + url.QueryEscape(string(o.ID))
	}
}

// reports are the tables of those that are in it and of those that were taken out, and when they arrived.
func (v *View) reports(r *gate.Request, o opened) {
	heads := []look.Head{{Text: r.T("desk.number")}, {Text: r.T("desk.filer")}, {Text: r.T("desk.kind")}, {Text: r.T("charge.filter")}, {Text: r.T("desk.at")}, {Text: r.T("campaign.why")}}
	var arrived []ident.Instant
	for _, l := range o.lines {
		link := o.links[l.Filing.ID]
		into, caption := &v.Out, "campaign.out"
		if link.In {
			into, caption, arrived = &v.In, "campaign.in", append(arrived, l.ArrivedAt)
		}
		if *into == nil {
			*into = &look.Table{Caption: r.T(caption), Hide: true, Heads: heads}
		}
		number := look.Cell{Text: string(l.Number), To: reportPath + "/" + l.Number.ASCII(), Ref: true}
		if v.Takes {
			number.Pick, number.PickText = l.Number.ASCII(), r.T("charge.pick", "number", l.Number)
		}
		holder := l.Charge.Name
		if l.Charge.Person == "" {
			holder = r.T("charge.nobody.is")
		}
		(*into).Rows = append((*into).Rows, []look.Cell{number, {Text: listing.FilerName(r, l)}, {Text: o.kinds[l.Kind]}, {Text: holder}, {Text: look.Second(r.Lang, l.ArrivedAt), When: true}, {Text: because(r, link)}})
	}
	if v.In == nil {
		v.Empty = &look.Empty{Title: r.T("campaign.empty"), Text: []string{r.T("campaign.empty.text")}, Links: []look.Link{{To: reportPath, Text: r.T("received.title")}}}
		return
	}
	p := look.Plot{Kind: look.Columns, ID: "weeks", Title: r.T("campaign.plot"), Text: r.T("campaign.plot.text"), Head: r.T("listing.plot.week"), Unit: r.T("listing.plot.unit"), Series: []look.Series{{}}}
	for _, week := range filing.Weeks(arrived) {
		p.Labels = append(p.Labels, week.On.String()[5:])
		p.Series[0].Values = append(p.Series[0].Values, look.Value{N: float64(week.N)})
	}
	v.Plot = &p
}

// because is why a report is in it, or was taken out, by whom and when, as far as its reader is told.
func because(r *gate.Request, l campaign.Link) string {
	return joined(l.Why, l.By, look.Moment(r.Lang, l.At))
}

// forms are what can be done with it.
func (v *View) forms(r *gate.Request, o opened, typed url.Values) {
	v.Why = look.Field{Kind: look.Line, ID: "why", Label: r.T("campaign.why"), Value: typed.Get("why"), Limit: campaign.WhyLimit}
	v.Again = v.Why
	v.Again.ID, v.Again.Name = "again", "why"
	v.To = look.Field{Kind: look.Select, ID: "to", Label: r.T("charge.to"), Width: look.Mid, Options: []look.Option{{Label: r.T("charge.choose"), Chosen: true}}}
	for _, h := range o.mates {
		v.To.Options = append(v.To.Options, look.Option{Value: string(h.Person), Label: h.Name})
	}
	if !o.mine || o.State == campaign.Merged {
		return
	}
	into := look.Field{Kind: look.Select, ID: "into", Label: r.T("campaign.into"), Width: look.Mid, Options: []look.Option{{Label: r.T("charge.choose"), Chosen: true}}}
	for _, c := range o.others {
		if c.ID != o.ID && c.Org == o.Org && c.State == campaign.Open {
			into.Options = append(into.Options, look.Option{Value: string(c.ID), Label: c.Name})
		}
	}
	if len(into.Options) > 1 {
		v.Merge = []look.Field{into, {Kind: look.Line, ID: "merge-why", Name: "why", Label: r.T("campaign.why"), Limit: campaign.WhyLimit}}
	}
	has := map[ident.Unit]bool{}
	for _, s := range o.shares {
		has[s.Unit] = true
		v.Shares = append(v.Shares, look.Answer{Question: look.Named(r.Lang, s.Office, s.OfficeEn), Text: joined(s.By, look.Moment(r.Lang, s.At))})
	}
	f := look.Field{Kind: look.Select, ID: "office", Label: r.T("campaign.office"), Width: look.Mid, Options: []look.Option{{Label: r.T("charge.choose"), Chosen: true}}}
	for _, one := range o.offices {
		if !has[one.Unit] {
			f.Options = append(f.Options, look.Option{Value: string(one.Unit), Label: look.Named(r.Lang, one.Name, one.NameEn)})
		}
	}
	v.Share = &f
}

// joined are those of some texts that say something.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), " ")
}
