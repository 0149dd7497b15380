package naming

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
)

func rulePlace(r memory.Rule) seal.Place {
	return seal.Place{Org: seal.House, Table: "name_rule", ID: string(r.ID), Rev: r.Rev}
}

// AddNameRule writes a decision of the steward and answers the questions that it decides.
func (n Names) AddNameRule(r memory.Rule, asks []memory.Ask) error {
	body, err := n.Seal(rulePlace(r), r.RuleBody)
	if err != nil {
		return err
	}
	err = n.Add(`INSERT INTO name_rule (id, number, org, unit, kind, state, asks, decided_at, by_actor, leaf, rev, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		r.ID, r.Number, r.Org, r.Unit, r.Kind, r.State, r.Asks, r.DecidedAt, r.By, r.Leaf, r.Rev, body)
	if err != nil {
		return err
	}
	return n.answer(asks)
}

// EndNameRule writes that a decision of the steward no longer counts. The row must still be of the revision before.
func (n Names) EndNameRule(r memory.Rule) error {
	body, err := n.Seal(rulePlace(r), r.RuleBody)
	if err != nil {
		return err
	}
	changed, err := n.Exec(`UPDATE name_rule SET state = $1, ended_at = $2, ended_by = $3, ended_leaf = $4, rev = $5, body = $6 WHERE id = $7 AND rev = $8`,
		r.State, r.EndedAt, r.EndedBy, r.EndedLeaf, r.Rev, body, r.ID, r.Rev-1)
	return once(changed, err, r.Number)
}

// NameRule returns one decision of the steward's office; absent and foreign are one answer.
func (n Names) NameRule(number ident.Number, p access.Permission) (memory.Rule, error) {
	var a row.Args
	return first(n.rules(p, `u.number = `+a.Add(number)+` AND `+n.Visible("u", p, &a), &a))
}

// NameRuleOfAct returns the decision that one act of the steward's office made.
func (n Names) NameRuleOfAct(leaf ident.Leaf) (memory.Rule, error) {
	var a row.Args
	return first(n.rules(readNaming, `u.leaf = `+a.Add(leaf)+` AND `+n.Visible("u", readNaming, &a), &a))
}

// NameRules lists the decisions of the steward's office, the newest first, undone ones too.
func (n Names) NameRules(before row.Cursor, limit int) ([]memory.Rule, error) {
	var a row.Args
	page := after("u", "decided_at", before, &a)
	return n.rules(readNaming, `u.org = `+a.Add(n.Scope.Org)+` AND `+page+` AND `+n.Visible("u", readNaming, &a)+` ORDER BY u.decided_at DESC, u.id DESC LIMIT `+a.Add(limit), &a)
}

const ruleColumns = `u.id, u.number, u.org, u.unit, u.kind, u.state, u.asks, u.decided_at, u.by_actor, u.leaf, COALESCE(u.ended_at, 0), COALESCE(u.ended_by, ''), COALESCE(u.ended_leaf, ''), u.rev, u.body`

// rules reads rows and leaves out those that no proved row opens to the scope.
func (n Names) rules(p access.Permission, where string, a *row.Args) (list []memory.Rule, err error) {
	var bodies [][]byte
	sight := n.Sight("u", p, a)
	err = n.Each(`SELECT `+ruleColumns+`, `+sight+` FROM name_rule u WHERE `+where, a.List, func(scan func(...any) error) error {
		var r memory.Rule
		var body []byte
		var evidence string
		err := scan(&r.ID, &r.Number, &r.Org, &r.Unit, &r.Kind, &r.State, &r.Asks, &r.DecidedAt, &r.By, &r.Leaf, &r.EndedAt, &r.EndedBy, &r.EndedLeaf, &r.Rev, &body, &evidence)
		if n.Sees(evidence) {
			list, bodies = append(list, r), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = n.Open(rulePlace(list[i]), bodies[i], &list[i].RuleBody)
		}
	}
	if err != nil {
		return nil, err
	}
	return list, nil
}
