package notification

import (
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/mandate"
)

// Outside are the facilities among the rows of a table to which a mandate (委任, R29) does not extend, at their places. within names those to which it
// does; none: every one. Rows of another table, and rows that say no name, are not judged.
func Outside(within []string, table string, rows []form.Row) (list []fault.Field) {
	if table != FacilitiesField {
		return nil
	}
	for i, r := range rows {
		if name := r.Cells["name"].Text(); name != "" && !r.Gone && !mandate.Inside(within, name) {
			list = append(list, fault.Field{Path: FacilitiesField + "[" + strconv.Itoa(i) + "].name", Code: "fault.mandate.facility", Args: fault.Args{"text": name, "names": strings.Join(within, "、")}})
		}
	}
	return list
}
