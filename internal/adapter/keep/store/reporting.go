package store

import (
	"context"

	"kanmin/internal/adapter/keep/store/mailbox"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/message"
)

// TakeReports counts what one file of delivery reports says against the addresses that it is about, each mail once however often it is
// read. It returns how many of the reports are about mails of ours.
func (db *DB) TakeReports(ctx context.Context, list []message.Report) (known int, err error) {
	defer fault.Wrap(&err, "store.TakeReports")
	err = db.backstage(ctx, func(q *row.Q) error {
		known = 0
		for _, r := range list {
			i, address, err := outbox.Outbox{Q: q}.Reported(r, db.Origin)
			if fault.Is(err, fault.Hidden) {
				continue
			}
			if known++; err == nil && r.Failed() {
				err = mailbox.Post{Q: q}.AddRefusal(message.Refusal{Org: i.Org, Unit: i.Unit, Address: address, How: message.ByReport}, i.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return known, err
}

// CountReport notes what became of a file of reports.
func (db *DB) CountReport(ctx context.Context, o message.Outcome) (err error) {
	defer fault.Wrap(&err, "store.CountReport")
	return db.backstage(ctx, func(q *row.Q) error { return mailbox.Post{Q: q}.Tally(o) })
}
