package store

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
)

// FAQOrigin is the consultation from which a version of よくある相談 came, as the scope's office has it; the zero one where it does not have it any more.
func (t *Tx) FAQOrigin(e faq.Entry) (c consult.Consultation, err error) {
	n, err := t.FAQSource(e)
	if err != nil || n == "" {
		return c, err
	}
	if c, err = t.Consult(n, access.Permission{Action: access.Read, Object: access.Consult}); fault.Is(err, fault.Hidden) {
		return consult.Consultation{}, nil
	}
	return c, err
}
