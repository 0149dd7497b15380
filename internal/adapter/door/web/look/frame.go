package look

import (
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// House is what is the same on every page of one installation.
type House struct {
	// Desk is the 相談窓口, on every page's foot (R37).
	Desk Desk
	// Demo marks a database of the fictional world; Exercise one of an 演習.
	Demo, Exercise bool
}

// Desk is a consultation desk with telephone and hours.
type Desk struct {
	Name  text.Both
	Phone string
	Hours text.Both
}

// Frame is what stands around one page. gate fills it; pages add Crumbs, Ref and Marking.
type Frame struct {
	House
	Lang   Lang
	Title  string
	Crumbs []Link
	// Who is the acting hat in words (○○電力(株)/報告担当), empty when nobody is signed in.
	Who     string
	WhoOrg  string // for the head of printed pages
	Switch  string // address of 切替, empty when the person has one hat
	Notices int
	// SettingsTo is 組織の設定 where the menu has no room for it: offices of the State.
	SettingsTo string
	// NoticesTo, FindTo, HelpTo, HomeTo, SignIn and SignOut are addresses; empty ones are not shown.
	NoticesTo, FindTo, HelpTo, HomeTo, SignIn, SignOut string
	Nav                                                []NavItem
	Alarm                                              Link // the red button
	// LangTo is the address of this page in each language.
	LangTo    map[Lang]string
	FootLinks []Link
	// Ref is the 整理番号・受付番号 of what the page shows, and Marking its 取扱い, for print.
	Ref, Marking string
	// First is the first line of what is printed: that it is no official form.
	First string
	// PrintedAt is the instant of rendering; zero on pages whose bytes must not differ.
	PrintedAt ident.Instant
}

// NavItem is one entry of the menu.
type NavItem struct {
	Text, To string
	Now      bool
	Later    bool // of a function that is not open yet
}

// With returns the frame with the way to it.
func (f Frame) With(crumbs ...Link) Frame { f.Crumbs = crumbs; return f }

// Under returns the frame of a page that belongs to an entry of the menu at which it does not stand: a 届出 has the address of a report. Where
// the menu has no such entry it marks none.
func (f Frame) Under(entry string) Frame {
	f.Nav = slices.Clone(f.Nav)
	for i := range f.Nav {
		f.Nav[i].Now = f.Nav[i].To == entry
	}
	return f
}

// About returns the frame of a page about one numbered thing.
func (f Frame) About(ref string) Frame { f.Ref = ref; return f }

// Others lists the languages in the order in which they are offered.
func (f Frame) Others() []Lang { return Langs }
