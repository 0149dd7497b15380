package api

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

// Authority is one authority that the facts of a report concern, with its own clock beside the others.
type Authority struct {
	ID        string          `json:"id" example:"recipient.ppc"`
	Name      string          `json:"name" example:"個人情報保護委員会"`
	Needed    string          `json:"needed" enum:"yes,no,unknown"`
	Channel   string          `json:"channel" enum:"here,elsewhere,voluntary" doc:"here: this is the legal channel (ここで完了); elsewhere: print the form and hand it in (様式を出力して提出)"`
	Certainty law.Certainty   `json:"channel_certainty"`
	Done      bool            `json:"done_here" doc:"a report from here is all that the law wants of this authority: never so where a row of 提出先の設定 brings it to an authority of another law"`
	Sent      bool            `json:"sent_by_row,omitempty" doc:"a row of 提出先の設定 sends it there from here by itself, for these answers"`
	Promptly  bool            `json:"promptly,omitempty" doc:"速やかに: no number of days is set"`
	Dates     []AuthorityDate `json:"dates"`
	Provision []law.Provision `json:"provision"`
}

// AuthorityDate is by when one report is due to it.
type AuthorityDate struct {
	Rule      string        `json:"rule" example:"ppc.prompt"`
	DueOn     string        `json:"due_on" format:"date"`
	Certainty law.Certainty `json:"certainty"`
	Differs   *int          `json:"differs_days,omitempty" doc:"days from the date of the 詳報 of 法5条; negative: before it"`
}

// authorities is for the own organisation only: an office is told of its own clock.
func (o opened) authorities(now law.Day) []Authority {
	if !o.own || o.of.Act != party.ActReport {
		return nil
	}
	f := window.FactsOf(o.file.Values(), o.does)
	f.Operator, f.AsOf, f.Kind, f.Routes, f.On = o.Filer.CorporateNumber, now, o.of.ID, o.ways, law.DayOf(o.ArrivedAt)
	for _, d := range o.owed {
		f.Owed = f.Owed || d.Rule == "incident.detailed"
	}
	list := []Authority{}
	for _, l := range window.Lines(f) {
		a := Authority{
			ID: l.ID, Name: l.Name.Ja, Needed: l.Needed.String(), Channel: string(l.Channel), Certainty: l.ChannelCertainty, Done: l.Done(), Sent: l.Sends, Promptly: l.Prompt,
			Dates: []AuthorityDate{}, Provision: law.Provisions(l.Recipient.Provision...),
		}
		for _, c := range l.Clocks {
			d := AuthorityDate{Rule: c.Rule, DueOn: c.Due.Due.String(), Certainty: c.Certainty}
			if !c.Own {
				d.Differs = &c.Differs
			}
			a.Dates = append(a.Dates, d)
		}
		list = append(list, a)
	}
	return list
}
