package oncall_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
)

func TestAListIsJudgedPlaceByPlace(t *testing.T) {
	t.Parallel()
	good := oncall.Contact{Name: "髙木 𠮷子", Phone: "03-1234-5678(内線 12)", Email: "night@example.jp"}
	for name, c := range map[string]struct {
		change func(*oncall.Contact)
		want   string
	}{
		"good":            {func(*oncall.Contact) {}, ""},
		"no name":         {func(c *oncall.Contact) { c.Name = "" }, "name-2"},
		"no number":       {func(c *oncall.Contact) { c.Phone = "" }, "phone-2"},
		"letters":         {func(c *oncall.Contact) { c.Phone = "03-CALL-ME-NOW" }, "phone-2"},
		"too few digits":  {func(c *oncall.Contact) { c.Phone = "110" }, "phone-2"},
		"no address":      {func(c *oncall.Contact) { c.Email = "night" }, "email-2"},
		"name in address": {func(c *oncall.Contact) { c.Email = "Night <night@example.jp>" }, "email-2"},
		"too long":        {func(c *oncall.Contact) { c.When = strings.Repeat("夜", 81) }, "when-2"},
		"a line break":    {func(c *oncall.Contact) { c.Post = "課長\n補佐" }, "post-2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			second := good
			c.change(&second)
			err := oncall.Words{Contacts: []oncall.Contact{good, second}}.Check()
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			e, ok := errors.AsType[*fault.Error](err)
			if !ok || len(e.Fields) != 1 || e.Fields[0].Path != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	if err := (oncall.Words{Contacts: slices.Repeat([]oncall.Contact{good}, oncall.Most+1)}).Check(); !fault.Is(err, fault.Invalid) {
		t.Errorf("too many: %v", err)
	}
}

func minute(n int64) ident.Instant { return ident.Instant(n * 60_000_000) }

func TestWhenTheNextIsCalled(t *testing.T) {
	t.Parallel()
	at := func(w oncall.Waiting, minutes int64) bool { return w.Due(minute(minutes)) }
	w := oncall.Waiting{ArrivedAt: 0}
	if !at(w, 0) {
		t.Error("the first is not called at arrival")
	}
	w.Steps, w.LastAt = 1, minute(40)
	for minutes, want := range map[int64]bool{41: false, 54: false, 55: true, 300: true} {
		if at(w, minutes) != want {
			t.Errorf("after %d minutes: %v", minutes, !want)
		}
	}
}
