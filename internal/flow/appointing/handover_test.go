package appointing_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

func (o *office) successions(t *testing.T) (list []party.Succession) {
	t.Helper()
	err := store.Read[*store.Tx](o.DB)(t.Context(), o.Scope(boss), func(tx *store.Tx) (err error) {
		list, err = tx.Successions()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (o *office) contacts(t *testing.T, who access.Scope) (list []string) {
	t.Helper()
	who.At = ident.At(o.Clock.Now())
	err := store.Read[*store.Tx](o.DB)(t.Context(), who, func(tx *store.Tx) error {
		all, err := tx.Contacts()
		for _, c := range all {
			state := "open"
			if c.ConfirmedAt != 0 {
				state = "confirmed"
			}
			list = append(list, c.Name+" "+state)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

var april = law.MustDay("2027-04-01")

// at moves the clock to an instant of a day.
func (o *office) at(day law.Day, after time.Duration) { o.Clock.Set(day.Start().Time().Add(after)) }

// A hand-over on 1 April: nothing changes before its day, nothing has to run on it.
func TestHandOverOnTheFirstOfApril(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		leaver, heir := o.As("operator-filer"), o.As("operator-viewer")
		if err := o.name.Do(ctx, o.Scope(boss), ident.Key{}, party.ContactPerson, leaver.Hat); err != nil {
			t.Fatal(err)
		}
		mine := o.Scope("operator-filer")
		if err := store.Read[*store.Tx](o.DB)(ctx, mine, func(tx *store.Tx) error {
			list, err := tx.Contacts()
			if err != nil || len(list) != 1 {
				t.Fatal(list, err)
			}
			if err := o.confirm.Do(ctx, o.Scope(boss), ident.Key{}, list[0].ID); !fault.Is(err, fault.Hidden) {
				t.Error("somebody else confirms", err)
			}
			return o.confirm.Do(ctx, mine, ident.Key{}, list[0].ID)
		}); err != nil {
			t.Fatal(err)
		}
		order := appointing.Order{Leaver: leaver.Hat, Heir: heir.Hat, On: april, Note: "金庫の鍵は総務にあります。"}
		if err := o.over.Do(ctx, o.Scope(boss), o.Key(boss, "april"), []appointing.Order{order}); err != nil {
			t.Fatal(err)
		}
		if err := o.over.Do(ctx, o.Scope(boss), o.Key(boss, "april"), []appointing.Order{order}); err != nil {
			t.Error("the same again", err)
		}
		if err := o.over.Do(ctx, o.Scope(boss), ident.Key{}, []appointing.Order{order}); code(err) != "leaver fault.handover.ended" {
			t.Error("twice", err)
		}
		list := o.successions(t)
		if len(list) != 1 || list[0].Note != order.Note {
			t.Fatal(list)
		}
		next := list[0].Heir
		for _, step := range []struct {
			after        time.Duration
			leaver, heir bool
		}{
			{-time.Microsecond, true, false}, {0, true, true}, {24*time.Hour - time.Microsecond, true, true}, {24 * time.Hour, false, true}, {90 * 24 * time.Hour, false, true},
		} {
			o.at(april, step.after)
			if got := o.may(t, leaver.Hat); got != step.leaver {
				t.Errorf("%v after midnight the leaver may act: %v", step.after, got)
			}
			if got := o.may(t, next); got != step.heir {
				t.Errorf("%v after midnight the heir may act: %v", step.after, got)
			}
		}
		if got := o.contacts(t, o.Scope(boss)); !slices.Equal(got, []string{"岡 大輔 open"}) {
			t.Error("the contact is", got)
		}
		if got := o.roster(t, boss); !slices.Contains(got, "山﨑 さくら past operator-filer") || !slices.Contains(got, "岡 大輔 current operator-filer") {
			t.Error(got)
		}
		if err := o.undo.Do(ctx, o.Scope(boss), ident.Key{}, list[0].ID); code(err) != "fault.handover.begun" {
			t.Error("it was taken back after its day", err)
		}
	})
}

func TestAHandOverIsTakenBack(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		leaver, heir := o.As("operator-filer"), o.As("operator-viewer")
		if err := o.name.Do(ctx, o.Scope(boss), ident.Key{}, party.ContactPerson, leaver.Hat); err != nil {
			t.Fatal(err)
		}
		before, contacts := o.roster(t, boss), o.contacts(t, o.Scope(boss))
		if err := o.over.Do(ctx, o.Scope(boss), ident.Key{}, []appointing.Order{{Leaver: leaver.Hat, Heir: heir.Hat, On: april}}); err != nil {
			t.Fatal(err)
		}
		s := o.successions(t)[0]
		if err := o.undo.Do(ctx, o.Scope("other-operator-filer"), ident.Key{}, s.ID); !fault.Is(err, fault.Hidden) {
			t.Error("another company takes it back", err)
		}
		o.at(april, -time.Second)
		if err := o.undo.Do(ctx, o.Scope(boss), ident.Key{}, s.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.undo.Do(ctx, o.Scope(boss), ident.Key{}, s.ID); !fault.Is(err, fault.Hidden) {
			t.Error("twice", err)
		}
		o.at(april, 48*time.Hour)
		if got := o.roster(t, boss); !slices.Equal(got, before) {
			t.Error(got, before)
		}
		if got := o.contacts(t, o.Scope(boss)); !slices.Equal(got, contacts) {
			t.Error(got, contacts)
		}
		if o.may(t, s.Heir) || !o.may(t, leaver.Hat) {
			t.Error("who may act is not as before")
		}
	})
}

func TestHandOversThatAreRefused(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		leaver, gone, admin := o.As("operator-filer"), o.As("operator-viewer"), o.As(boss)
		o.Clock.Set(o.Clock.Now().Add(time.Second))
		if err := o.end.Do(ctx, o.Scope(boss), ident.Key{}, gone.Hat, law.Day{}); err != nil {
			t.Fatal(err)
		}
		approver := o.As("operator-approver")
		for name, c := range map[string]struct {
			order appointing.Order
			code  string
		}{
			"to somebody who left":     {appointing.Order{Leaver: leaver.Hat, Heir: gone.Hat, On: april}, "heir fault.handover.gone"},
			"by somebody who left":     {appointing.Order{Leaver: gone.Hat, Heir: leaver.Hat, On: april}, "leaver fault.handover.ended"},
			"to oneself":               {appointing.Order{Leaver: leaver.Hat, Heir: leaver.Hat, On: april}, "heir fault.handover.same"},
			"yesterday":                {appointing.Order{Leaver: leaver.Hat, Heir: approver.Hat, On: law.MustDay("2026-11-22")}, "on fault.handover.past"},
			"in three years":           {appointing.Order{Leaver: leaver.Hat, Heir: approver.Hat, On: law.MustDay("2029-11-22")}, "on fault.handover.far"},
			"without a day":            {appointing.Order{Leaver: leaver.Hat, Heir: approver.Hat}, "on fault.required"},
			"a role they do not have":  {appointing.Order{Leaver: leaver.Hat, Heir: approver.Hat, On: april, Roles: []string{"operator-admin"}}, "roles fault.handover.roles"},
			"to another company":       {appointing.Order{Leaver: leaver.Hat, Heir: o.As("other-operator-filer").Hat, On: april}, "heir fault.handover.heir"},
			"of another company":       {appointing.Order{Leaver: o.As("other-operator-filer").Hat, Heir: leaver.Hat, On: april}, "leaver fault.handover.leaver"},
			"a note that is too long":  {appointing.Order{Leaver: leaver.Hat, Heir: approver.Hat, On: april, Note: strings.Repeat("あ", 501)}, "note fault.text.long"},
			"the control: this is one": {appointing.Order{Leaver: admin.Hat, Heir: approver.Hat, On: april}, ""},
		} {
			if err := o.over.Do(ctx, o.Scope(boss), ident.Key{}, []appointing.Order{c.order}); code(err) != c.code {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		}
		// Many at once: one bad row and none is planned.
		before := len(o.successions(t))
		err := o.over.Do(ctx, o.Scope(boss), ident.Key{}, []appointing.Order{
			{Leaver: leaver.Hat, Heir: approver.Hat, On: april}, {Leaver: approver.Hat, Heir: gone.Hat, On: april},
		})
		if code(err) != "orders[1].heir fault.handover.gone" || len(o.successions(t)) != before {
			t.Error(err)
		}
	})
}

func TestDeputies(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		of, deputy := o.As("operator-approver"), o.As("operator-viewer")
		d := appointing.Deputising{For: of.Hat, Deputy: deputy.Hat, From: law.MustDay("2026-12-01"), Until: law.MustDay("2026-12-05"), Roles: []string{"operator-approver"}}
		if err := o.depute.Do(ctx, o.Scope(boss), ident.Key{}, d); err != nil {
			t.Fatal(err)
		}
		var acting party.Colleague
		for _, k := range o.colleagues(t, boss) {
			if k.Deputises == of.Hat {
				acting = k
			}
		}
		if acting.Name != "岡 大輔" {
			t.Fatal(acting)
		}
		for day, want := range map[string]bool{"2026-11-30": false, "2026-12-01": true, "2026-12-05": true, "2026-12-06": false} {
			o.at(law.MustDay(day), time.Hour)
			if o.may(t, acting.ID) != want || !o.may(t, of.Hat) {
				t.Error(day)
			}
		}
		o.Clock.Set(time.Date(2026, 11, 24, 9, 0, 0, 0, ident.JST))
		wrong := d
		wrong.Roles = []string{"operator-filer"}
		if err := o.depute.Do(ctx, o.Scope(boss), ident.Key{}, wrong); code(err) != "roles fault.handover.roles" {
			t.Error("a role that is not theirs", err)
		}
		wrong = d
		wrong.For, wrong.Roles = o.As(boss).Hat, []string{"operator-admin"}
		if err := o.depute.Do(ctx, o.Scope(boss), ident.Key{}, wrong); code(err) != "roles fault.handover.roles" {
			t.Error("an administrator is deputised", err)
		}
	})
}

func TestReadRows(t *testing.T) {
	t.Parallel()
	now := ident.At(time.Date(2026, 11, 23, 9, 0, 0, 0, ident.JST))
	at := func(id, name, mail, unit string, until ident.Instant) party.Colleague {
		return party.Colleague{Hat: party.Hat{ID: ident.Hat(id), Person: ident.Person("p-" + name), Unit: ident.Unit(unit), Roles: []string{"operator-filer"}, From: 1, Until: until}, Kind: party.Operator, Name: name, Mail: mail, UnitName: unit}
	}
	people := []party.Colleague{
		at("a", "山﨑", "yamazaki@example.jp", "本社", 0), at("b", "佐藤", "sato@example.jp", "本社", 0), at("c", "岡", "oka@example.jp", "本社", now-1),
		at("d", "辻", "tsuji@example.jp", "北部", 0), at("e", "辻", "tsuji@example.jp", "南部", 0),
	}
	word := func(w string) (string, bool) {
		return "operator-filer", w == "届出・報告担当" || w == "届出" || w == "報告担当"
	}
	for sheet, want := range map[string]string{
		"yamazaki@example.jp\tsato@example.jp\t令和9年4月1日":                                                  "",
		"引き継ぐ人,引き受ける人,日\nYAMAZAKI@example.jp,ｓａｔｏ@example.jp,2027/4/1":                                    "",
		"yamazaki@example.jp,oka@example.jp,2027-04-01":                                                   "heir fault.handover.gone",
		"nobody@example.jp,sato@example.jp,2027-04-01":                                                    "leaver fault.handover.mail",
		"yamazaki@example.jp,sato@example.jp,R9.2.30":                                                     "on fault.day",
		"yamazaki@example.jp,sato@example.jp":                                                             "leaver fault.handover.row",
		"tsuji@example.jp,sato@example.jp,2027-04-01":                                                     "leaver fault.handover.which",
		"tsuji@example.jp,sato@example.jp,2027-04-01,北部":                                                  "",
		"yamazaki@example.jp,sato@example.jp,2027-04-01,,大臣":                                              "roles fault.handover.role",
		"yamazaki@example.jp,sato@example.jp,2027-04-01\nyamazaki@example.jp,tsuji@example.jp,2027-04-02": "leaver fault.handover.again",
	} {
		rows, err := appointing.ReadRows(sheet, people, now, word)
		if err != nil || len(rows) == 0 {
			t.Errorf("%q: %v %v", sheet, rows, err)
			continue
		}
		got := ""
		if f := rows[len(rows)-1].Faults; len(f) > 0 {
			got = f[0].Path + " " + f[0].Code
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q, want %q", sheet, got, want)
		}
	}
	if rows, err := appointing.ReadRows(strings.Repeat("a@b.jp,c@d.jp,2027-04-01\n", appointing.MaxOrders+1), nil, now, word); !fault.Is(err, fault.Exceeded) {
		t.Error(len(rows), err)
	}
}

func FuzzReadRows(f *testing.F) {
	f.Add("a@example.jp,b@example.jp,2027-04-01")
	f.Add("\ufeff\"a\"\"\t\n,,,\x00")
	f.Fuzz(func(t *testing.T, sheet string) {
		rows, err := appointing.ReadRows(sheet, nil, 1, func(string) (string, bool) { return "", false })
		if err == nil && len(rows) > appointing.MaxOrders {
			t.Error("too many")
		}
		for _, r := range rows {
			if len(r.Faults) == 0 {
				t.Errorf("nobody is there, and a row is good: %+v", r)
			}
		}
	})
}
