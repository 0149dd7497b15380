package login_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

func TestAPassphraseAndACode(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		seed, o := i.WithCode(t, "operator-filer")
		if v, err := i.Who(t.Context(), i.Cookie(o.Secret), ""); err != nil || v.Person != i.As("operator-filer").Person {
			t.Fatalf("after accepting: %v, %v", v.Actor, err)
		}
		_, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seed))
		inntest.WantFault(t, "the code of the registration again", err, fault.Invalid, "fault.account.refused")

		i.Clock.Set(i.Clock.Now().Add(30 * time.Second))
		code := i.Shown(t, seed)
		wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, code[:3]) + " " + code[3:]
		if _, err := i.ByCode(t.Context(), " Operator-Filer@Example.JP ", inntest.Passphrase, wide); err != nil {
			t.Fatalf("as people type it: %v", err)
		}
		_, err = i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, code)
		inntest.WantFault(t, "a code twice", err, fault.Invalid, "fault.account.refused")
		i.Clock.Set(i.Clock.Now().Add(-30 * time.Second))
		_, err = i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seed))
		inntest.WantFault(t, "an earlier code after a later one", err, fault.Invalid, "fault.account.refused")
	})
}

func TestWrongOnesGetOneAnswer(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	seed, _ := i.WithCode(t, "operator-filer")
	i.WithKey(t, "ministry-officer") // has a passkey, no code
	i.Clock.Set(i.Clock.Now().Add(time.Minute))
	good := i.Shown(t, seed)
	later := func() string {
		i.Clock.Set(i.Clock.Now().Add(90 * time.Second))
		defer i.Clock.Set(i.Clock.Now().Add(-90 * time.Second))
		return i.Shown(t, seed)
	}()
	for name, in := range map[string][3]string{
		"unknown person":        {"nobody@example.jp", inntest.Passphrase, good},
		"no code registered":    {"ministry-officer@example.jp", inntest.Passphrase, good},
		"another passphrase":    {"operator-filer@example.jp", inntest.Passphrase + "。", good},
		"no passphrase":         {"operator-filer@example.jp", "", good},
		"another code":          {"operator-filer@example.jp", inntest.Passphrase, "000000"},
		"no code":               {"operator-filer@example.jp", inntest.Passphrase, ""},
		"a code of the future":  {"operator-filer@example.jp", inntest.Passphrase, later},
		"a megabyte":            {"operator-filer@example.jp", strings.Repeat("あ", 1<<18), good},
		"a megabyte of address": {strings.Repeat("a", 1<<20), inntest.Passphrase, good},
		"not UTF-8":             {"operator-filer@example.jp", "\xff\xfe", good},
		"SQL":                   {"' OR 1=1 --", inntest.Passphrase, good},
	} {
		_, err := i.ByCode(t.Context(), in[0], in[1], in[2])
		if e := inntest.CodeOf(err); e != "fault.account.refused" {
			t.Errorf("%s: %v", name, err)
		}
	}
	i.Clock.Set(i.Clock.Now().Add(time.Hour)) // the tries are forgotten
	if _, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seed)); err != nil {
		t.Errorf("control: the truth: %v", err)
	}
}

func TestGuessesAreCountedForEverybodyAlike(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		seed, _ := i.WithCode(t, "operator-filer")
		for _, mail := range []string{"operator-filer@example.jp", "nobody@example.jp"} {
			var mu sync.Mutex
			var group sync.WaitGroup
			answers := map[string]int{}
			for range 30 {
				group.Go(func() {
					_, err := i.ByCode(t.Context(), mail, "違う合言葉です", "123456")
					mu.Lock()
					defer mu.Unlock()
					answers[inntest.CodeOf(err)]++
				})
			}
			group.Wait()
			if answers["fault.account.refused"] != 10 || answers["fault.account.tries"] != 20 {
				t.Errorf("%s: 30 guesses at once got %v", mail, answers)
			}
		}
		i.Clock.Set(i.Clock.Now().Add(5 * time.Minute))
		_, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seed))
		inntest.WantFault(t, "the truth within the window", err, fault.Exceeded, "fault.account.tries")
		i.Clock.Set(i.Clock.Now().Add(11 * time.Minute))
		if _, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seed)); err != nil {
			t.Errorf("the truth after it: %v", err)
		}
	})
}

func TestWhatIsTypedForANewPassphrase(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	link, code := i.Invite(t, "operator-filer")
	half, err := i.Admit(t.Context(), link, strings.ToLower(strings.ReplaceAll(code, "-", "")))
	if err != nil {
		t.Fatal(err)
	}
	d, err := i.Accepting(t.Context(), half)
	if err != nil || d.Path == "" || d.Mail == "" || len(d.Path) > 60_000 {
		t.Fatalf("device: %d bytes of path, %q, %v", len(d.Path), d.Mail, err)
	}
	good := enrolling.NewCode{Label: "電話", Passphrase: inntest.Passphrase, Again: inntest.Passphrase, Code: i.Shown(t, d.Seed)}
	change := func(f func(*enrolling.NewCode)) enrolling.NewCode { n := good; f(&n); return n }
	for name, c := range map[string]struct {
		in   enrolling.NewCode
		path string
	}{
		"too short":     {change(func(n *enrolling.NewCode) { n.Passphrase, n.Again = "みじかい", "みじかい" }), "passphrase"},
		"one character": {change(func(n *enrolling.NewCode) { n.Passphrase = strings.Repeat("あ", 20); n.Again = n.Passphrase }), "passphrase"},
		"too long": {change(func(n *enrolling.NewCode) {
			n.Passphrase = strings.Repeat("あいうえおか", 30)
			n.Again = n.Passphrase
		}), "passphrase"},
		"not the same": {change(func(n *enrolling.NewCode) { n.Again = "x" }), "again"},
		"another code": {change(func(n *enrolling.NewCode) { n.Code = "999999x" }), "code"},
		"no label":     {change(func(n *enrolling.NewCode) { n.Label = "" }), "label"},
	} {
		_, err := i.AcceptCode(t.Context(), half, c.in)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "["+c.path+":") {
			t.Errorf("%s: %v, want a fault at %s", name, err, c.path)
		}
	}
	if _, err := i.AcceptCode(t.Context(), half, good); err != nil {
		t.Errorf("after seven mistakes: %v", err)
	}
}
