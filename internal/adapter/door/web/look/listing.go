package look

// Listing is a list that people search, filter and page: the filter in the address, how many it leaves, and the rows.
type Listing struct {
	ID       string // of the list; its parts' ids begin with it
	Action   string // address of the page without a filter
	Problems Problems
	Views    Views
	Filter   []Field
	More     []Field // parts that are folded away until one of them says something
	MoreOpen bool
	Clear    string // address without the filter; empty where nothing is narrowed
	Count    string // how many rows there are, in a sentence
	Plot     *Plot
	Table    Table
	Bulk     *Bulk
	Empty    *Empty
	First    string // address of the first page, on later ones
	Next     string // address of the next page
	Back     bool   // the list runs from the oldest to the newest
	Pages    Pages  // of a list that was read whole
	Exports  []Link
	// ExportText says what an export holds and who is told.
	ExportText string
	Order      *OrderExport
}

// OrderExport is the form that has a long list got ready as a task.
type OrderExport struct {
	Action, Query, Key string
}

// Bulk is the bar by which something is done with rows that are chosen in a table (Cell.Pick), or with all that the filter leaves.
type Bulk struct {
	Action, Query  string
	Title, All, Do string
	Field          Field
	Past           Link   // what was done so earlier
	Also           []Link // what else is done with them, looked at first as Action is
	Further        []Link // pages that begin with what was chosen
}

// Views are the saved views of a list, and the form that saves what it is narrowed to now.
type Views struct {
	Links []ViewLink
	All   Link // there is one where the list opens with a view
	To    string
	Save  *SaveView
	Told  string // that the list opened with a view
}

// ViewLink leads to a list as a view narrows it.
type ViewLink struct {
	Link
	Now  bool
	Note string // shared, or the first
}

// SaveView is the form that saves a view.
type SaveView struct {
	Action, List, Query, Key string
	Fields                   []Field
}
