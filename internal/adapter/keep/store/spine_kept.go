package store

import (
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/auditing"
)

// keptHead reads a head that was kept outside: a signed checkpoint, or the one in a final receipt.
func keptHead(data []byte, origin string, keys note.Verifiers) (c ledger.Checkpoint, err error) {
	if data == nil {
		return c, nil
	}
	if c, err = ledger.OpenCheckpoint(data, keys); err != nil {
		r, again := ledger.VerifyReceipt(data, keys)
		if again != nil {
			return c, err
		}
		c = r.Checkpoint
	}
	if c.Origin != origin {
		return c, fault.New(fault.Invalid, "fault.receipt.origin", nil)
	}
	return c, nil
}

// agreesWithKept compares the root at the size of the head that was kept outside.
func (v *verifier) agreesWithKept() bool {
	size := v.tree.Size()
	if size != v.kept.Size || v.kept.Root == v.tree.Root() {
		return true
	}
	v.report(auditing.Report{Finding: auditing.Forked, Index: v.known, Through: size - 1}, text.Both{
		Ja: fmt.Sprintf("%d番までの記録は、外に保管された先頭と一致しません。", size-1),
		En: fmt.Sprintf("The entries up to %d are not those of the head that was kept outside.", size-1),
	})
	return false
}

// shortOfKept finds a log that once was longer: it was put back, with its database or without.
func (v *verifier) shortOfKept() bool {
	if v.size >= v.kept.Size {
		return false
	}
	v.report(auditing.Report{Finding: auditing.RolledBack, Index: v.size, Through: v.kept.Size - 1}, text.Both{
		Ja: fmt.Sprintf("外に保管された先頭は%d件ですが、今の記録は%d件です。記録が前の状態に戻されています。", v.kept.Size, v.size),
		En: fmt.Sprintf("The head that was kept outside has %d entries, the log has %d: it was put back to an earlier state.", v.kept.Size, v.size),
	})
	return true
}
