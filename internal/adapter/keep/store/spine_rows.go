package store

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/look"
	reqrows "kanmin/internal/adapter/keep/store/request"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/auditing"
)

// rows compares what a page of entries is about with what they say of it, in the order of the log.
func (v *verifier) rows(q *row.Q, entries []entry) error {
	filed, err := loadFiled(q, entries)
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		switch e.kind {
		case ledger.ReportPromptFiled, ledger.FilingArrived:
			err = v.filed(q, e, filed[e.object])
		case ledger.FilingRevised:
			err = v.revised(q, e)
		case ledger.RequestAsked, ledger.RequestAnswered:
			err = v.asked(q, e)
		case ledger.RequestExtensionAsked, ledger.RequestExtended, ledger.RequestNotExtended, ledger.RequestChased:
			err = v.stepped(q, e)
		case ledger.LooksDigested:
			err = v.looked(q, e)
		}
		if err != nil || v.found != nil {
			return err
		}
	}
	return nil
}

// filedRow is a filing as it is stored, with its first revision.
type filedRow struct {
	filing.Filing
	body    []byte
	to      []filing.Addressee
	unread  bool // an office that has it here cannot see it: its reader row is gone
	dueOn   string
	dueRows int
}

func loadFiled(q *row.Q, entries []entry) (map[ident.Object]*filedRow, error) {
	var a, b row.Args
	var ids []ident.Object
	for _, e := range entries {
		if e.kind == ledger.ReportPromptFiled || e.kind == ledger.FilingArrived {
			ids = append(ids, e.object)
		}
	}
	found := map[ident.Object]*filedRow{}
	if len(ids) == 0 {
		return found, nil
	}
	err := q.Each(`SELECT f.id, f.number, f.org, f.unit, f.arrived_at, f.leaf, v.body FROM filing f
		LEFT JOIN filing_revision v ON v.filing = f.id AND v.rev = 1 WHERE f.id IN `+row.In(&a, ids), a.List, func(scan func(...any) error) error {
		f := &filedRow{}
		err := scan(&f.ID, &f.Number, &f.Org, &f.Unit, &f.ArrivedAt, &f.Leaf, &f.body)
		found[ident.Object(f.ID)] = f
		return err
	})
	if err != nil {
		return nil, err
	}
	err = q.Each(`SELECT a.filing, a.unit, a.title, a.channel, a.sections, EXISTS (SELECT 1 FROM reader r WHERE r.object = a.filing
		AND (r.audience = a.unit OR r.audience IN (SELECT t.id || '.old' FROM transfer t WHERE t.old_unit = a.unit)))
		FROM addressee a WHERE a.filing IN `+row.In(&b, ids), b.List, func(scan func(...any) error) error {
		var to filing.Addressee
		var sections string
		var reads bool
		err := scan(&to.Filing, &to.Unit, &to.Title, &to.Channel, &sections, &reads)
		to.Sections = strings.Fields(sections)
		if f := found[ident.Object(to.Filing)]; f != nil {
			f.to = append(f.to, to)
			f.unread = f.unread || to.Channel == filing.Here && !reads
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, loadDues(q, ids, found)
}

// loadDues reads the date that each arrival opened, as long as nothing recomputed it.
func loadDues(q *row.Q, ids []ident.Object, found map[ident.Object]*filedRow) error {
	var a row.Args
	return q.Each(`SELECT f.id, d.due_on FROM filing f JOIN duty d ON d.subject = f.subject AND d.opened_at = f.arrived_at AND d.rev = 1
		WHERE f.id IN `+row.In(&a, ids), a.List, func(scan func(...any) error) error {
		var id ident.Object
		var on string
		err := scan(&id, &on)
		if f := found[id]; f != nil {
			f.dueOn, f.dueRows = on, f.dueRows+1
		}
		return err
	})
}

// owes reports whether the arrival opened the duty that was told, and no other; none when nothing was told.
func (f *filedRow) owes(due string) bool {
	if due == "" {
		return f.dueRows == 0
	}
	return f.dueRows == 1 && f.dueOn == due
}

func (v *verifier) filed(q *row.Q, e *entry, f *filedRow) error {
	if f == nil {
		v.bad(auditing.BadFiling, e, text.Both{Ja: "の提出物がありません。", En: ": what was filed is gone."})
		return nil
	}
	s := e.said
	if f.Number != s.Number || f.Org != s.Org || f.Unit != s.Unit || f.ArrivedAt != s.Arrived() || f.Leaf != e.Leaf ||
		filing.ReleaseDigest(f.to) != s.Facts[ledger.FactReleased] || f.unread || !f.owes(s.Facts[ledger.FactDue]) {
		v.bad(auditing.BadFiling, e, text.Both{Ja: "の提出物の番号、提出者、到達日時、宛先、見える範囲または期限が、記載と一致しません。", En: ": number, filer, arrival, addressees, their readers or the due date of what was filed do not agree."})
		return nil
	}
	var c filing.Content
	ok, err := sealedAs(q, seal.Place{Org: f.Org, Table: "filing_revision", ID: string(f.ID), Rev: 1}, f.body, &c)
	if err != nil {
		return err
	}
	if !ok {
		v.bad(auditing.BadFiling, e, text.Both{Ja: "の提出物の本文を開けません(書換え、移動または別の鍵)。", En: ": the body of what was filed does not open (altered, moved or another key)."})
		return nil
	}
	if sum := sha256.Sum256(c.Values); hex.EncodeToString(sum[:]) != s.Digest || c.Digest != s.Digest {
		v.bad(auditing.BadFiling, e, text.Both{Ja: "の提出物の本文が、到達したものと一致しません。", En: ": the body of what was filed is not what arrived."})
	}
	return nil
}

// revised compares a further revision with its entry.
func (v *verifier) revised(q *row.Q, e *entry) error {
	var f filing.Filing
	var body []byte
	found := false
	err := q.Each(`SELECT v.filing, v.org, v.rev, v.body FROM filing_revision v WHERE v.filing = $1 AND v.leaf = $2`, []any{e.object, e.Leaf}, func(scan func(...any) error) error {
		found = true
		return scan(&f.ID, &f.Org, &f.Rev, &body)
	})
	if err != nil {
		return err
	}
	var c filing.Content
	ok := false
	if found {
		if ok, err = sealedAs(q, seal.Place{Org: f.Org, Table: "filing_revision", ID: string(f.ID), Rev: f.Rev}, body, &c); err != nil {
			return err
		}
	}
	if sum := sha256.Sum256(c.Values); !ok || hex.EncodeToString(sum[:]) != e.said.Digest {
		v.bad(auditing.BadFiling, e, text.Both{Ja: "の訂正の本文が、到達したものと一致しません。", En: ": the body of the further revision is not what arrived."})
	}
	return nil
}

func (v *verifier) asked(q *row.Q, e *entry) error {
	var r request.Request
	var question, answer []byte
	found := false
	err := q.Each(`SELECT id, number, org, asked_org, question, answer FROM request WHERE id = $1`, []any{e.object}, func(scan func(...any) error) error {
		found = true
		return scan(&r.ID, &r.Number, &r.Org, &r.AskedOrg, &question, &answer)
	})
	if err != nil {
		return err
	}
	var words string
	var ok bool
	if e.kind == ledger.RequestAsked {
		ok, err = sealedAs(q, seal.Place{Org: r.Org, Table: "request", ID: string(r.ID) + "/question", Rev: 1}, question, &r.Question)
		words = r.Text
	} else {
		ok, err = sealedAs(q, seal.Place{Org: r.AskedOrg, Table: "request", ID: string(r.ID) + "/answer", Rev: 1}, answer, &r.Answer)
		words = r.Reply
	}
	if err != nil {
		return err
	}
	if sum := sha256.Sum256([]byte(words)); !found || !ok || r.Number != e.said.Number || hex.EncodeToString(sum[:]) != e.said.Digest {
		v.bad(auditing.BadRequest, e, text.Both{Ja: "の質問または回答が、記録したときと一致しません。", En: ": the question or the answer is gone or is not what was recorded."})
	}
	return nil
}

// stepped looks for the step that an entry is about among those of its question.
func (v *verifier) stepped(q *row.Q, e *entry) error {
	steps, err := reqrows.StepsOf(q, ident.Request(e.object))
	if err := cannot(err); err != nil {
		return err
	}
	if !slices.ContainsFunc(steps, func(s request.Step) bool {
		sum := s.Digest()
		return s.At == e.at && hex.EncodeToString(sum[:]) == e.said.Digest
	}) {
		v.bad(auditing.BadRequest, e, text.Both{Ja: "の申出または連絡が、記録したときと一致しません。", En: ": the step about the question is gone or is not what was recorded."})
	}
	return nil
}

func (v *verifier) looked(q *row.Q, e *entry) error {
	looks, err := look.Looks{Q: q}.LooksOf(e.Leaf)
	if err != nil {
		return err
	}
	sum, err := auditing.Digest(looks)
	if err != nil {
		return err
	}
	if hex.EncodeToString(sum[:]) != e.said.Digest {
		v.bad(auditing.BadLooks, e, text.Both{Ja: "がまとめた閲覧の記録が、当時と一致しません。", En: ": the looks that it covers are not those that were recorded."})
	}
	return nil
}
