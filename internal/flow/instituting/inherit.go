package instituting

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/task"
)

// InheritQueue is the queue of what passes by 承継; a task's key is the queue, the proposal and, for the second pass, "again".
const InheritQueue = "inherit"

// InheritTx is what passing on needs.
type InheritTx interface {
	Inherit(i register.Inheritance, unit ident.Unit) (int64, error)
}

// Inherit passes to the successor what it inherits (承継, 経済安全保障推進法50条), some records in each act of the house:
// administrators see no filing.
type Inherit struct{ Act Act[InheritTx] }

// Do passes some on and says how many; 0: there is no more to pass by now. It may be repeated. Who may call: the house itself.
func (v Inherit) Do(ctx context.Context, s access.Scope, i register.Inheritance, unit ident.Unit) (n int64, err error) {
	defer fault.Wrap(&err, "instituting.Inherit")
	if _, system := s.IsSystem(); !system {
		return 0, fault.Absent()
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx InheritTx) (ledger.Entry, error) {
		if n, err = tx.Inherit(i, unit); err != nil || n == 0 {
			return ledger.Entry{}, err
		}
		return entry(ledger.FilingsInherited, s, i.ID, []any{i, unit, n}), nil
	})
	return n, err
}

// InheritanceOfTask is the 承継 that a task is about.
func InheritanceOfTask(t task.Task) ident.Object { return ofTask(InheritQueue, t) }
