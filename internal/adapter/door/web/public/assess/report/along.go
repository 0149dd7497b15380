package report

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/incident"
)

// Bounds of answers that travel in an address: what signing in takes along, and what they may be when they are unpacked.
const (
	carriedLimit  = 1500
	unpackedLimit = 64 << 10
)

// CarryView is what signing in leads to: the answers, and the button that puts them into a draft.
type CarryView struct{ Facts, Key, Voluntary, Title, Lead, Button string }

//go:embed along.tmpl
var carrySource string

var carryPage = look.Parse[CarryView]("public/assess/carry", carrySource)

// carryAt is where somebody goes who has not signed in: the answers go along in the address, for nothing is kept of who is not known.
// It is empty for who signed in and may not write, and for answers too long for an address.
func carryAt(r *gate.Request, facts string, voluntary bool) string {
	if r.Visitor.Known() {
		return ""
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return ""
	}
	_, _ = w.Write([]byte(facts)) // into memory
	_ = w.Close()
	q := url.Values{"facts": {base64.RawURLEncoding.EncodeToString(packed.Bytes())}}
	if voluntary {
		q.Set("voluntary", "1")
	}
	if to := Path + "/prompt?" + q.Encode(); len(to) <= carriedLimit {
		return to
	}
	return ""
}

// unpack is the reverse, of an address that anybody may have written.
func unpack(carried string) (string, error) {
	packed, err := base64.RawURLEncoding.DecodeString(carried)
	if err != nil || len(carried) > carriedLimit {
		return "", fault.New(fault.Invalid, "fault.body.form", nil)
	}
	facts, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), unpackedLimit+1))
	if err != nil || len(facts) > unpackedLimit {
		return "", fault.New(fault.Invalid, "fault.body.form", nil)
	}
	return string(facts), nil
}

// carry shows the button that opens the draft: a GET writes nothing. Without answers it leads to the assessment.
func (p Page) carry(w http.ResponseWriter, r *gate.Request) error {
	q := r.URL.Query()
	if q.Get("facts") == "" {
		return gate.See(w, Path)
	}
	facts, err := unpack(q.Get("facts"))
	if err != nil {
		return err
	}
	if _, _, err := assess.Decode([]byte(facts)); err != nil {
		return err
	}
	v := CarryView{Facts: facts, Title: r.T("assess.r.prompt"), Lead: r.T("assess.r.prompt.carried"), Button: r.T("assess.r.prompt.go")}
	if q.Get("voluntary") != "" {
		v.Voluntary, v.Title, v.Button = "1", r.T("assess.r.voluntary"), r.T("assess.r.voluntary")
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return carryPage.Write(w, r.Frame("assess.r.carry"), v)
}

// elsewhere is where a report begins for who has no button here, and what becomes of the answers.
func elsewhere(r *gate.Request, facts string, voluntary bool) look.Link {
	if to := carryAt(r, facts, voluntary); to != "" {
		return look.Link{To: to, Text: r.T("assess.r.prompt.after")}
	}
	of := incident.Prompt.ID
	if voluntary {
		of = incident.Voluntary.ID
	}
	return look.Link{To: reporting.StartAt(of), Text: r.T("assess.r.prompt.signin")}
}
