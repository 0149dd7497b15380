package world

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/checking"
	"kanmin/internal/flow/submitting"
)

// Clock is the settable clock of a world under construction.
type Clock struct{ at time.Time }

// NewClock starts at an instant.
func NewClock(at time.Time) *Clock { return &Clock{at} }

// Now is the world's present.
func (c *Clock) Now() time.Time { return c.at }

// Set moves the world to an instant.
func (c *Clock) Set(at time.Time) { c.at = at }

// Doors are the flows through which the story happens.
type Doors struct {
	Clock  *Clock
	File   submitting.File
	Ask    asking.Ask
	Check  checking.Check
	Answer asking.Answer
	Naming Naming
	Help   Help

	Consulting Consulting

	Following Following
	// Number finds the number of what an act made.
	Report  func(ctx context.Context, s access.Scope, id ident.Filing) (filing.Filing, error)
	Request func(ctx context.Context, s access.Scope, f ident.Filing, id ident.Request) (request.Request, error)
	// Open opens a report as an office does; the owner sees it.
	Open func(ctx context.Context, s access.Scope, id ident.Filing) error
}

// Values is a complete set of answers, noticed at an instant.
func Values(aware time.Time, line string, kinds ...string) form.Values {
	return form.Values{
		"what_kind": {Texts: kinds}, "what_text": {Texts: []string{line}},
		"aware_at": {Texts: []string{aware.In(ident.JST).Format("2006-01-02T15:04-07:00")}},
		"which":    {Texts: []string{"北部給電指令所の監視端末 3台"}}, "impact": {Texts: []string{"degraded"}},
		"callback": {Texts: []string{"セキュリティ統括グループ 山﨑 03-0000-2002"}},
	}
}

// event is one report of the story: how many days before the day of the world, by whom, and what followed.
type event struct {
	days  int
	hour  int
	by    string
	line  string
	kinds []string
	ask   request.Kind
	text  string
	reply string

	detailed *detailed // in a world that has them
}

// at is when it was reported, in a world of a day.
func (e event) at(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()-e.days, e.hour, 24, 0, 0, ident.JST)
}

var story = []event{
	{days: 21, hour: 14, by: "operator-filer", line: "保守用端末でマルウェア対策ソフトが検知した", kinds: []string{"malware"}, ask: request.Enquiry, text: "検知された端末は制御系ネットワークに接続されていましたか。", reply: "接続されていません。事務系の保守用端末1台のみです。", detailed: afterMaintenance},
	{days: 9, hour: 3, by: "operator-filer", line: "VPN装置に海外からの不審なログインがあった", kinds: []string{"access", "trace"}, ask: request.Fix, text: "認知した日時が発生日時より前になっているように読めます。確かめてください。", reply: "認知は3時10分で間違いありません。発生日時は調査中のため書いていません。", detailed: afterVPN},
	{days: 6, hour: 11, by: "other-operator-filer", line: "発電所の遠隔監視回線が大量の通信で使えない", kinds: []string{"obstruction"}, detailed: afterFlood},
	{days: 2, hour: 22, by: "operator-site-filer", line: "監視端末の画面に身代金を求める文が出ている", kinds: []string{"malware", "trace"}, ask: request.Enquiry, text: "給電業務への影響の見込みを教えてください。"},
}

// step is one thing that happens in the story.
type step struct {
	at time.Time
	do func(at time.Time) error
}

// steps are what happens in a world, in the order of time.
func (d Doors) steps(ctx context.Context, w *World, day time.Time) (all []step) {
	events := story
	if w.detailed {
		events = append(slices.Clone(story), wave...)
	}
	for i, e := range events {
		var of ident.Number
		all = append(all, step{e.at(day), func(at time.Time) (err error) {
			if of, err = d.play(ctx, w, i, e, at); err != nil {
				return fmt.Errorf("world: event %d: %w", i, err)
			}
			return nil
		}})
		if w.detailed && e.detailed != nil {
			all = append(all, step{e.at(day).Add(time.Duration(e.detailed.hours) * time.Hour), func(time.Time) error {
				if err := d.follow(ctx, w, told{e, i, e.at(day), of}); err != nil {
					return fmt.Errorf("world: 詳報 of event %d: %w", i, err)
				}
				return nil
			}})
		}
	}
	slices.SortStableFunc(all, func(a, b step) int { return a.at.Compare(b.at) })
	return all
}

// Story files the past of the world, up to its day.
func Story(ctx context.Context, w *World, d Doors, day time.Time) error {
	day = day.In(ident.JST)
	for _, s := range d.steps(ctx, w, day) {
		d.Clock.Set(s.at)
		if err := s.do(s.at); err != nil {
			return err
		}
	}
	if w.detailed {
		if err := d.notify(ctx, w, day); err != nil {
			return fmt.Errorf("world: notifications: %w", err)
		}
	}
	if err := d.names(ctx, w, day); err != nil {
		return fmt.Errorf("world: names: %w", err)
	}
	if err := d.help(ctx, w, day); err != nil {
		return fmt.Errorf("world: help: %w", err)
	}
	if err := d.consultations(ctx, w, day); err != nil {
		return fmt.Errorf("world: consultations: %w", err)
	}
	d.Clock.Set(day)
	return nil
}

// play files a report, and returns its number; the Cabinet Office opens it, and the ministry where it asks about it.
func (d Doors) play(ctx context.Context, w *World, i int, e event, at time.Time) (ident.Number, error) {
	filer, officer := w.filer(e.by), w.As("ministry-officer")
	scope := func(a access.Actor) access.Scope { return access.For(a, ident.At(d.Clock.Now())) }
	key := func(a access.Actor, step string) ident.Key {
		return ident.Key{Org: a.Org, Actor: a.ID(), Route: "world", Client: fmt.Sprintf("%d/%s", i, step)}
	}
	id, err := d.File.Do(ctx, scope(filer), key(filer, "file"), submitting.Prompt(Values(at.Add(-14*time.Minute), e.line, e.kinds...)))
	if err != nil {
		return "", err
	}
	d.Clock.Set(at.Add(4 * time.Minute))
	if err := d.Open(ctx, scope(w.As("cabinet-analyst")), id); err != nil {
		return "", err
	}
	f, err := d.Report(ctx, scope(filer), id)
	if err != nil || e.ask == "" {
		return f.Number, err
	}
	d.Clock.Set(at.Add(9 * time.Minute))
	if err := d.Open(ctx, scope(officer), id); err != nil {
		return "", err
	}
	d.Clock.Set(at.Add(50 * time.Minute))
	asked, err := d.Ask.Do(ctx, scope(officer), key(officer, "ask"), asking.Question{Filing: f.Number, Kind: e.ask, Text: e.text})
	if err != nil || e.reply == "" {
		return f.Number, err
	}
	r, err := d.Request(ctx, scope(officer), id, asked)
	if err != nil {
		return "", err
	}
	d.Clock.Set(at.Add(3 * time.Hour))
	_, err = d.Answer.Do(ctx, scope(filer), key(filer, "answer"), asking.Reply{Filing: f.Number, Request: r.Number, Text: e.reply})
	return f.Number, err
}
