package filling

import (
	"crypto/sha256"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
)

// consentView is whether a draft, once it is sent, is shared with 国家サイバー統括室; nil where no office is named.
type consentView struct {
	Says        string
	Action, Key string
	Value, Do   string // of the button
	Yes         bool
}

// asksConsent are the offices that have the report with consent only.
func (w work) asksConsent() []filing.Addressee {
	if !w.releases() {
		return nil
	}
	asked, _ := filing.ByConsent(w.offices)
	return asked
}

// goesTo are the offices that have it once it is sent: one that has it by consent only where that is chosen.
func (w work) goesTo() []filing.Addressee {
	if _, others := filing.ByConsent(w.offices); len(w.consents) == 0 {
		return others
	}
	return w.offices
}

func (w work) consent(r *gate.Request, key string) *consentView {
	if len(w.asksConsent()) == 0 {
		return nil
	}
	v := &consentView{Says: r.T("consent.no"), Action: w.at("consent"), Key: key, Value: "yes", Do: r.T("consent.give")}
	if len(w.consents) > 0 {
		v.Says, v.Value, v.Do, v.Yes = r.T("consent.yes"), "no", r.T("consent.take"), true
	}
	return v
}

// consent chooses whether the draft is shared, in the place of what was chosen before.
func (p Pages) consent(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("consent " + string(d.Number) + " " + fields.Get("consent"))))
	if err != nil {
		return err
	}
	if err := p.Agree.Do(r.Context(), r.Scope, key, d.Number, fields.Get("consent") == "yes"); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	if d.releaseAt() == "" {
		return gate.See(w, d.at(check))
	}
	return gate.See(w, d.at("release")+"#consent")
}
