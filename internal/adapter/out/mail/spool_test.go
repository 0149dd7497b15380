package mail_test

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"encoding/base64"

	"github.com/google/go-cmp/cmp"

	spool "kanmin/internal/adapter/out/mail"
	"kanmin/internal/domain/message"
)

var sample = message.Message{ID: "abc.0123456789abcdef@kanmin.example", To: "person1@example.jp", Urgency: message.Urgent, Number: "報-R8-7K4M-2QXD-W", At: 1_795_392_000_000_000}

func TestSpool(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := spool.Open(dir, "no-reply@kanmin.example")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // an attempt whose answer was lost is made again
		if err := s.Send(t.Context(), sample); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) != 1 || filepath.Base(filepath.Dir(files[0])) != "new" {
		t.Fatalf("%v, %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{subject, m.Header.Get("Message-ID"), m.Header.Get("To"), m.Header.Get("Date"), string(body)}
	want := []string{
		"【至急】官民連携基盤 報-R8-7K4M-2QXD-W", "<abc.0123456789abcdef@kanmin.example>", "<person1@example.jp>", "Mon, 23 Nov 2026 09:00:00 +0900",
		"お知らせが1件あります(整理番号 報-R8-7K4M-2QXD-W)。\n内容はメールに書いていません。\nいつものブックマークから開いてください。\n\n" +
			"There is one item for you (number 報-R8-7K4M-2QXD-W).\nThis mail does not say what it is.\nPlease open the platform from your own bookmark.\n",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for line := range strings.SplitSeq(string(data), "\r\n") {
		if len(line) > 78 || strings.ContainsAny(line, "\n\r") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
}

func TestSubjectsAreThree(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, u := range []message.Urgency{message.Urgent, message.Action, message.Notice, "unheard of"} {
		seen[message.Message{Urgency: u}.Subject()] = true
	}
	if len(seen) != 3 {
		t.Errorf("%v", seen)
	}
}

func TestSpoolRefusesWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	if _, err := spool.Open(t.TempDir(), "nobody"); err == nil {
		t.Error("a sender without an address")
	}
	s, err := spool.Open(t.TempDir(), "no-reply@kanmin.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"", "nobody", "a@example.jp\r\nBcc: b@example.jp"} {
		m := sample
		m.To = to
		if err := s.Send(t.Context(), m); err == nil {
			t.Errorf("sent to %q", to)
		}
	}
}
