package expected

import "kanmin/internal/domain/expected"

// ExpectedRows are the rows of ExpectedLines without the last contacts: in three statements at most, for who counts them.
func (q Expected) ExpectedRows(of expected.Of) ([]expected.Line, error) { return q.lines(of, false) }
