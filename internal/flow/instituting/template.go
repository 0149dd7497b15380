package instituting

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
)

// PublishTx is what keeping a published file needs. None of it is an act: nothing counts before two administrators decided.
type PublishTx interface {
	Now() ident.Instant
	KeepPublished(register.Published, []byte) error
}

// Publish keeps the file of an official form (様式の設定) until somebody enters it; one that nobody does is thrown away after a day.
type Publish struct {
	Keep func(ctx context.Context, s access.Scope, do func(PublishTx) error) error // store.Housekeep
	// Inspect has the file looked through in a child process; a file with macros, links or embedded objects is Invalid.
	Inspect func(ctx context.Context, file []byte) (template.Shape, error)
	Entropy io.Reader
}

// Do keeps a file and says what it is. Who may call: platform administrators.
func (p Publish) Do(ctx context.Context, s access.Scope, name string, file []byte) (out register.Published, err error) {
	defer fault.Wrap(&err, "instituting.Publish")
	if err := s.Permit(mayWrite); err != nil {
		return out, err
	}
	switch {
	case len(file) == 0:
		return out, fault.New(fault.Invalid, "fault.template.file", nil)
	case len(file) > template.Most:
		return out, fault.New(fault.Invalid, "fault.sheet.bytes", fault.Args{"limit": "5"})
	}
	if out.Shape, err = p.Inspect(ctx, file); err != nil {
		return out, err
	}
	sum := sha256.Sum256(file)
	out.File = template.File{Name: name, Size: int64(len(file)), Digest: hex.EncodeToString(sum[:])}
	return out, p.Keep(ctx, s, func(tx PublishTx) (err error) {
		if out.ID, err = ident.NewID[ident.Object](tx.Now(), p.Entropy); err != nil {
			return err
		}
		return tx.KeepPublished(out, file)
	})
}
