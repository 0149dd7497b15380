package read

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	message "github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"

	"kanmin/internal/adapter/format/sheet"
)

// Bounds of a report about a delivery: real ones have three parts and one recipient.
const (
	reportParts      = 30
	reportDepth      = 4
	reportRecipients = 100
	reportField      = 1 << 10
)

// report is what a delivery report (RFC 3464) says: the ids that the mail in question may have had, and what became of it by recipient.
type report struct {
	ids        []string
	recipients []textproto.Header
	parts      int
}

// readDelivery reads a report of a mail server. Its table has a row for each recipient: the ids of the mail, with spaces between; the
// final and the original recipient; the action; the status. What is no such report has no row. Free text is never looked at.
func readDelivery(data []byte, out *sheet.Writer, confined []string) error {
	if err := errors.Join(out.Book(sheet.Book{Kind: sheet.Delivery, Confined: confined}), out.Sheet(sheet.Sheet{})); err != nil {
		return err
	}
	e, err := message.Read(bytes.NewReader(data))
	if e == nil {
		return damagedReport(err)
	}
	var r report
	r.walk(e, 0)
	r.id(e.Header.Get("In-Reply-To"), e.Header.Get("References"))
	for n, h := range r.recipients {
		row := sheet.Row{N: n + 1}
		for i, v := range []string{strings.Join(r.ids, " "), mailbox(h.Get("Final-Recipient")), mailbox(h.Get("Original-Recipient")), word(h.Get("Action")), word(h.Get("Status"))} {
			if v != "" {
				row.Cells = append(row.Cells, sheet.Cell{Col: i + 1, Text: v})
			}
		}
		if err := out.Row(row); err != nil {
			return err
		}
	}
	return nil
}

func damagedReport(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return &sheet.Fault{Code: "fault.sheet.empty"}
	}
	return damaged()
}

// walk looks at each part for what it says of the mail.
func (r *report) walk(e *message.Entity, depth int) {
	if r.parts++; r.parts > reportParts || depth > reportDepth {
		return // what lies deeper is no report about us
	}
	if parts := e.MultipartReader(); parts != nil {
		for {
			p, _ := parts.NextPart() // an encoding that is not known is not asked for
			if p == nil {
				return // a report that was cut off says what it says
			}
			r.walk(p, depth+1)
		}
	}
	switch kind, _, _ := e.Header.ContentType(); kind { // a part of no kind is not ours
	case "message/delivery-status", "message/global-delivery-status":
		r.status(bufio.NewReader(e.Body))
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
		if h, err := textproto.ReadHeader(bufio.NewReader(e.Body)); err == nil || h.Len() > 0 {
			r.id(h.Get("Message-Id"))
		}
	}
}

// status reads groups of fields: the first is about the mail, each further one about a recipient (RFC 3464, 2.1).
func (r *report) status(in *bufio.Reader) {
	for n := 0; len(r.recipients) < reportRecipients; {
		h, err := textproto.ReadHeader(in)
		switch {
		case h.Len() > 0 && n == 0:
			r.id(h.Get("X-Original-Message-Id"))
			n++
		case h.Len() > 0:
			r.recipients = append(r.recipients, h)
		}
		if _, peeked := in.Peek(1); err != nil || peeked != nil {
			return
		}
	}
}

// id notes ids of the mail; who matches them asks for more than an id.
func (r *report) id(fields ...string) {
	for _, f := range fields {
		for v := range strings.FieldsSeq(f[:min(len(f), reportField)]) {
			if id, ok := strings.CutPrefix(v, "<"); ok && strings.HasSuffix(id, ">") && len(r.ids) < 8 {
				r.ids = append(r.ids, strings.TrimSuffix(id, ">"))
			}
		}
	}
}

// mailbox is the address of a field "rfc822; person@example.jp".
func mailbox(field string) string {
	if _, address, typed := strings.Cut(field, ";"); typed {
		field = address
	}
	return word(strings.Trim(strings.TrimSpace(field), "<>"))
}

// word is a short value without a comment.
func word(field string) string {
	field, _, _ = strings.Cut(strings.TrimSpace(field), " ")
	return strings.ToValidUTF8(field[:min(len(field), 320)], "")
}
