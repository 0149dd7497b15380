package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/testpg"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// The same script runs on both engines, from the same seed, key file and clock: every exported method of Tx and of DB is
// called by it and gives the same answer. Methods are found by reflection, so that a new one cannot be forgotten.
func TestEveryMethodIsAlikeOnBothEngines(t *testing.T) {
	t.Parallel()
	keys := t.TempDir()
	stagetest.Keys(t, keys)
	lite := newScript(t, keys, store.Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "kanmin.db")}, "")
	pg := testpg.New(t)
	post := newScript(t, keys, store.Config{URL: pg.App, WorkURL: pg.Work}, pg.Owner)
	for _, c := range []*script{lite, post} {
		c.story()
		if left := c.left(); len(left) > 0 {
			t.Errorf("%s: never called with success and an answer: %v", c.db.Engine(), left)
		}
	}
	if d := cmp.Diff(lite.said, post.said); d != "" {
		t.Errorf("the engines disagree (-sqlite +postgres):\n%s", d)
	}
	if len(lite.said) < 100 {
		t.Errorf("only %d answers were compared", len(lite.said))
	}
}

// The controls: a method that is never called, or only fails, is named; an answer that differs is seen.
func TestAForgottenMethodIsNamed(t *testing.T) {
	t.Parallel()
	c := newScript(t, "", store.Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "kanmin.db")}, "")
	if left := c.left(); len(left) < 100 || !slices.Contains(left, "DB.Head") || !slices.Contains(left, "Tx.Filing") {
		t.Fatalf("nothing was called, and only these are missing: %v", left)
	}
	c.back(access.Scope{}, func(call callTx) {
		call("Setting", "world")                         // succeeds, says nothing
		call("Org", "nobody")                            // fails
		call("SetSetting", "world", "x")                 // has no answer to give
		call("Now")                                      // answers
		call("Filing", "nobody", access.Permission{})    // fails
		call("LooksAt", "nothing")                       // succeeds, says nothing
		call("HatsOf", "nobody")                         // succeeds, says nothing
		call("TakeDraft", "nobody")                      // fails
		call("CloseDraft", "nobody", "sent", "anything") // fails
	})
	left := c.left()
	for name, missing := range map[string]bool{"Tx.Setting": true, "Tx.Org": true, "Tx.SetSetting": false, "Tx.Now": false, "Tx.Filing": true, "Tx.LooksAt": true} {
		if slices.Contains(left, name) != missing {
			t.Errorf("%s counts as missing: %v, want %v", name, !missing, missing)
		}
	}
	if d := cmp.Diff(c.said, append(slices.Clone(c.said), "one more")); d == "" {
		t.Error("a difference is not seen")
	}
}

// script calls methods by name and keeps what they answer.
type script struct {
	t     testing.TB
	db    *store.DB
	clock *world.Clock
	said  []string
	done  map[string]bool // called with success and, where there is something to answer, an answer
}

func newScript(t testing.TB, keys string, c store.Config, owner string) *script {
	t.Helper()
	if owner == "" {
		owner = c.URL
	}
	if keys == "" {
		keys = t.TempDir()
		stagetest.Keys(t, keys)
	}
	ring, err := seal.Load(filepath.Join(keys, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Migrate(t.Context(), owner); err != nil {
		t.Fatal(err)
	}
	clock := world.NewClock(stagetest.Day)
	c.Keys, c.Now, c.Origin, c.Entropy = ring, clock.Now, stagetest.Origin, rand.NewChaCha8([32]byte{1})
	db, err := store.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &script{t: t, db: db, clock: clock, done: map[string]bool{}}
}

// left names the methods that the script has not exercised.
func (c *script) left() []string {
	all := map[string]bool{}
	for name, m := range map[string]reflect.Type{"Tx.": reflect.TypeFor[*store.Tx](), "DB.": reflect.TypeFor[*store.DB]()} {
		for f := range m.Methods() {
			all[name+f.Name] = true
		}
	}
	maps.DeleteFunc(all, func(name string, _ bool) bool { return c.done[name] })
	return slices.Sorted(maps.Keys(all))
}

// callTx calls a method of the transaction; its answers without the error are returned.
type callTx func(method string, args ...any) []any

var errBack = errors.New("take it back")

// act runs an act. An act of somebody leaves an entry in their name; it fails the test if it cannot commit.
func (c *script) act(s access.Scope, do func(callTx)) {
	c.t.Helper()
	leaf, err := c.tryAct(s, do, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.say("entry", []any{leaf.ID, leaf.At, leaf.Hash})
}

func (c *script) tryAct(s access.Scope, do func(callTx), refuse error) (ledger.Leaf, error) {
	return store.Act[*store.Tx](c.db)(c.t.Context(), s, ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		do(func(method string, args ...any) []any { return c.call("Tx."+method, reflect.ValueOf(tx), method, args) })
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "conform", Org: s.Org, Unit: s.Unit, Actor: s.ID()}, refuse
	})
}

// back runs an act and takes it back.
func (c *script) back(s access.Scope, do func(callTx)) {
	c.t.Helper()
	if _, err := c.tryAct(s, do, errBack); err == nil {
		c.t.Fatal("it was not taken back")
	}
}

// read runs a read.
func (c *script) read(s access.Scope, do func(callTx)) {
	c.t.Helper()
	s.At = ident.At(c.clock.Now())
	err := store.Read[*store.Tx](c.db)(c.t.Context(), s, func(tx *store.Tx) error {
		do(func(method string, args ...any) []any { return c.call("Tx."+method, reflect.ValueOf(tx), method, args) })
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// on calls a method of the database.
func (c *script) on(method string, args ...any) []any {
	c.t.Helper()
	return c.call("DB."+method, reflect.ValueOf(c.db), method, args)
}

// call calls a method, keeps what it answered, and returns it without the error.
func (c *script) call(name string, of reflect.Value, method string, args []any) (answers []any) {
	c.t.Helper()
	in := make([]reflect.Value, len(args))
	m := of.MethodByName(method)
	if !m.IsValid() || m.Type().NumIn() != len(args) {
		c.t.Fatalf("%s: no such method, or other arguments", name)
	}
	for i, a := range args {
		in[i] = reflect.ValueOf(a)
		if want := m.Type().In(i); !in[i].Type().AssignableTo(want) {
			in[i] = in[i].Convert(want) // a word as an id
		}
	}
	failed, something := false, false
	for _, v := range m.Call(in) {
		if v.Type() == reflect.TypeFor[error]() {
			if err, ok := reflect.TypeAssert[error](v); ok {
				failed = true
				answers = append(answers, refusal(err))
			}
			continue
		}
		something = something || !v.IsZero() && (v.Kind() != reflect.Slice && v.Kind() != reflect.Map || v.Len() > 0)
		answers = append(answers, v.Interface())
	}
	c.done[name] = c.done[name] || !failed && (something || len(answers) == 0)
	c.say(name, answers)
	return answers
}

// refusal is an error as both engines must tell it: drivers put it in other words.
func refusal(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return fmt.Sprintf("fault %v %s", e.Kind, e.Code)
	}
	return "error"
}

func (c *script) say(what string, answers []any) {
	var b strings.Builder
	b.WriteString(what)
	for _, a := range answers {
		switch reflect.TypeOf(a).Kind() {
		case reflect.Func, reflect.Chan: // says nothing that can be compared
			continue
		}
		if a == c.db.Engine() {
			continue
		}
		raw, err := json.Marshal(a)
		if err != nil {
			c.t.Fatal(what, err)
		}
		b.WriteString(" " + string(raw))
	}
	c.said = append(c.said, b.String())
}

// until returns a context that ends when the nth statement comes that contains a text.
func (c *script) until(text string, n int) context.Context {
	ctx, stop := context.WithCancel(c.t.Context())
	c.t.Cleanup(stop)
	return store.Noting(ctx, func(query string, _ []any) {
		if strings.Contains(query, text) {
			if n--; n == 0 {
				stop()
			}
		}
	})
}
