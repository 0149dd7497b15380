package law

// dueAssetNew: 法4条 「四月以内」 from introduction, for what was introduced on or after commencement.
// What was there before is asset.existing.
var dueAssetNew = dueRule{id: "asset.new", value: "asset.new", opens: "introduced", compute: func(c *counting) error {
	d, _ := c.book.Deadline("asset.new", c.q.Sector, c.q.Operator)
	c.answer(deadline(c.q.On, d.Length))
	return nil
}}
