package filing

// StateFor is the state of a filing for somebody who may see some of the 補正のお願い about it: waiting says that one of
// those has no answer yet, answered that one has. An office that did not ask sees the filing as it arrived, so that it
// cannot tell whether another office asked; the filer, who sees every question, sees 補正済み when the last is answered.
func StateFor(stored State, waiting, answered bool) State {
	switch {
	case stored != FixAsked && stored != Fixed:
		return stored
	case waiting:
		return FixAsked
	case answered:
		return Fixed
	}
	return Arrived
}
