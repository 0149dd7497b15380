package filing

import (
	"fmt"
	"slices"
	"strings"
)

// StateFor is the state of a filing for somebody who may see some of the 補正のお願い and of the 形式確認 about it: waiting says that one
// of the questions has no answer yet, answered that one has, checked that the form of what stands was seen to. An office that neither asked nor
// checked sees the filing as it arrived, so that it cannot tell what another office did; the filer, who sees everything, sees 補正済み when
// the last question is answered.
func StateFor(stored State, waiting, answered, checked bool) State {
	moved := stored == FixAsked || stored == Fixed
	switch {
	case stored == Withdrawn:
		return Withdrawn
	case moved && waiting:
		return FixAsked
	case checked:
		return Checked
	case moved && answered:
		return Fixed
	}
	return Arrived
}

// Diagram is the table of transitions as a picture (Mermaid), for the documents.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    [*] --> arrived\n")
	name := func(s State) string { return strings.ReplaceAll(string(s), "-", "_") }
	for _, t := range Transitions {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", name(t.From), name(t.To), t.By)
	}
	return b.String()
}

// May reports whether a side may move a filing so.
func May(from, to State, by Side) bool {
	return slices.ContainsFunc(Transitions, func(t Transition) bool { return t.From == from && t.To == to && t.By == by })
}
