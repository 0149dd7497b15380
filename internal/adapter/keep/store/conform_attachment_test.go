package store_test

import (
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/task"
)

// attachments go through a draft of their own: one is bound, taken off and held again, another never arrives.
func (c *script) attachments() {
	now := ident.At(c.clock.Now())
	d := filing.Draft{ID: "draft-files", Number: "下-R8-0009", Form: "report.prompt", Org: "o-op", Unit: "u-op", State: filing.DraftOpen, CreatedAt: now, UpdatedAt: now, By: "p-filer"}
	f := filing.Attachment{ID: "file-1", Name: "記録 𠮷.log", Size: 5, Digest: filing.DigestOf([]byte("bytes")), Section: "outline"}
	c.act(filer, func(call callTx) {
		call("AddDraft", d)
		call("OpenDraft", d.Number)
		call("OpenDraft", "nothing")
		call("HeadToWrite", d.Number, true)
		call("BeginAttachment", d, f.ID)
		call("AddChunk", f.ID, 0, []byte("bytes"))
		call("AddChunk", "nothing", 0, []byte("bytes"))
		call("TakeOpenDraft", d.Number)
		call("BindAttachment", d, f)
		call("FilesOf", d)
		call("Chunk", d.ID, f.ID, 0, []byte(nil))
		call("AddAttachment", d, "file-2")
		call("AddChunk", "file-2", 0, []byte("gone"))
		call("DropAttachment", "file-2")
		call("DropAttachment", f.ID)     // it is bound
		call("LooseAttachment", d, f.ID) // it is held
		call("UnbindAttachment", d, f.ID)
		call("FilesOf", d)
		call("LooseAttachment", d, f.ID)
		call("LooseAttachment", filing.Draft{ID: "draft-1", Org: d.Org, Unit: d.Unit}, f.ID) // it was another's
		call("HoldAttachment", d, f)
		call("UnbindAttachment", d, f.ID)
		call("Hold", string(d.ID), 0, d.Org, []filing.Attachment{f})
		call("Hold", "filing-1", 1, d.Org, []filing.Attachment{f})
		call("AddAttachment", d, "file-3")
		call("AddChunk", "file-3", 0, []byte("left"))
		call("CleanAttachments", ident.Instant(1<<60)) // file-3 alone: the other is held
	})
	c.act(filer, func(call callTx) {
		call("UnbindAttachment", d, f.ID)
		call("CleanAttachments", ident.Instant(1<<60))
	})
	clean, _ := c.on("Cleans", at(c, system))[0].(store.Handler)
	said, err := clean(c.t.Context(), task.Task{}, func(int64, int64) error { return nil })
	if err != nil {
		c.t.Error(err)
	}
	c.say("cleaned", []any{said})
	c.read(filer, func(call callTx) {
		call("Draft", d.Number)
		call("Chunk", d.ID, f.ID, 0, []byte(nil))
		call("Chunk", d.ID, f.ID, 1, []byte(nil))
		call("FiledChunk", "filing-1", f.ID, 0, []byte(nil))
		call("FiledChunk", "filing-2", f.ID, 0, []byte(nil))
	})
	c.read(officer, func(call callTx) {
		call("OpenDraft", d.Number)
		call("Chunk", d.ID, f.ID, 0, []byte(nil))
		call("FiledChunk", d.ID, f.ID, 0, []byte(nil))
		call("FiledChunk", "filing-1", f.ID, 0, []byte(nil))
	})
}
