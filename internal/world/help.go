package world

import (
	"context"
	"fmt"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// Help are the flows of 対処支援, and how somebody finds what they asked for last.
type Help struct {
	Ask   supporting.Ask
	Move  supporting.Move
	Write supporting.Write
	Last  func(ctx context.Context, s access.Scope) (support.Support, error)
}

// help is one wish for help, of the day before: it was taken up, and waits for the operator.
func (d Doors) help(ctx context.Context, w *World, day time.Time) error {
	at := time.Date(day.Year(), day.Month(), day.Day()-1, 15, 20, 0, 0, ident.JST)
	n := 0
	next := func(token string, after time.Duration) (access.Scope, ident.Key) {
		n++
		d.Clock.Set(at.Add(after))
		a := w.As(token)
		return access.For(a, ident.At(d.Clock.Now())), ident.Key{Org: a.Org, Actor: a.ID(), Route: "world", Client: fmt.Sprintf("help/%d", n)}
	}
	s, key := next("other-operator-filer", 0)
	if _, err := d.Help.Ask.Do(ctx, s, key, supporting.Wish{
		Kinds: []support.Kind{support.Advice, support.Referral}, Urgency: support.Today, Contact: "情報システム部 中島 03-0000-2202",
		Text: "遠隔監視の回線への大量の通信が、時間を置いて続いています。回線を切り替える順番について相談したいです。",
	}); err != nil {
		return err
	}
	s, key = next("ministry-officer", 25*time.Minute)
	wish, err := d.Help.Last(ctx, s)
	if err != nil {
		return err
	}
	if err := d.Help.Move.Do(ctx, s, key, supporting.Step{Number: wish.Number, Rev: wish.Rev, Deed: support.TakenUp}); err != nil {
		return err
	}
	s, key = next("ministry-officer", 40*time.Minute)
	return d.Help.Write.Do(ctx, s, key, wish.Number, "通信事業者の窓口を紹介できます。回線の契約者名と、止められない時間帯を教えてください。")
}
