package oncall

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Hours are the times of day of a row of turns.
type Hours string

// The hours. Night covers what Nights are, without a gap between one day and the next.
const (
	Night   Hours = "night" // 夜間・休日
	Daytime Hours = "day"   // 平日の日中
	Own     Hours = "own"   // 時刻を指定
)

// AllHours are the hours in the order of the form.
var AllHours = []Hours{Night, Daytime, Own}

// Plan is turns of one person, day by day: how people write a roster.
type Plan struct {
	First, Last law.Day
	Hours       Hours
	Start, End  time.Duration // since midnight, of Own; an End that is not after Start lies on the next day
	Deputy      bool
	Who         Contact
}

// Turns are the turns of a plan.
func (p Plan) Turns() (list []Turn) {
	for d := p.First; !d.After(p.Last) && len(list) <= MostTurns; d = d.Add(1) {
		t := Turn{Deputy: p.Deputy, Duty: Duty{Who: p.Who}}
		switch closed := law.IsClosed(d); {
		case p.Hours == Night && closed:
			t.From, t.Until = law.Morning(d), law.Morning(d.Add(1))
		case p.Hours == Night:
			t.From, t.Until = law.Evening(d), law.Morning(d.Add(1))
		case p.Hours == Daytime && closed:
			continue
		case p.Hours == Daytime:
			t.From, t.Until = law.Morning(d), law.Evening(d)
		default:
			t.From, t.Until = d.Start().Add(p.Start), d.Start().Add(p.End)
			if p.End <= p.Start {
				t.Until = d.Add(1).Start().Add(p.End)
			}
		}
		list = append(list, t)
	}
	return list
}

// Moved are turns as they are so many days later; whoever is away has none.
func Moved(list []Turn, days int) (moved []Turn) {
	for _, t := range list {
		if !t.Away {
			by := time.Duration(days) * 24 * time.Hour
			moved = append(moved, Turn{From: t.From.Add(by), Until: t.Until.Add(by), Deputy: t.Deputy, Duty: Duty{Who: t.Who}})
		}
	}
	return moved
}

// Sheet is the roster as people keep it in Excel (当番表): one turn a row.
var Sheet = form.Field{ID: "turns", Kind: form.Table, Label: text.Both{Ja: "当番表", En: "Duty roster"}, Limit: MostTurns, Columns: []form.Field{
	{ID: "from", Kind: form.Moment, Needed: true, Label: text.Both{Ja: "開始日時", En: "From"}, Example: text.Both{Ja: "2026-12-01 17:15", En: "2026-12-01 17:15"}, Names: []string{"開始", "から"}},
	{ID: "until", Kind: form.Moment, Needed: true, Label: text.Both{Ja: "終了日時", En: "Until"}, Example: text.Both{Ja: "2026-12-02 08:45", En: "2026-12-02 08:45"}, Names: []string{"終了", "まで"}},
	{ID: "role", Kind: form.Choice, Label: text.Both{Ja: "区分", En: "Role"}, Example: text.Both{Ja: "主担当", En: "First"}, Names: []string{"主・副", "担当"}, Options: []form.Option{
		{ID: "first", Label: text.Both{Ja: "主担当", En: "First"}}, {ID: "deputy", Label: text.Both{Ja: "副担当", En: "Deputy"}},
	}},
	{ID: "name", Kind: form.Line, Limit: Limit, Needed: true, Label: text.Both{Ja: "氏名", En: "Name"}, Example: text.Both{Ja: "髙木 一", En: "髙木 一"}, Names: []string{"当番", "当番者"}},
	{ID: "kana", Kind: form.Line, Limit: Limit, Label: text.Both{Ja: "ふりがな", En: "Reading"}, Example: text.Both{Ja: "たかぎ はじめ", En: "たかぎ はじめ"}},
	{ID: "phone", Kind: form.Line, Limit: Limit, Needed: true, Label: text.Both{Ja: "電話", En: "Telephone"}, Example: text.Both{Ja: "03-0000-1101", En: "03-0000-1101"}, Names: []string{"電話番号"}},
	{ID: "email", Kind: form.Line, Limit: Limit, Label: text.Both{Ja: "メール", En: "E-mail"}, Example: text.Both{Ja: "night@example.jp", En: "night@example.jp"}, Names: []string{"メールアドレス"}},
}}

// ReadTurn is the turn that a row of Sheet says. What cannot be read was told cell by cell; what is left is judged by CheckTurns.
func ReadTurn(cells form.Values) (t Turn, err error) {
	var l fault.List
	for _, at := range []struct {
		id   string
		into *ident.Instant
	}{{"from", &t.From}, {"until", &t.Until}} {
		if *at.into, err = form.MomentInstant(cells[at.id].Text()); err != nil {
			l.Add(at.id, "fault.form.moment", fault.Args{"text": cells[at.id].Text()})
		}
	}
	t.Deputy = cells["role"].Has("deputy")
	for _, c := range []struct {
		id   string
		into *string
	}{{"name", &t.Who.Name}, {"kana", &t.Who.Kana}, {"phone", &t.Who.Phone}, {"email", &t.Who.Email}} {
		*c.into = strings.TrimSpace(cells[c.id].Text())
	}
	return t, l.Err()
}

// Cells is the row of Sheet that says a turn.
func (t Turn) Cells(lang string) []string {
	role := Sheet.Columns[2].Options[b2i(t.Deputy)].Label.In(lang)
	clock := func(i ident.Instant) string { return i.Japan().Format("2006-01-02 15:04") }
	return []string{clock(t.From), clock(t.Until), role, t.Who.Name, t.Who.Kana, t.Who.Phone, t.Who.Email}
}

var clock = regexp.MustCompile(`^(\d{1,2})(?::(\d{2})|時(?:(\d{1,2})分)?)$`)

// ReadClock reads a time of day as people type it (22:00, 22時30分, full width) as the time since midnight; an Invalid fault otherwise.
func ReadClock(s string) (time.Duration, error) {
	m := clock.FindStringSubmatch(strings.TrimSpace(width.Narrow.String(s)))
	if m == nil {
		return 0, fault.New(fault.Invalid, "fault.turn.clock", nil)
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(cmp.Or(m[2], m[3], "0"))
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return 0, fault.New(fault.Invalid, "fault.turn.clock", nil)
	}
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute, nil
}
