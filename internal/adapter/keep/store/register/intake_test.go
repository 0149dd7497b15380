package register_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/inviting"
	"kanmin/internal/world/stagetest"
)

// number completes twelve digits to a 法人番号.
func corporate(t testing.TB, rest int) string {
	t.Helper()
	for d := '0'; d <= '9'; d++ {
		if n := string(d) + fmt.Sprintf("%012d", rest); party.CheckCorporateNumber(n) {
			return n
		}
	}
	t.Fatal("no check digit")
	return ""
}

// grid is a sheet of n operators with their administrators.
func grid(t testing.TB, n int) register.Grid {
	t.Helper()
	g := register.Grid{Sheet: "組織一覧", Columns: map[string]int{}}
	for i, f := range register.IntakeFields() {
		g.Columns[f.ID] = i + 1
	}
	for i := range n {
		g.Rows = append(g.Rows, register.GridRow{N: i + 2, Cells: map[string]string{
			"kind": "事業者", "name": fmt.Sprintf("﨑山第%d電力株式会社", i), "corporate_number": corporate(t, 12_060_000+i), "address": fmt.Sprintf("東京都架空区空見%d", i),
			"admin_name": fmt.Sprintf("髙橋 𠮷%d", i), "admin_mail": fmt.Sprintf("admin%d@example.jp", i),
		}})
	}
	return g
}

// intake is whoever takes sheets in.
type intake struct {
	*stagetest.Stage
	t      *testing.T
	n      int
	submit inviting.Submit
	take   inviting.TakeIn
	print  inviting.Print
}

func newIntake(t *testing.T, s *stagetest.Stage) *intake {
	t.Helper()
	return &intake{
		Stage: s, t: t, submit: inviting.Submit{Act: store.Act[inviting.SubmitTx](s.DB), Entropy: s.Entropy},
		take: inviting.TakeIn{Act: store.Act[inviting.TakeInTx](s.DB), Entropy: s.Entropy}, print: inviting.Print{Act: store.Act[inviting.PrintTx](s.DB), Entropy: s.Entropy},
	}
}

func (i *intake) key(who string) ident.Key {
	i.n++
	return i.Key(who, fmt.Sprint("i", i.n))
}

// enter submits a sheet that must be good.
func (i *intake) enter(g register.Grid) (ident.Object, error) {
	i.t.Helper()
	lines, bad := register.ReadIntake(g)
	if len(bad) > 0 {
		i.t.Fatalf("%+v", bad)
	}
	return i.submit.Do(i.t.Context(), i.Scope("platform-admin"), i.key("platform-admin"), register.Intake{Name: "list.csv", Lines: lines})
}

func (i *intake) in(g register.Grid) {
	i.t.Helper()
	id, err := i.enter(g)
	if err == nil {
		err = i.take.Do(i.t.Context(), i.Scope("platform-admin-2"), i.key("platform-admin-2"), id)
	}
	if err != nil {
		i.t.Fatal(err)
	}
}

type lettersTx interface {
	Letters(of ident.Instant, limit int) ([]register.Letter, error)
	Directory() ([]register.Entry, error)
}

func (i *intake) letters() (list []register.Letter, orgs int) {
	i.t.Helper()
	err := store.Read[lettersTx](i.DB)(i.t.Context(), i.Scope("platform-admin"), func(tx lettersTx) (err error) {
		if list, err = tx.Letters(0, 1000); err != nil {
			return err
		}
		all, err := tx.Directory()
		orgs = len(all)
		return err
	})
	if err != nil {
		i.t.Fatal(err)
	}
	return list, orgs
}

// Three hundred organisations in one act: all of them, or none; the same sheet again changes nothing.
func TestThreeHundredOrganisationsFromOneSheet(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		i := newIntake(t, s)
		_, before := i.letters()
		g := grid(t, 300)
		lines, bad := register.ReadIntake(g)
		if len(bad) > 0 || len(lines) != 300 {
			t.Fatalf("%d lines, %v", len(lines), bad)
		}
		id, err := i.enter(g)
		if err != nil {
			t.Fatal(err)
		}
		if err := i.take.Do(t.Context(), s.Scope("platform-admin"), i.key("platform-admin"), id); !fault.Is(err, fault.Denied) {
			t.Fatalf("whoever entered it confirms it: %v", err)
		}
		begun := time.Now()
		if err := i.take.Do(t.Context(), s.Scope("platform-admin-2"), i.key("platform-admin-2"), id); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: 300 organisations with accounts, invitations and mails in one act: %v", s.Engine(), time.Since(begun))
		list, after := i.letters()
		if len(list) != 300 || after-before != 300 {
			t.Fatalf("%d letters, %d organisations more", len(list), after-before)
		}
		if _, err := i.enter(g); err == nil || !strings.Contains(err.Error(), "fault.intake.same") {
			t.Errorf("the same sheet again: %v", err)
		}
		g.Rows[7].Cells["address"] = "大阪府架空市1"
		next, err := i.enter(g)
		if err != nil {
			t.Fatal(err)
		}
		known := i.known(g)
		steps, _ := register.Steps(g, i.lines(g), known)
		if add, change, same, invite := register.Tally(steps); add != 0 || change != 1 || same != 299 || invite != 0 {
			t.Errorf("one address changed: %d %d %d %d", add, change, same, invite)
		}
		if err := i.take.Do(t.Context(), s.Scope("platform-admin-2"), i.key("platform-admin-2"), next); err != nil {
			t.Error(err)
		}
		number(t, s)
		r, err := s.VerifyLedger(t.Context(), func(int64, int64) error { return nil })
		if err != nil || !r.Sound() {
			t.Errorf("the log does not agree: %v %+v", err, r)
		}
	})
}

func (i *intake) lines(g register.Grid) []register.Line {
	lines, _ := register.ReadIntake(g)
	return lines
}

func (i *intake) known(g register.Grid) (k register.Known) {
	i.t.Helper()
	type tx interface {
		KnownOf([]register.Line) (register.Known, error)
	}
	err := store.Read[tx](i.DB)(i.t.Context(), i.Scope("platform-admin"), func(tx tx) (err error) {
		k, err = tx.KnownOf(i.lines(g))
		return err
	})
	if err != nil {
		i.t.Fatal(err)
	}
	return k
}

func TestWhatIsWrongWithASheetIsNamedByCell(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		row          int
		field, value string
		suggest      string
	}{
		"『組織一覧』シート E3 fault.register.check":  {1, "corporate_number", "9000012060001", ""},
		"『組織一覧』シート E3 fault.register.digits": {1, "corporate_number", corporate(t, 12_060_001)[1:], corporate(t, 12_060_001)},
		"『組織一覧』シート E4 fault.intake.twice":    {2, "corporate_number", corporate(t, 12_060_000), ""},
		"『組織一覧』シート M4 fault.intake.twice":    {2, "admin_mail", "ADMIN0@example.jp", ""},
		"『組織一覧』シート M2 fault.account.mail":    {0, "admin_mail", "ｓｕｚｕｋｉ＠example．jp", "suzuki@example.jp"},
		"『組織一覧』シート A2 fault.form.needed":     {0, "kind", "", ""},
		"『組織一覧』シート A2 fault.intake.kind":     {0, "kind", "電力の事業者", "事業者"},
		"『組織一覧』シート B2 fault.form.needed":     {0, "name", "　", ""},
		"『組織一覧』シート C2 fault.register.kana":   {0, "kana", "高崎", ""},
		"『組織一覧』シート K2 fault.form.needed":     {0, "admin_name", "", ""},
		"『組織一覧』シート F2 fault.text.bidi":       {0, "address", "\u202e", ""},
		"『組織一覧』シート B2 fault.intake.excel":    {0, "name", "#REF!", ""},
	} {
		g := grid(t, 4)
		g.Rows[c.row].Cells[c.field] = c.value
		_, bad := register.ReadIntake(g)
		found := slices.ContainsFunc(bad, func(b register.Trouble) bool { return b.Place+" "+b.Code == name && b.Suggest == c.suggest })
		if !found {
			t.Errorf("want %s (%q), got %+v", name, c.suggest, bad)
		}
		if strings.Contains(name, "twice") && !slices.ContainsFunc(bad, func(b register.Trouble) bool { return strings.HasSuffix(b.Args["other"], "2") }) {
			t.Errorf("%s: the first place is not named: %+v", name, bad)
		}
	}
	if _, bad := register.ReadIntake(grid(t, 4)); len(bad) > 0 {
		t.Errorf("the control is refused: %+v", bad)
	}
	if _, bad := register.ReadIntake(grid(t, register.IntakeRows+1)); len(bad) != 1 || bad[0].Code != "fault.intake.rows" {
		t.Errorf("too many rows: %+v", bad[:min(len(bad), 3)])
	}
}

// box keeps what leaves.
type box struct{ mails []message.Message }

func (b *box) Send(_ context.Context, m message.Message) error {
	b.mails = append(b.mails, m)
	return nil
}

type admitTx interface {
	InvitationBy(link, code string) (party.Invitation, ident.Person, error)
}

// opens reports whether link and code open an invitation. It changes nothing.
func (i *intake) opens(link, code string) bool {
	i.t.Helper()
	err := store.Read[admitTx](i.DB)(i.t.Context(), access.Scope{}, func(tx admitTx) error {
		_, _, err := tx.InvitationBy(link, enrolling.TidyCode(code))
		return err
	})
	if err != nil && !fault.Is(err, fault.Hidden) {
		i.t.Fatal(err)
	}
	return err == nil
}

// The link alone opens nothing, nor does the code; a second printing ends the first code; what was taken up is not printed.
func TestLinkByMailAndCodeByLetter(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		i := newIntake(t, s)
		i.in(grid(t, 3))
		list, _ := i.letters()
		post := &box{}
		l, ok, err := s.TakeOutbox(t.Context(), "test")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if _, err := s.SendDue(t.Context(), l, post); err != nil || len(post.mails) != 3 {
			t.Fatalf("%d mails: %v", len(post.mails), err)
		}
		m := post.mails[0]
		link := strings.TrimPrefix(m.Path, "/signin/invitation/")
		at := slices.IndexFunc(list, func(l register.Letter) bool { return l.Number == m.Number })
		if at < 0 || m.To != list[at].Mail || !strings.HasPrefix(m.Subject(), "【要対応】官民連携基盤 知-R") || strings.Contains(m.Body(), "﨑山") {
			t.Fatalf("%+v %s\n%s", m, m.Subject(), m.Body())
		}
		letter := list[at].ID
		if i.opens(link, "7K4M-2QXD-W9HT") || i.opens(link, "") {
			t.Error("the link opens without a code")
		}
		first := i.codes(letter)
		for range 5 {
			if !i.opens(link, first) || i.opens(strings.Repeat("0", 52), first) {
				t.Error("looking changed something, or the code opens alone")
			}
		}
		key := i.key("platform-admin")
		again, err := i.print.Do(t.Context(), s.Scope("platform-admin"), key, []string{letter})
		if err != nil || i.opens(link, first) || !i.opens(link, again[letter]) {
			t.Errorf("a second printing: %v", err)
		}
		if _, err := i.print.Do(t.Context(), s.Scope("platform-admin"), key, []string{letter}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second press: %v", err)
		}
		i.spend(letter)
		if _, err := i.print.Do(t.Context(), s.Scope("platform-admin"), i.key("platform-admin"), []string{list[(at+1)%3].ID, letter}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a letter that was taken up is printed: %v", err)
		}
		if list, _ = i.letters(); list[(at+1)%3].PrintedAt != 0 {
			t.Error("a refused print job printed something")
		}
	})
}

func (i *intake) codes(id string) string {
	i.t.Helper()
	codes, err := i.print.Do(i.t.Context(), i.Scope("platform-admin"), i.key("platform-admin"), []string{id})
	if err != nil {
		i.t.Fatal(err)
	}
	return codes[id]
}

type spendTx interface {
	TakeInvitation(id string) (party.Invitation, error)
}

func (i *intake) spend(id string) {
	i.t.Helper()
	_, err := store.Act[spendTx](i.DB)(i.t.Context(), access.Scope{}, ident.Key{}, func(tx spendTx) (ledger.Entry, error) {
		_, err := tx.TakeInvitation(id)
		return ledger.Entry{Kind: ledger.AccountActivated, Object: ident.Object(id)}, err
	})
	if err != nil {
		i.t.Fatal(err)
	}
}
