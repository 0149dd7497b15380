package law

import "kanmin/internal/domain/text"

// duePlanReview: 経済安全保障推進法52条, the thirty days during which a facility may not be introduced after the plan was
// received. It is a standstill, not a filing, so it does not move; the safe day is the later one.
var duePlanReview = dueRule{id: "plan.review", value: "plan.review", opens: "received", compute: func(c *counting) error {
	w, _ := c.book.Window("plan.review", c.q.Sector, c.q.Operator)
	s := window(c.q.On, w.Length)
	c.answer(s)
	counted := w.Length
	counted.First = Counted
	c.also(c.reading("first-day-counted", text.Both{
		Ja: "届いた日を数える読み方では、この日になります。", En: "If the day of receipt is counted, this day.",
	}, window(c.q.On, counted), Unknown))
	c.due.Safe = s.due
	c.due.Steps = append(c.due.Steps, Step{text.Both{
		Ja: "届出の期限ではなく待つ期間なので、休日でも動きません。" + s.due.Add(1).Era() + "から導入できます。",
		En: "A period of waiting, not of filing: it does not move. Introduction is possible from " + s.due.Add(1).English() + ".",
	}, "espa.52", s.due.Add(1)})
	return nil
}}
