package access

import (
	"time"

	"kanmin/internal/domain/ident"
)

// Watched is what the house knows of the reads of one person or token, in numbers. Records of their own organisation do
// not count.
type Watched struct {
	Actor string
	Org   ident.Org
	Unit  ident.Unit
	// Recent is how many protected records they read within WatchWindow.
	Recent int
	// Today is how many they read this day in Japan; Maximum is the most of one of the thirty days before.
	Today, Maximum int
	// Strayed is how many organisations outside their competence they asked for within StrayWindow, in vain.
	Strayed int
}

// AlarmKind is why reads are unusual.
type AlarmKind string

// The kinds.
const (
	AlarmRate    AlarmKind = "rate"    // 短時間に多数の閲覧
	AlarmUnusual AlarmKind = "unusual" // いつもより多い閲覧
	AlarmStray   AlarmKind = "stray"   // 所管外の組織の記録を探した
	AlarmGlass   AlarmKind = "glass"   // 緊急閲覧が開かれた
	AlarmClosed  AlarmKind = "closed"  // 機能が一人の判断で休止された
	AlarmRule    AlarmKind = "rule"    // サインインの方法の記録が、記録にない形で消されたか書き換えられた
)

// The bounds. They are ours; no rule names them.
const (
	WatchWindow = 10 * time.Minute
	WatchLimit  = 200 // records in WatchWindow; more is an alarm
	WatchDays   = 30
	WatchTimes  = 3 // times one's own maximum; more is an alarm
	// WatchLeast stands in for the maximum of somebody who has hardly read yet, so that a first day's work is no alarm.
	WatchLeast  = 10
	StrayWindow = 24 * time.Hour
	StrayLimit  = 5   // organisations
	ReasonLimit = 500 // runes, of closing an alarm
)

// Alarms says which alarms the numbers give, with the number that gives each.
func (w Watched) Alarms() map[AlarmKind]int {
	list := map[AlarmKind]int{}
	if w.Recent > WatchLimit {
		list[AlarmRate] = w.Recent
	}
	if w.Today > WatchTimes*max(w.Maximum, WatchLeast) {
		list[AlarmUnusual] = w.Today
	}
	if w.Strayed >= StrayLimit {
		list[AlarmStray] = w.Strayed
	}
	return list
}

// AlarmFilter is which alarms are looked for; a zero part narrows nothing.
type AlarmFilter struct {
	Number      ident.Number
	Kind        AlarmKind
	Open        bool // nobody has seen it
	Seen        bool
	From, Until ident.Instant // raised from, and before
}

// AlarmKinds are the kinds of alarms.
var AlarmKinds = []AlarmKind{AlarmRate, AlarmUnusual, AlarmStray, AlarmGlass, AlarmClosed, AlarmRule}

// RuleLost is what is watched of an organisation whose rule of signing in was deleted, or changed, behind the product's back. Nobody is
// named: whoever did it did not come through a door.
func RuleLost(org ident.Org, head ident.Unit) Watched {
	return Watched{Actor: string(org), Org: org, Unit: head}
}

// Alarm says that somebody's reads were unusual. It names who and how many, never what.
type Alarm struct {
	ID     ident.Object
	Number ident.Number
	Org    ident.Org // whose person or token it is
	Unit   ident.Unit
	Kind   AlarmKind
	Actor  string
	At     ident.Instant
	Count  int // records, or organisations of AlarmStray
	SeenAt ident.Instant
	SeenBy ident.Person
	Reason string // with which it was closed: what was found, and what came of it
	// Bearer is the person: the actor itself, or whose token it is.
	Bearer ident.Person
	// Names as registered today, for whoever may be shown the alarm. Token is what the token is called, for its own organisation.
	OrgName, UnitName, Name, SeenName, Token string
}
