package event

import (
	"slices"

	"kanmin/internal/domain/law"
)

// subject is one event with everything that the conditions read, flat.
type subject struct {
	designated, sectorActive, specified, typeE law.Truth
	waived                                     law.Truth // occurred within the window after designation

	malware, access, interference, line, harm        law.Truth
	malwareTrace, accessTrace, interferenceTrace     law.Truth
	received, attempt, credentials, command, scan    law.Truth
	model                                            Model
	layer                                            Layer
	contractor                                       law.Truth // somebody who works for the operator noticed first
	kind                                             Kind
	leak, sensitive, financial, improper, overNumber law.Truth
}

func assumed(t, as law.Truth) law.Truth {
	if t == law.NotAsked {
		return as
	}
	return t
}

func open(t law.Truth) law.Truth { return assumed(t, law.Maybe) }

// is compares an answer with one of its choices; not known stays not known.
func is[T ~string](v T, choice string) law.Truth {
	if v == "" || v == unknown {
		return law.Maybe
	}
	return law.TruthOf(string(v) == choice)
}

// typeE takes the answer, else the list of types.
func typeE(m *Machine) law.Truth {
	if m.TypeE != law.NotAsked || len(m.Types) == 0 {
		return open(m.TypeE)
	}
	return law.TruthOf(slices.Contains(m.Types, law.E))
}

// specified takes the answer; a list of types without one means yes.
func specified(m *Machine) law.Truth {
	if m.Specified == law.NotAsked && len(m.Types) > 0 {
		return law.Yes
	}
	return open(m.Specified)
}
