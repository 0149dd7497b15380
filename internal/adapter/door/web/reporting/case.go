package reporting

import (
	"maps"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Case is what the pages of a report say of its 事案: what else was reported, the three times, and what this report made different.
type Case struct {
	Reports *look.Table // all reports of the case, where there is more than one
	Times   *look.Table // every value that a time had, where one was corrected
	Changes *look.Table // what differs from what the case said before this report
	Stated  string      // 対象外の申出
	Words   Words
}

// Words are what a page calls a filing: a report (報告) and a notification (届出) are never mixed (R35).
type Words struct{ Goes, Changes, Others, Contents, Filer, Opening, Received, From, Asked, Due string }

// WordsOf are the words of a procedure.
func WordsOf(l look.Lang, p procedure.Procedure) Words {
	if p.Act == party.ActNotification {
		return Words{
			Goes: look.Say(l, "notification.goes"), Changes: look.Say(l, "notification.changes"), Others: look.Say(l, "notification.others"),
			Contents: look.Say(l, "notification.contents"), Filer: look.Say(l, "notification.filer"), Opening: "notification.opening",
			Received: look.Say(l, "notification.contents"), From: look.Say(l, "notification.filer"), Asked: look.Say(l, "notification.asked"), Due: look.Say(l, "notification.due"),
		}
	}
	return Words{
		Goes: look.Say(l, "follow.title"), Changes: look.Say(l, "follow.changes"), Others: look.Say(l, "follow.reports"),
		Contents: look.Say(l, "reports.contents"), Filer: look.Say(l, "reports.filer"), Opening: "officer.opening",
		Received: look.Say(l, "officer.content"), From: look.Say(l, "officer.filer"), Asked: look.Say(l, "prompt.answers"), Due: look.Say(l, "reports.due"),
	}
}

// CaseOf puts together what is told of a case on the page of one of its reports; at is the address of another one.
func CaseOf(l look.Lang, d dossier.Dossier, id ident.Filing, at func(ident.Number) string) (c Case) {
	for _, r := range d.Reports {
		if r.ID == id {
			c.Words = WordsOf(l, r.Of)
		}
	}
	if len(d.Reports) > 1 {
		c.Reports = reports(l, d, id, at)
		c.Reports.Caption = c.Words.Others
	}
	c.Times = times(l, d)
	for _, r := range d.Reports {
		if was := d.Before(id); r.ID == id && r.Of.Follows && !r.Of.Withdraws && r.Of.Effect != procedure.Stays && len(was.Reports) > 0 { // who has no other has nothing to compare
			before := r.Of.Begins(was.Values())
			t := Changes(l, r.Of.Form.Diff(before, told(r, before)), "")
			if t.Caption, t.Hide = c.Words.Changes, true; len(t.Rows) > 0 {
				c.Changes = &t
			}
		}
		if r.Of.Effect == procedure.Stays {
			c.Stated = look.Say(l, "follow.stated", "day", look.Moment(l, r.ArrivedAt), "number", string(r.Number))
			if r.Values["ground"].Has(incident.GroundTwice) {
				c.Stated = look.Say(l, "follow.merged", "day", look.Moment(l, r.ArrivedAt), "number", string(r.Number), "kept", r.Values[incident.KeptField].Text())
			}
		}
	}
	return c
}

// told are the answers of a report and, where it left out what was known before, that: nothing was taken back by silence.
func told(r dossier.Report, before form.Values) form.Values {
	all := maps.Clone(before)
	maps.Copy(all, r.Values)
	return all
}

func reports(l look.Lang, d dossier.Dossier, id ident.Filing, at func(ident.Number) string) *look.Table {
	t := look.Table{Hide: true, Caption: look.Say(l, "follow.reports"), Heads: []look.Head{{Text: look.Say(l, "follow.number")}, {Text: look.Say(l, "follow.kind")}, {Text: look.Say(l, "receipt.arrived")}}}
	for _, r := range d.Reports {
		number := look.Cell{Text: string(r.Number), Ref: true, To: at(r.Number)}
		if r.ID == id {
			number.To = ""
		}
		name := r.Of.Name.In(string(l))
		if r.State == filing.Withdrawn {
			name += look.Say(l, "withdrawal.mark")
		}
		t.Rows = append(t.Rows, []look.Cell{number, {Text: name}, {Text: look.Moment(l, r.ArrivedAt)}})
	}
	return &t
}

// times are all values of the times of which one was corrected or more than one is known.
func times(l look.Lang, d dossier.Dossier) *look.Table {
	t := look.Table{Hide: true, Caption: look.Say(l, "follow.times"), Heads: []look.Head{{Text: look.Say(l, "changes.item")}, {Text: look.Say(l, "follow.time")}, {Text: look.Say(l, "follow.from")}, {Text: look.Say(l, "follow.why")}}}
	for _, one := range d.Times() {
		for i, told := range one.Told {
			said := Said(l, one.Field, told.Value)
			if told.Unknown {
				said = look.Say(l, "field.unknown")
			}
			if i < len(one.Told)-1 {
				said = look.Say(l, "follow.time.was", "time", said)
			}
			by := strings.TrimSpace(told.From.Of.Name.In(string(l)) + " " + string(told.From.Number) + " " + told.From.SentBy + told.From.Program)
			t.Rows = append(t.Rows, []look.Cell{{Text: Label(l, one.Field)}, {Text: said}, {Text: by}, {Text: told.Why}})
		}
	}
	if len(t.Rows) < 2 {
		return nil
	}
	return &t
}

// StandsAs says that the clock of a case stays (対象外の申出あり); empty while it runs.
func StandsAs(l look.Lang, owed []duty.Duty) string {
	for _, d := range owed {
		if d.State == duty.Stayed {
			return look.Say(l, "follow.stayed")
		}
	}
	return ""
}
