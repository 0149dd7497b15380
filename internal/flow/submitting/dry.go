package submitting

import (
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/procedure"
)

// Dry says what File would ask, and what it would refuse, of a draft that follows nothing, as things stand: nothing is written. The fault is that of
// File, but for questions that nobody has confirmed yet.
func Dry(p procedure.Procedure, now filing.Arriving, values form.Values, files []filing.Attachment) ([]form.Question, error) {
	if err := now.Mandated(mandate.File, p.Sector(values, nil)); err != nil {
		return nil, err
	}
	facts := judgedBy(now, nil)
	tidy, asked, err := p.Check(values, facts)
	if err != nil {
		return asked, err
	}
	what := content(p, facts, now, answers{tidy, files, nil})
	if what.err == nil {
		what.err = now.Approval.Permit(what.Digest)
	}
	return asked, what.err
}
