package law

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

// Truth is the answer to a question of fact or of law: yes, no, or not known. 「分からない」 is always
// allowed, and it is told apart from not having been asked.
type Truth uint8

// The answers.
const (
	NotAsked Truth = iota
	Maybe          // 分からない
	No
	Yes
)

// Known reports whether the answer is yes or no.
func (t Truth) Known() bool { return t >= No }

// String returns yes, no or unknown.
func (t Truth) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	case Maybe, NotAsked:
	}
	return "unknown"
}

// Label returns the answer in words.
func (t Truth) Label() text.Both {
	switch t {
	case Yes:
		return text.Both{Ja: "はい", En: "yes"}
	case No:
		return text.Both{Ja: "いいえ", En: "no"}
	case NotAsked:
		return text.Both{Ja: "未回答", En: "not answered"}
	case Maybe:
	}
	return text.Both{Ja: "分からない", En: "not known"}
}

// MarshalText writes yes, no or unknown.
func (t Truth) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads yes, no, unknown, and the words people write: はい, いいえ, 分からない, 不明.
func (t *Truth) UnmarshalText(b []byte) error {
	switch string(b) {
	case "yes", "true", "はい":
		*t = Yes
	case "no", "false", "いいえ":
		*t = No
	case "unknown", "分からない", "わからない", "不明", "未把握":
		*t = Maybe
	case "":
		*t = NotAsked
	default:
		return fault.New(fault.Invalid, "fault.law.choice", fault.Args{"text": string(b[:min(len(b), 40)]), "choices": "yes no unknown"})
	}
	return nil
}

// TruthOf turns a plain bool into a Truth.
func TruthOf(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// All is yes when every part is, no when one is no, else not known.
func All(parts ...Truth) Truth {
	out := Yes
	for _, p := range parts {
		if p == No {
			return No
		}
		if p != Yes {
			out = Maybe
		}
	}
	return out
}

// Any is yes when one part is, no when every part is no, else not known.
func Any(parts ...Truth) Truth {
	out := No
	for _, p := range parts {
		if p == Yes {
			return Yes
		}
		if p != No {
			out = Maybe
		}
	}
	return out
}

// Opposite turns yes and no.
func (t Truth) Opposite() Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	case Maybe, NotAsked:
	}
	return Maybe
}
