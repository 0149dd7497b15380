package harness

import (
	"slices"
	"sync"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/naming"
)

// products is a small dictionary, made once.
var products = sync.OnceValues(func() (*lookup.Index, error) {
	b := lookup.NewBuilder(10)
	b.AddMaker(product.Maker{ID: "kakuu", Vendors: []string{"kakuu"}, Names: []product.Name{{Text: "架空電機"}}})
	b.AddPair("kakuu", "k1", 2)
	b.AddPair("kakuu", "k2", 2)
	return b.Build(), nil
})

// namesTx is what came of acts about names.
type namesTx interface {
	NamesOfAct(ident.Leaf) ([]memory.Known, error)
	NameAsksOfAct(ident.Leaf) ([]memory.Ask, error)
	NameRuleOfAct(ident.Leaf) (memory.Rule, error)
}

func (m *maker) readNames(p *principal, read func(namesTx) error) error {
	return store.Read[namesTx](m.db)(m.ctx, m.scope(p), read)
}

// pair is a name as an organisation wrote it: canaries, told to those who may see the object.
func (m *maker) pair() memory.Pair { return memory.Pair{Maker: m.bird(), Product: m.bird()} }

// tellsAll adds canaries in what an object says, to all who may read it, and to some besides.
func (m *maker) tellsAll(o *object, too func(*principal) bool, words ...string) {
	for _, w := range words {
		m.tells(o, "what it says", w, func(q *principal) bool { return m.policy.shows(q, o) || too != nil && too(q) })
	}
}

// decideName decides that a name is in no dictionary; who has decided already takes it back.
func (m *maker) decideName(p *principal) error {
	m.later()
	back := m.has(p, "name")
	pair := m.pair()
	leaf, err := m.doors.Naming.Decide.Do(m.ctx, m.scope(p), m.key(p), []naming.Choice{{Pair: pair, Kind: memory.Absent}})
	if err != nil {
		return err
	}
	var list []memory.Known
	err = m.readNames(p, func(tx namesTx) (err error) {
		list, err = tx.NamesOfAct(leaf)
		return err
	})
	for _, k := range list {
		o := m.add(&object{kind: "name", id: k.Number.ASCII(), names: []string{k.Number.ASCII(), string(k.Number), string(k.ID)}, org: p.Org, unit: p.Unit, state: "standing"})
		m.tellsAll(o, nil, pair.Maker, pair.Product)
		if back && err == nil {
			m.later()
			o.state = "undone"
			err = naming.Withdraw{Act: store.Act[naming.WithdrawTx](m.db)}.Do(m.ctx, m.scope(p), m.key(p), k.Number)
		}
	}
	return err
}

// has is whether somebody owns an object of a kind alone or by their unit.
func (s *scene) has(p *principal, kind string) bool {
	return slices.ContainsFunc(s.objects[kind], func(o *object) bool { return o.org == p.Org && o.unit == p.Unit })
}

// sendName asks the steward about a name with a note.
func (m *maker) sendName(p *principal, pair memory.Pair, note string) (q memory.Ask, err error) {
	m.later()
	leaf, err := m.doors.Naming.Ask.Do(m.ctx, m.scope(p), m.key(p), []naming.Asking{{Pair: pair, Note: note}})
	if err != nil {
		return q, err
	}
	err = m.readNames(p, func(tx namesTx) error {
		list, err := tx.NameAsksOfAct(leaf)
		if err == nil {
			q = list[0]
		}
		return err
	})
	return q, err
}

// askName asks the steward about a name; it waits, or is taken back by who has asked already.
func (m *maker) askName(p *principal) error {
	state, pair, note := "waiting", m.pair(), m.bird()
	q, err := m.sendName(p, pair, note)
	if err != nil {
		return err
	}
	if m.has(p, "asked") {
		m.later()
		state = "withdrawn"
		if err := (naming.TakeOff{Act: store.Act[naming.TakeOffTx](m.db)}).Do(m.ctx, m.scope(p), m.key(p), q.Number); err != nil {
			return err
		}
	}
	o := m.add(&object{
		kind: "asked", id: q.Number.ASCII(), names: []string{q.Number.ASCII(), string(q.Number), string(q.ID)}, org: p.Org, unit: p.Unit, to: m.offices(p.Org, party.ActNaming), state: state,
	})
	m.tellsAll(o, nil, pair.Maker, pair.Product, note)
	return nil
}

// ruleName decides for all what an operator asks about; who asked is told why besides the steward. Who has decided already takes it back.
func (m *maker) ruleName(p *principal) error {
	asker := m.as("operator-filer")
	pair, note, why := m.pair(), m.bird(), m.bird()
	q, err := m.sendName(asker, pair, note)
	if err != nil {
		return err
	}
	m.later()
	leaf, err := m.doors.Naming.Rule.Do(m.ctx, m.scope(p), m.key(p), naming.Ruling{Asks: []ident.Number{q.Number}, Kind: memory.None, Why: why})
	if err != nil {
		return err
	}
	asked := &object{kind: "asked", org: asker.Org, unit: asker.Unit}
	var r memory.Rule
	err = m.readNames(p, func(tx namesTx) (err error) {
		r, err = tx.NameRuleOfAct(leaf)
		return err
	})
	if err != nil {
		return err
	}
	back := m.has(p, "ruling")
	o := m.add(&object{kind: "ruling", id: r.Number.ASCII(), names: []string{r.Number.ASCII(), string(r.Number), string(r.ID)}, org: p.Org, unit: p.Unit, state: "standing"})
	m.tellsAll(o, func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Name}, q, asked)
	}, pair.Maker, pair.Product, note, why)
	if !back {
		return nil
	}
	m.later()
	o.state = "undone"
	return naming.Undo{Act: store.Act[naming.UndoTx](m.db)}.Do(m.ctx, m.scope(p), m.key(p), r.Number)
}
