package read_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/format/sheet"
)

const ours = "abc.0123456789abcdef@kanmin.example"

func delivery(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "delivery", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// deliveries are the rows of a report: ids, final and original recipient, action, status.
func deliveries(t testing.TB, data []byte) (rows [][5]string, f *sheet.Fault) {
	t.Helper()
	_, book, f := reading(t, sheet.Delivery, data)
	if f != nil {
		return nil, f
	}
	for _, s := range book.Sheets {
		for _, r := range s.Rows {
			var row [5]string
			for _, c := range r.Cells {
				row[c.Col-1] = c.Text
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// Reports of the servers that people have: each names our mail and the recipient in its own way.
func TestDeliveryReports(t *testing.T) {
	t.Parallel()
	one := func(ids, original, status string) [][5]string {
		return [][5]string{{ids, "person1@example.jp", original, "failed", status}}
	}
	for name, want := range map[string][][5]string{
		"postfix.eml":  one(ours, "person1@example.jp", "5.1.1"),
		"exchange.eml": one(ours+" "+ours+" "+ours, "", "5.1.10"),
		"gmail.eml":    one(ours+" "+ours+" "+ours+" "+ours, "", "5.1.1"),
		"sendmail.eml": {{ours, "person1@example.jp", "", "delayed", "4.2.0"}, {ours, "desk2@example.jp", "desk@example.jp", "failed", "5.2.2"}},
	} {
		rows, f := deliveries(t, delivery(t, name))
		if diff := cmp.Diff(want, rows); f != nil || diff != "" {
			t.Errorf("%s: %v %s", name, f, diff)
		}
	}
}

// What is no report, or only looks like one, has no row; a report that is large or cut off says what it says.
func TestWhatIsNoDeliveryReport(t *testing.T) {
	t.Parallel()
	postfix := string(delivery(t, "postfix.eml"))
	noID := strings.ReplaceAll(postfix, "Message-ID: <"+ours+">\r\n", "")
	large := strings.Replace(postfix, "44GK55+l44KJ44Gb", strings.Repeat("44GK55+l44KJ44Gb\r\n", 10<<20/18), 1)
	last := strings.LastIndex(postfix, "Content-Description: Undelivered Message")
	for name, c := range map[string]struct {
		data string
		rows int
		ids  string
	}{
		"a person writes":      {"From: a@example.jp\r\nSubject: person1@example.jp failed 5.1.1 <" + ours + ">\r\n\r\n<person1@example.jp> 550 5.1.1 <" + ours + ">", 0, ""},
		"no id":                {noID, 1, ""},
		"10 MB":                {large, 1, ours},
		"cut off":              {postfix[:last], 1, ""},
		"no header":            {"\r\n\r\nx", 0, ""},
		"one long line":        {strings.Repeat("x", 1<<20), 0, ""},
		"parts without end":    {"Content-Type: multipart/report; boundary=x\r\n\r\n" + strings.Repeat("--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n", 5000), 0, ""},
		"recipients by dozens": {"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n" + strings.Repeat("Final-Recipient: rfc822; a@example.jp\r\nAction: failed\r\n\r\n", 1000), 100, ""},
		"a boundary of none":   {"Content-Type: multipart/report\r\n\r\nx", 0, ""},
		"an unknown encoding":  {"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: rot13\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@example.jp\r\n", 1, ""},
	} {
		rows, f := deliveries(t, []byte(c.data))
		if len(rows) != c.rows || c.rows == 1 && rows[0][0] != c.ids {
			t.Errorf("%s: %v %.300q", name, f, rows)
		}
	}
	if _, f := deliveries(t, nil); f == nil || f.Code != "fault.sheet.empty" {
		t.Errorf("nothing: %v", f)
	}
}

func FuzzDelivery(f *testing.F) {
	for _, name := range []string{"postfix.eml", "exchange.eml", "gmail.eml", "sendmail.eml"} {
		f.Add(delivery(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, _ := deliveries(t, data)
		if len(rows) > 100 {
			t.Errorf("%d recipients", len(rows))
		}
		for _, r := range rows {
			for _, v := range r {
				if len(v) > 8<<10 || strings.ContainsAny(v, "\r\n") {
					t.Errorf("%q", v)
				}
			}
		}
	})
}
