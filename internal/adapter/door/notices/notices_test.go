package notices_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/adapter/door/notices"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/calling"
	"kanmin/internal/flow/noticing"
	"kanmin/internal/world/stagetest"
)

const grid, generation = "8000012050001", "7000012050002" // 法人番号

type yard struct {
	*stagetest.Stage
	t    *testing.T
	door notices.Door
	n    int
}

func newYard(t *testing.T, s *stagetest.Stage) *yard {
	t.Helper()
	return &yard{Stage: s, t: t, door: notices.Door{
		Read: store.Read[notices.Tx](s.DB), Send: noticing.Send{Act: store.Act[noticing.SendTx](s.DB), Entropy: s.Entropy}, Receipt: s.DB.Receipt, Now: s.Clock.Now,
		Openings: func(context.Context, access.Scope) ([]opening.Act, error) { return nil, nil },
		Knock:    func(context.Context) error { return nil }, Welcome: func(context.Context) {},
	}}
}

// as is somebody of an organisation in another role.
func (y *yard) as(who string, role access.Role) access.Scope {
	a := y.As(who)
	a.Roles = []access.Role{role}
	return access.For(a, ident.At(y.Clock.Now()))
}

func (y *yard) key(s access.Scope) ident.Key {
	y.n++
	return ident.Key{Org: s.Org, Actor: s.ID(), Route: "test", Client: strings.Repeat("k", y.n)}
}

func (y *yard) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

// contact registers one for the unit of who, and prints its code.
func (y *yard) contact(s access.Scope, until law.Day) (ident.Object, string) {
	y.t.Helper()
	register := noticing.Register{Act: store.Act[noticing.RegisterTx](y.DB), Entropy: y.Entropy}
	id, err := register.Do(y.t.Context(), s, y.key(s), notice.Contact{Unit: s.Unit, Until: until, Words: notice.Words{Company: "髙木監視", Name: "𠮷野", Phone: "03-0000-3003"}})
	y.must(err)
	return id, y.code(s, id)
}

func (y *yard) code(s access.Scope, id ident.Object) string {
	y.t.Helper()
	sheet, err := noticing.Print{Act: store.Act[noticing.PrintTx](y.DB), Entropy: y.Entropy}.Do(y.t.Context(), s, y.key(s), id)
	y.must(err)
	return sheet.Code
}

func (y *yard) said(what string) notice.Content {
	return notice.Content{What: what, NoticedAt: ident.At(y.Clock.Now().Add(-time.Hour)), Technical: "hxxp://evil[.]example", Caller: "𠮷野", Phone: "03-0000-3003"}
}

// tell sends one notice to one operator.
func (y *yard) tell(what string, to notice.To) notice.Told {
	y.t.Helper()
	list, err := y.door.Take(y.t.Context(), y.said(what), []notice.To{to}, "")
	y.must(err)
	return list[0]
}

type readTx interface {
	NoticeList(state notice.State, limit int) ([]notice.Notice, error)
	Notice(ident.Number) (notice.Notice, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

func (y *yard) list(s access.Scope) (list []notice.Notice) {
	y.t.Helper()
	y.must(store.Read[readTx](y.DB)(y.t.Context(), s, func(tx readTx) (err error) {
		list, err = tx.NoticeList("", 100)
		return err
	}))
	return list
}

type mails struct{ sent []message.Message }

func (m *mails) Send(_ context.Context, x message.Message) error {
	m.sent = append(m.sent, x)
	return nil
}

// Whatever does not stand is one answer; the good code, before and after, is the control.
func TestWhateverDoesNotStandIsOneAnswer(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		y := newYard(t, s)
		admin := y.Scope("operator-admin")
		_, good := y.contact(admin, law.Day{})
		ended, gone := y.contact(admin, law.Day{})
		y.must(noticing.End{Act: store.Act[noticing.ContactTx](s.DB)}.Do(t.Context(), admin, y.key(admin), ended))
		reprinted, old := y.contact(admin, law.Day{})
		fresh := y.code(admin, reprinted)
		_, short := y.contact(admin, law.DayOf(admin.At))
		if told := y.tell("期限の日", notice.To{Operator: grid, Code: short}); told.Bad != nil {
			t.Errorf("on its last day: %v", told.Bad)
		}
		s.Clock.Set(s.Clock.Now().Add(24 * time.Hour))
		for name, to := range map[string]notice.To{
			"never was": {Operator: grid, Code: "2222-2222-2222"}, "ended": {Operator: grid, Code: gone}, "printed anew": {Operator: grid, Code: old}, "past its day": {Operator: grid, Code: short},
			"of another operator": {Operator: generation, Code: good},
		} {
			if told := y.tell("不審", to); told.Bad == nil || told.Bad.Error() != notice.Refused().Error() || told.Number != "" {
				t.Errorf("%s: %v %s", name, told.Bad, told.Number)
			}
		}
		for _, code := range []string{good, fresh} {
			if told := y.tell("不審", notice.To{Operator: grid, Code: code}); told.Bad != nil || told.Number == "" {
				t.Errorf("the control: %v", told.Bad)
			}
		}
	})
}

// An operator all of whose designations have ended is told nothing; it is answered as if it were not there.
func TestAnOperatorWhoseDesignationEndedIsNotThere(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	y := newYard(t, s)
	_, code := y.contact(y.Scope("operator-admin"), law.Day{})
	if told := y.tell("前", notice.To{Operator: grid, Code: code}); told.Bad != nil {
		t.Fatal(told.Bad)
	}
	db, err := sql.Open("sqlite", "file:"+s.Path+"/kanmin.db?_pragma=busy_timeout(5000)")
	y.must(err)
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), `UPDATE designation SET until_on = '2026-11-01'`); err != nil {
		t.Fatal(err)
	}
	if told := y.tell("後", notice.To{Operator: grid, Code: code}); told.Bad == nil || told.Bad.Error() != notice.Refused().Error() {
		t.Errorf("%v", told.Bad)
	}
}

// One event on a shared system is told to two operators at once; each has its own, and nothing of the other.
func TestEachOperatorIsToldApart(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		y := newYard(t, s)
		other := y.as("other-operator-filer", access.OperatorAdmin)
		_, first := y.contact(y.Scope("operator-admin"), law.Day{})
		_, second := y.contact(other, law.Day{})
		to := []notice.To{{Operator: grid, Code: first}, {Operator: generation, Code: second}, {Operator: grid, Code: "2222-2222-2222"}, {Operator: grid, Code: first}}
		list, err := y.door.Take(t.Context(), y.said("共同センターの障害"), to, "")
		y.must(err)
		if len(list) != 3 || list[0].Bad != nil || list[1].Bad != nil || list[2].Bad == nil || list[0].Number == list[1].Number {
			t.Fatalf("%+v", list)
		}
		verifier, err := note.NewVerifier(s.Keys.VerifierKey())
		y.must(err)
		for _, told := range list[:2] {
			p, err := ledger.VerifyProvisional(told.Receipt, note.VerifierList(verifier))
			if err != nil || p.Statement.Number != told.Number || p.Statement.Kind != ledger.NoticeArrived {
				t.Errorf("receipt: %v %+v", err, p.Statement)
			}
		}
		again, err := y.door.Take(t.Context(), y.said("共同センターの障害"), to[:1], "another key")
		y.must(err)
		if again[0].Number != list[0].Number || again[0].At != list[0].At {
			t.Errorf("the same sent twice: %+v", again[0])
		}
		for i, who := range []access.Scope{y.as("operator-filer", access.OperatorViewer), y.as("other-operator-filer", access.OperatorFiler)} {
			if got := y.list(who); len(got) != 1 || got[0].Number != list[i].Number || got[0].Unit != who.Unit && i == 1 {
				t.Errorf("%d: %d notices", i, len(got))
			}
		}
		for _, who := range []string{"ministry-officer", "cabinet-analyst", "nco-analyst", "platform-admin", "maintainer"} {
			if got := y.list(y.Scope(who)); len(got) != 0 {
				t.Errorf("%s is told %d notices", who, len(got))
			}
		}
		fixed := y.said("訂正")
		fix, err := y.door.Take(t.Context(), fixed, []notice.To{{Operator: grid, Code: first, Earlier: string(list[0].Number)}, {Operator: generation, Code: second, Earlier: string(list[0].Number)}}, "")
		y.must(err)
		if fix[0].Bad != nil || fix[1].Bad == nil || len(y.list(y.Scope("operator-filer"))) != 2 {
			t.Errorf("a correction: %v %v", fix[0].Bad, fix[1].Bad)
		}
	})
}

// The unit is woken: an urgent mail to its people and to those who are called at night, with the number and nothing else.
func TestANoticeWakesTheUnit(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		y := newYard(t, s)
		admin := y.Scope("operator-admin")
		y.must(calling.Set{Act: store.Act[calling.SetTx](s.DB)}.Do(t.Context(), admin, y.key(admin), 0, []oncall.Contact{{Name: "当直室", Phone: "03-0000-2099", Email: "night@example.jp"}}))
		_, code := y.contact(admin, law.Day{})
		told := y.tell("SECRET-CANARY", notice.To{Operator: grid, Code: code})
		lease, ok, err := s.TakeOutbox(t.Context(), "test")
		if err != nil || !ok {
			t.Fatal(err)
		}
		var out mails
		_, err = s.SendDue(t.Context(), lease, &out)
		y.must(err)
		night := 0
		for _, m := range out.sent {
			if m.Number != told.Number || m.Urgency != message.Urgent || strings.Contains(m.Subject()+m.Body(), "CANARY") {
				t.Errorf("%+v", m)
			}
			if m.To == "night@example.jp" {
				night++
			}
		}
		if len(out.sent) < 2 || night != 1 {
			t.Errorf("%d mails, %d at night", len(out.sent), night)
		}
	})
}

// Two colleagues take the same notice over: the second is told of the draft of the first. What it says names the notice.
func TestTheSecondIsToldOfTheDraftOfTheFirst(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		y := newYard(t, s)
		_, code := y.contact(y.Scope("operator-admin"), law.Day{})
		told := y.tell("監視端末から不審な通信", notice.To{Operator: grid, Code: code})
		take := noticing.Take{Act: store.Act[noticing.TakeTx](s.DB), Entropy: s.Entropy}
		filer, approver := y.Scope("operator-filer"), y.Scope("operator-approver")
		key := y.key(filer)
		id, err := take.Do(t.Context(), filer, key, told.Number)
		y.must(err)
		if again, err := take.Do(t.Context(), filer, key, told.Number); err != nil || again != id {
			t.Errorf("pressed twice: %s %v", again, err)
		}
		var d filing.Draft
		var entries []filing.Entry
		y.must(store.Read[readTx](s.DB)(t.Context(), filer, func(tx readTx) (err error) {
			d, entries, err = tx.DraftByID(id)
			return err
		}))
		from := map[string]string{}
		for _, e := range entries {
			from[e.Field] = e.From
		}
		values := filing.Values(entries)
		if number, ok := notice.Sourced(from["what_text"]); !ok || !strings.HasPrefix(number, string(told.Number)) || from["callback"] != "" || !strings.HasPrefix(values["what_text"].Text(), "監視端末から不審な通信(髙木監視が") || values["noticed_at"].Empty() || !values["aware_at"].Empty() {
			t.Errorf("%v %v", from, values)
		}
		_, err = take.Do(t.Context(), approver, y.key(approver), told.Number)
		e, _ := err.(*fault.Error) //nolint:errorlint // as flows return it
		if e == nil || e.Kind != fault.Conflict || e.Args["draft"] != string(d.Number) {
			t.Errorf("the second: %v", err)
		}
		judge := noticing.Judge{Act: store.Act[noticing.AnswerTx](s.DB)}
		if err := judge.Do(t.Context(), approver, y.key(approver), told.Number, "理由"); !fault.Is(err, fault.Conflict) {
			t.Errorf("judged after it was taken: %v", err)
		}
		reply := noticing.Reply{Act: store.Act[noticing.AnswerTx](s.DB)}
		y.must(reply.Do(t.Context(), approver, y.key(approver), told.Number, notice.Reply{Called: true}))
		if err := reply.Do(t.Context(), approver, y.key(approver), told.Number, notice.Reply{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty note: %v", err)
		}
		viewer := y.as("operator-filer", access.OperatorViewer)
		if err := reply.Do(t.Context(), viewer, y.key(viewer), told.Number, notice.Reply{Called: true}); !fault.Is(err, fault.Denied) {
			t.Errorf("a viewer: %v", err)
		}
		if n := y.list(filer)[0]; n.State != notice.Taken || n.Into != d.Number || len(n.Replies) != 1 {
			t.Errorf("%+v", n)
		}
	})
}

// What stands in a standing opens nothing: the code acts to send alone.
func TestTheCodeOpensNothingElse(t *testing.T) {
	t.Parallel()
	st := notice.Standing{Contact: notice.Contact{ID: "c", Org: "o", Unit: "u"}, Kind: party.Operator}
	s := access.For(st.Actor(), 1)
	for _, o := range access.Objects() {
		for _, a := range access.Actions() {
			p := access.Permission{Action: a, Object: o}
			if err := s.Permit(p); err == nil && p != (access.Permission{Action: access.Read, Object: access.Receipt}) {
				t.Errorf("%s %s is open to a code", a, o)
			}
		}
	}
}
