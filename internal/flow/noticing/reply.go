package noticing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
)

// Reply notes what the operator did about a notice: that somebody called, or a word. It stays with the operator.
type Reply struct{ Act Act[AnswerTx] }

// Do notes it with the time of the press. Who may call: roles that may deal with notices. More than notice.RepliesMost are Exceeded.
func (v Reply) Do(ctx context.Context, s access.Scope, key ident.Key, number ident.Number, what notice.Reply) (err error) {
	defer fault.Wrap(&err, "noticing.Reply")
	if err := s.Permit(MayAnswer); err != nil {
		return err
	}
	if err := what.Check(); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx AnswerTx) (ledger.Entry, error) {
		n, err := tx.Notice(number)
		if err == nil && len(n.Replies) >= notice.RepliesMost {
			err = fault.New(fault.Exceeded, "fault.notice.replies", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		what.At = tx.Now()
		if what.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		n.Replies = append(n.Replies, what)
		return answered(ledger.NoticeReplied, s, n), tx.MoveNotice(n)
	})
	return err
}
