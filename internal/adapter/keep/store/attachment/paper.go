package attachment

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// A paper of a round of approval is a file that the round holds as a draft holds its own. No reader is ever made of a round, so no
// office comes to it; and since it came with the round, no draft can take it in.

// holder is a round as what holds files.
func holder(r approval.Round) filing.Draft {
	return filing.Draft{ID: ident.Draft(r.ID), Org: r.Org, Unit: r.Unit}
}

// AddPaper makes the row of a paper of which no byte has come yet.
func (t Attachments) AddPaper(r approval.Round, id ident.Object) error {
	return t.AddAttachment(holder(r), id)
}

// BindPaper says what came and lets a round hold it that was loaded in this scope.
func (t Attachments) BindPaper(r approval.Round, f filing.Attachment) error {
	return t.BindAttachment(holder(r), f)
}

// HoldPaper lets a round hold a paper again, or no longer; one whose bytes are gone is Absent.
func (t Attachments) HoldPaper(r approval.Round, id ident.Object, hold bool) error {
	d := holder(r)
	if !hold {
		return t.UnbindAttachment(d, id)
	}
	f, err := t.LooseAttachment(d, id)
	if err != nil {
		return err
	}
	return t.HoldAttachment(d, f)
}

// PaperChunk is Chunk of a paper, through the round that holds it.
func (t Attachments) PaperChunk(round, id ident.Object, at int, room []byte) ([]byte, error) {
	return t.chunk(parent{"approval", string(round)}, access.Permission{Action: access.Ask, Object: access.Approval}, id, at, room)
}
