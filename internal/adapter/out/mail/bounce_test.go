package mail_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/mail"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/message"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

// returned is a house whose mails come back.
type returned struct {
	*stagetest.Stage
	t    *testing.T
	dir  string
	sent []message.Message
	n    int
}

// Send is of store.Sender.
func (r *returned) Send(_ context.Context, m message.Message) error {
	r.sent = append(r.sent, m)
	return nil
}

// mail lets an operator send a 速報, and returns the mail to the ministry's officer.
func (r *returned) mail() message.Message {
	r.t.Helper()
	r.n++
	who := "operator-filer"
	_, err := r.File.Do(r.t.Context(), r.Scope(who), r.Key(who, fmt.Sprint(r.n)), submitting.Prompt(world.Values(r.Clock.Now().Add(-time.Hour), "試験の報告", "access")))
	if err != nil {
		r.t.Fatal(err)
	}
	l, ok, err := r.TakeOutbox(r.t.Context(), "test")
	if err == nil && ok {
		_, err = r.SendDue(r.t.Context(), l, r)
	}
	if err != nil {
		r.t.Fatal(ok, err)
	}
	to := r.address("ministry-officer")
	for _, m := range slices.Backward(r.sent) {
		if m.To == to {
			return m
		}
	}
	r.t.Fatal("the officer got no mail")
	return message.Message{}
}

func (r *returned) address(token string) string {
	for _, p := range r.People {
		if p.Token == token {
			return p.Email
		}
	}
	r.t.Fatal(token)
	return ""
}

// put lays a report of a server into the directory, about a mail and a recipient.
func (r *returned) put(shape, id, to string) {
	r.t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "format", "sheet", "read", "testdata", "delivery", shape))
	if err != nil {
		r.t.Fatal(err)
	}
	data = bytes.ReplaceAll(data, []byte("abc.0123456789abcdef@kanmin.example"), []byte(id))
	r.lay(strings.ReplaceAll(string(data), "person1@example.jp", to))
}

func (r *returned) lay(data string) {
	r.t.Helper()
	r.n++
	if err := os.WriteFile(filepath.Join(r.dir, "new", fmt.Sprintf("%d.eml", r.n)), []byte(data), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *returned) sweep() {
	r.t.Helper()
	b := &mail.Bounces{Dir: r.dir, Parse: parsertest.New().Each, Take: r.TakeReports, Count: r.CountReport, Log: slog.New(slog.DiscardHandler)}
	if _, err := b.Sweep(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(r.dir, "new", "*.eml")); err != nil || len(left) != 0 {
		r.t.Errorf("left: %v, %v", left, err)
	}
}

func (r *returned) refused(who string) (list []message.Refusal) {
	r.t.Helper()
	type tx interface {
		Refused() ([]message.Refusal, error)
	}
	err := store.Read[tx](r.DB)(r.t.Context(), r.Scope(who), func(tx tx) (err error) {
		list, err = tx.Refused()
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return list
}

func come(t *testing.T, s *stagetest.Stage) *returned {
	t.Helper()
	r := &returned{Stage: s, t: t, dir: t.TempDir()}
	if err := os.Mkdir(filepath.Join(r.dir, "new"), 0o700); err != nil {
		t.Fatal(err)
	}
	return r
}

// Reports of three servers about three mails: the address is shown to its administrator, and gets nothing more until somebody has looked.
func TestWhatComesBackIsCountedAndShown(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		r := come(t, s)
		to := r.address("ministry-officer")
		for n, shape := range []string{"postfix.eml", "exchange.eml", "gmail.eml"} {
			m := r.mail()
			for range 2 { // the same report twice
				r.put(shape, m.ID, to)
				r.sweep()
			}
			list := r.refused("ministry-supervisor")
			if len(list) != 1 || list[0].Address != to || list[0].How != message.ByReport || list[0].Times != n+1 || list[0].Paused() != (n == 2) {
				t.Fatalf("after %s: %+v", shape, list)
			}
			s.Clock.Set(s.Clock.Now().Add(time.Hour))
		}
		r.sent = nil
		before := r.n
		who := "operator-filer"
		if _, err := r.File.Do(t.Context(), r.Scope(who), r.Key(who, fmt.Sprint("last", before)), submitting.Prompt(world.Values(r.Clock.Now().Add(-time.Hour), "試験の報告", "access"))); err != nil {
			t.Fatal(err)
		}
		l, _, err := r.TakeOutbox(t.Context(), "test")
		if err == nil {
			_, err = r.SendDue(t.Context(), l, r)
		}
		for _, m := range r.sent {
			if m.To == to {
				t.Errorf("hammered: %+v", m)
			}
		}
		if err != nil || len(r.sent) == 0 {
			t.Errorf("the control: %v, nobody else got any mail", err)
		}
		if got := r.refused("operator-admin"); len(got) != 0 {
			t.Errorf("somebody else's administrator: %+v", got)
		}
		if run, err := s.Running(t.Context(), time.Hour); err != nil || run.Mail.Reports[message.ReportRead] != 6 || run.Mail.Paused != 1 {
			t.Errorf("%+v, %v", run.Mail, err)
		}
	})
}

// Whoever writes a report themselves can say nothing about an address to which no mail with that id went.
func TestForgedReportsCountForNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		r := come(t, s)
		m, victim := r.mail(), r.address("operator-admin")
		local, _, _ := strings.Cut(m.ID, "@")
		item, mark, _ := strings.Cut(local, ".")
		forged := []func(){
			func() { r.put("postfix.eml", m.ID, victim) },                                             // a mail of one's own, another's address
			func() { r.put("gmail.eml", item+".0123456789abcdef@"+stagetest.Origin, m.To) },           // a mark that is guessed
			func() { r.put("gmail.eml", local+"@elsewhere.example", m.To) },                           // another house's
			func() { r.put("exchange.eml", "x."+mark+"@"+stagetest.Origin, m.To) },                    // a mail that never was
			func() { r.lay("Subject: failed " + m.To + " <" + m.ID + ">\r\n\r\n<" + m.To + "> 550") }, // free text
			func() { r.lay("") },
			func() { r.lay(strings.Repeat("x", 17<<20)) },
		}
		for _, put := range forged {
			put()
		}
		if err := os.Symlink("/etc/passwd", filepath.Join(r.dir, "new", "link")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(r.dir, "new", ".tmp"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		b := &mail.Bounces{Dir: r.dir, Parse: parsertest.New().Each, Take: r.TakeReports, Count: r.CountReport, Log: slog.New(slog.DiscardHandler)}
		if n, err := b.Sweep(t.Context()); err != nil || n != len(forged) {
			t.Fatal(n, err)
		}
		for _, who := range []string{"ministry-supervisor", "operator-admin"} {
			if got := r.refused(who); len(got) != 0 {
				t.Errorf("%s is told: %+v", who, got)
			}
		}
		aside, err := filepath.Glob(filepath.Join(r.dir, "aside", "*"))
		run, bad := s.Running(t.Context(), time.Hour)
		if err != nil || bad != nil || len(aside) != len(forged) || run.Mail.Reports[message.ReportUnmatched] != 4 || run.Mail.Reports[message.ReportAside] != 3 {
			t.Errorf("%v %v %v %v", aside, run.Mail.Reports, err, bad)
		}
		r.put("sendmail.eml", m.ID, m.To) // it is only late: nothing is held against the address
		r.sweep()
		if got := r.refused("ministry-supervisor"); len(got) != 0 {
			t.Errorf("delayed is not refused: %+v", got)
		}
		r.put("postfix.eml", m.ID, m.To) // the control: this one is true
		if r.sweep(); len(r.refused("ministry-supervisor")) != 1 {
			t.Error("the control: a true report counts")
		}
	})
}

// Hostile files: cut off anywhere, of huge parts, in each other, in wrong encodings and charsets. None does anything, to anybody, unless
// what is left of a true report still says that the mail failed.
func TestHostileReportsDoNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		r := come(t, s)
		m := r.mail()
		data, err := os.ReadFile(filepath.Join("..", "..", "format", "sheet", "read", "testdata", "delivery", "exchange.eml"))
		if err != nil {
			t.Fatal(err)
		}
		good := strings.ReplaceAll(strings.ReplaceAll(string(data), "abc.0123456789abcdef@kanmin.example", m.ID), "person1@example.jp", m.To)
		long := strings.Replace(good, "\r\n\r\n", "\r\nX-Pad: "+strings.Repeat("x\r\n ", 12<<10)+"\r\n\r\n", 1)
		said := strings.Index(long, "Action: failed")
		if said < 20<<10 {
			t.Fatal("the control: there is nothing to cut off", said)
		}
		for n := 1 << 10; n < said; n += 1 << 10 {
			r.lay(long[:n])
		}
		deep := good
		for n := range 8 {
			deep = fmt.Sprintf("Content-Type: multipart/mixed; boundary=deep%[1]d\r\n\r\n--deep%[1]d\r\n%[2]s\r\n--deep%[1]d--\r\n", n, deep)
		}
		status := "Reporting-MTA: dns; x\r\nX-Original-Message-ID: <" + m.ID + ">\r\n\r\nFinal-Recipient: rfc822; " + m.To + "\r\nAction: failed\r\nStatus: 5.1.1\r\n"
		for _, hostile := range []string{
			deep,
			strings.Repeat("Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n", 20_000),
			"Content-Type: message/delivery-status; charset=utf-16\r\n\r\n" + string(utf16le(status)),
			"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n" + status,
			"Content-Type: text/plain\r\n\r\n" + status,
			"Content-Type: message/delivery-status\r\n\r\n" + strings.Repeat("\x00", 8<<20) + status,
			"PK\x03\x04" + good,
			strings.ReplaceAll(good, m.ID, "no id of ours@"+stagetest.Origin),
			strings.ReplaceAll(good, "@"+stagetest.Origin, "@"+stagetest.Origin+"."),
			strings.ReplaceAll(good, m.To, m.To+"\x00"),
			strings.ReplaceAll(good, "Action: failed", "Action: failed-not"),
		} {
			r.lay(hostile)
		}
		r.sweep()
		for _, who := range []string{"ministry-supervisor", "operator-admin"} {
			if got := r.refused(who); len(got) != 0 {
				t.Errorf("%s is told: %+v", who, got)
			}
		}
		r.lay(long)
		if r.sweep(); len(r.refused("ministry-supervisor")) != 1 {
			t.Error("the control: the whole report counts")
		}
	})
}

func utf16le(s string) (out []byte) {
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return out
}
