package look

// Listing is a list that people search, filter and page: the filter in the address, how many it leaves, and the rows.
type Listing struct {
	ID       string // of the list; its parts' ids begin with it
	Action   string // address of the page without a filter
	Problems Problems
	Filter   []Field
	More     []Field // parts that are folded away until one of them says something
	MoreOpen bool
	Clear    string // address without the filter; empty where nothing is narrowed
	Count    string // how many rows there are, in a sentence
	Plot     *Plot
	Table    Table
	Empty    *Empty
	First    string // address of the first page, on later ones
	Next     string // address of the next page
	Back     bool   // the list runs from the oldest to the newest
	Exports  []Link
	// ExportText says what an export holds and who is told.
	ExportText string
}
