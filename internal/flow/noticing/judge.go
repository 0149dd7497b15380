package noticing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/text"
)

// Judge says that a notice needs no report (報告は不要と判断). It can be taken over later.
type Judge struct{ Act Act[AnswerTx] }

// Do keeps that, with the reason. Who may call: roles that may deal with notices. Without a reason it is Invalid at "reason"; where the
// notice does not wait it is a Conflict.
func (v Judge) Do(ctx context.Context, s access.Scope, key ident.Key, number ident.Number, reason string) (err error) {
	defer fault.Wrap(&err, "noticing.Judge")
	if err := s.Permit(MayAnswer); err != nil {
		return err
	}
	var l fault.List
	if text.Check(&l, "reason", reason, notice.ReplyMost); len(l.Fields) == 0 && text.Blank(reason) {
		l.Add("reason", "fault.form.needed", nil)
	}
	if err := l.Err(); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx AnswerTx) (ledger.Entry, error) {
		n, err := tx.Notice(number)
		if err == nil && n.State != notice.Waiting {
			err = moved()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		n.State, n.DoneAt, n.Reason = notice.Needless, tx.Now(), reason
		if n.DoneBy, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return answered(ledger.NoticeNeedless, s, n), tx.MoveNotice(n)
	})
	return err
}
