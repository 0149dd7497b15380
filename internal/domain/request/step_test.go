package request_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

var today = law.MustDay("2026-11-28")

func noon(d law.Day) ident.Instant { return d.Start().Add(12 * time.Hour) }

func TestWhatMayFollowOnAQuestion(t *testing.T) {
	t.Parallel()
	wish := request.Step{Kind: request.ExtensionAsked, By: today.Add(10), At: noon(today), Said: request.Said{Reason: "工場が休みです"}}
	given := request.Step{Kind: request.Extended, By: today.Add(10), At: noon(today)}
	kept := request.Step{Kind: request.NotExtended, At: noon(today), Said: request.Said{Reason: "急ぐためです"}}
	chase := request.Step{Kind: request.Chased, At: noon(today)}
	early, late, silent, long := wish, wish, wish, wish
	early.By, late.By, silent.Reason, long.Reason = today, today.Add(400), " ", strings.Repeat("あ", 1001)
	for name, c := range map[string]struct {
		before []request.Step
		state  request.State
		by     law.Day
		next   request.Step
		want   string
	}{
		"a wish":                        {next: wish},
		"a wish, the filing withdrawn":  {state: request.Closed, next: wish, want: "fault.request.closed"},
		"a wish later than the day":     {by: today.Add(3), next: wish},
		"a wish earlier than the day":   {by: today.Add(20), next: wish, want: "by fault.request.day"},
		"a wish for today":              {next: early, want: "by fault.request.day"},
		"a wish for the year after":     {next: late, want: "by fault.request.day"},
		"a wish without a reason":       {next: silent, want: "reason fault.form.needed"},
		"a wish with a long reason":     {next: long, want: "reason fault.text.long"},
		"a wish without a day":          {next: request.Step{Kind: request.ExtensionAsked, Said: wish.Said}, want: "by fault.form.needed"},
		"a second wish":                 {before: []request.Step{wish}, next: wish, want: "fault.request.pending"},
		"a wish after one was given":    {before: []request.Step{wish, given}, next: wish},
		"a wish after a no":             {before: []request.Step{wish, kept, chase}, next: wish},
		"more time":                     {before: []request.Step{wish}, next: given},
		"more time that nobody wants":   {next: given, want: "fault.request.decided"},
		"more time twice":               {before: []request.Step{wish, given}, next: given, want: "fault.request.decided"},
		"no more time":                  {before: []request.Step{wish, chase}, next: kept},
		"no more time, without reasons": {before: []request.Step{wish}, next: request.Step{Kind: request.NotExtended}, want: "reason fault.form.needed"},
		"once more":                     {next: chase},
		"once more on the same day":     {before: []request.Step{chase}, next: chase, want: "fault.request.chased"},
		"once more the day after":       {before: []request.Step{{Kind: request.Chased, At: noon(today.Add(-1))}}, next: chase},
		"after the answer":              {state: request.Answered, next: chase, want: "fault.request.answered"},
		"something else":                {next: request.Step{Kind: "x"}, want: "kind fault.form.option"},
	} {
		r := request.Request{State: request.Waiting, AnswerBy: c.by, Steps: c.before}
		if c.state != "" {
			r.State = c.state
		}
		if got := said(r.Next(c.next, today)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// said is the code of a fault with its place.
func said(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return ""
	case len(e.Fields) > 0:
		return e.Fields[0].Path + " " + e.Fields[0].Code
	}
	return e.Code
}

func TestSilenceIsSeenFromTheDayAfter(t *testing.T) {
	t.Parallel()
	r := request.Request{State: request.Waiting, AnswerBy: today}
	if r.Silent(today) || !r.Silent(today.Add(1)) {
		t.Error("the wished day itself is not late; the day after is")
	}
	r.State = request.Answered
	if r.Silent(today.Add(1)) || (request.Request{State: request.Waiting}).Silent(today) {
		t.Error("what was answered, or has no day, is not late")
	}
}
