package law

// dueAssetChange: 考え方の案「届出事項の変更があった場合には、変更の日から4月以内」.
var dueAssetChange = dueRule{id: "asset.change", value: "asset.change", opens: "changed", compute: func(c *counting) error {
	d, _ := c.book.Deadline("asset.change", c.q.Sector, c.q.Operator)
	c.answer(deadline(c.q.On, d.Length))
	return nil
}}
