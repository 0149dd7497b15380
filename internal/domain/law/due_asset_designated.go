package law

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

// dueAssetDesignated (T13, T14): what a newly designated operator introduced within two months of its
// designation is filed within six months of the designation; later introductions fall under the
// four months. The two months are a window and do not move; the six months are a deadline.
var dueAssetDesignated = dueRule{id: "asset.designated", value: "asset.designated", opens: "introduced", compute: func(c *counting) error {
	designated, introduced := c.q.Designated, c.q.Introduced
	switch {
	case designated.IsZero():
		designated = c.q.On
	case introduced.IsZero():
		introduced = c.q.On
	}
	if !introduced.IsZero() && introduced.Before(designated) {
		c.note(text.Both{Ja: "導入が指定より前です。指定の際に導入済みのものとして数えます。", En: "Introduced before the designation: counted as in place on designation."})
	}
	w, ok := c.book.Window("asset.designated.window", c.q.Sector, c.q.Operator)
	if !ok {
		return misplaced("on", "fault.law.before", fault.Args{"day": c.q.On.String(), "rule": "asset.designated", "from": current.first("asset.designated.window").String()})
	}
	inside := window(designated, w.Length)
	c.lean(w.Provision...)
	d, _ := c.book.Deadline("asset.designated", c.q.Sector, c.q.Operator)
	if introduced.IsZero() {
		c.note(text.Both{
			Ja: "指定日から数えています。" + inside.due.Era() + "までに導入したものの期限です。",
			En: "Counted from the designation, for what is introduced by " + inside.due.English() + ".",
		})
		c.answer(deadline(designated, d.Length))
		return nil
	}
	c.due.Steps = append(c.due.Steps, windowStep(inside.due, introduced))
	four, later := c.book.Deadline("asset.new", c.q.Sector, c.q.Operator)
	if introduced.After(inside.due) && later {
		c.lean(four.Provision...)
		c.answer(deadline(introduced, four.Length))
		return nil
	}
	c.answer(deadline(designated, d.Length))
	if later && !introduced.Before(Commencement) {
		c.also(c.reading("from-introduction", text.Both{
			Ja: "経過措置が改められた場合の、導入から4月以内の日です。", En: "Were the transitional rule withdrawn: 4 months from introduction.",
		}, deadline(introduced, four.Length), Reported))
		c.due.Safe = c.due.Due // the rule reported is longer on purpose; the other is only for comparison
	}
	return nil
}}

func windowStep(last, introduced Day) Step {
	if introduced.After(last) {
		return Step{text.Both{
			Ja: "導入は、指定から2月の" + last.Era() + "より後です。導入から4月で数えます。",
			En: "Introduced after the two months from designation ended on " + last.English() + ": 4 months from introduction.",
		}, "order.suppl", last}
	}
	return Step{text.Both{
		Ja: "導入は、指定から2月の" + last.Era() + "までにあります。指定から6月で数えます。",
		En: "Introduced within two months of designation (to " + last.English() + "): 6 months from designation.",
	}, "order.suppl", last}
}
