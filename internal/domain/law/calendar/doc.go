// Package calendar owns the days on which legal periods begin and end: the calendar day in
// Japan, its era form, how people type it, the holidays of the State, the closed days of
// administrative organs, and the counting of months by the Civil Code.
//
// It refuses nothing that is a day and says so plainly when something is not. It knows no
// duty and no clock: a period's length and whether it moves belong to package law.
package calendar
