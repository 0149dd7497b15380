package attached

import (
	"io"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/reporting/upload"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/attaching"
)

// upload takes files into the draft; what is refused is said on the page, and the draft is as it was.
func (p Pages) upload(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r)
	if err != nil {
		return err
	}
	if d.Root != "" {
		r.Drain(w)
		return fault.New(fault.Conflict, "fault.collection.files", nil)
	}
	came, err := upload.Take(w, r, true, func(c *upload.Came, name string, body io.Reader) error {
		up := attaching.Upload{Draft: d.Number, Name: name, Body: body, Key: c.Key, Section: c.Fields["section"], Malware: c.Fields["malware"] != ""}
		if c.Took == 0 { // the second has no place to take
			up.Replaces = ident.Object(c.Fields["replaces"])
		}
		s := r.Scope
		s.At = c.At(s.At)
		_, err := p.Attach.Do(r.Context(), s, up)
		return err
	})
	if err != nil {
		return err
	}
	if len(came.Refused) == 0 {
		return gate.See(w, d.at("")+"?done=added")
	}
	r.Drain(w)
	if d, err = p.load(r); err != nil {
		return err
	}
	return p.answer(w, r, d, came)
}

// with is what had been chosen for the file that was refused.
func with(c *upload.Came) filing.Attachment {
	return filing.Attachment{ID: ident.Object(c.Fields["replaces"]), Section: c.Fields["section"], Malware: c.Fields["malware"] != ""}
}
