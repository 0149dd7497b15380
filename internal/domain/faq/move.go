package faq

import (
	"fmt"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
)

// State is where a version stands.
type State string

// The states.
const (
	Proposed  State = "proposed"  // 公開の確認待ち
	Returned  State = "returned"  // 差戻し
	Published State = "published" // 公開
	Replaced  State = "replaced"  // 改訂済み: the next version stands
	Withdrawn State = "withdrawn" // 取下げ
)

// States lists them in their order.
var States = []State{Proposed, Returned, Published, Replaced, Withdrawn}

// Deed is what is done to a version.
type Deed string

// The deeds.
const (
	Proposes  Deed = "proposes"  // 公開の案を出す
	Publishes Deed = "publishes" // 公開する: the second officer
	Returns   Deed = "returns"   // 差し戻す
	Revises   Deed = "revises"   // the next version is published
	Withdraws Deed = "withdraws" // 取り下げる
)

// Deeds lists them in their order.
var Deeds = []Deed{Proposes, Publishes, Returns, Revises, Withdraws}

// moves are all there are. A version is proposed when it begins, and again after it was sent back.
var moves = []struct {
	From, To State
	Deed     Deed
}{
	{"", Proposed, Proposes},
	{Returned, Proposed, Proposes},
	{Proposed, Published, Publishes},
	{Proposed, Returned, Returns},
	{Published, Replaced, Revises},
	{Published, Withdrawn, Withdraws},
}

// Diagram is the table as a picture (Mermaid), for the documents.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, m := range moves {
		from := string(m.From)
		if from == "" {
			from = "[*]"
		}
		fmt.Fprintf(&b, "    %s --> %s: %s\n", from, m.To, m.Deed)
	}
	return b.String()
}

// Move does a deed to the version, or is a Conflict.
func (e *Entry) Move(d Deed) error {
	for _, m := range moves {
		if m.From == e.State && m.Deed == d {
			e.State = m.To
			return nil
		}
	}
	return fault.New(fault.Conflict, "fault.faq.moved", nil)
}

// Can reports whether a deed may be done now.
func (e Entry) Can(d Deed) bool {
	return e.Move(d) == nil
}

// Stands is the version of an entry that everybody reads, of its versions; ok is false where none was published.
func Stands(versions []Entry) (Entry, bool) {
	i := slices.IndexFunc(versions, func(e Entry) bool { return e.State == Published || e.State == Withdrawn })
	if i < 0 {
		return Entry{}, false
	}
	return versions[i], true
}
