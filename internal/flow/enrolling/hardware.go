package enrolling

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// HardwareID names a hardware token.
type HardwareID string

// Hardware is a device of an organisation that shows one-time codes (ハードウェアトークン, R13). What it shares with us is sealed
// and leaves neither through a page nor through the log.
type Hardware struct {
	ID        HardwareID
	State     HardwareState
	Person    ident.Person // to whom it was given
	CreatedAt ident.Instant
	Rev       int
	Serial    string // as it is printed on the device
	// Credential is the way in that it became when its person gave a code of it.
	Credential CredentialID
	Seed       []byte
	Dial       Dial
}

// HardwareState is where a hardware token is.
type HardwareState string

// The states. From Withdrawn no way leads back, and its seed is forgotten.
const (
	HardwareFree      HardwareState = "free"  // in the drawer
	HardwareHanded    HardwareState = "given" // to a person who has given no code of it yet
	HardwareBound     HardwareState = "bound" // a way in of its person
	HardwareLost      HardwareState = "lost"
	HardwareWithdrawn HardwareState = "withdrawn"
)

// hardwareWays are the transitions that administrators make; Handed to Bound is its person's.
var hardwareWays = map[HardwareState][]HardwareState{
	HardwareFree:   {HardwareHanded, HardwareWithdrawn},
	HardwareHanded: {HardwareFree, HardwareLost, HardwareWithdrawn},
	HardwareBound:  {HardwareFree, HardwareLost, HardwareWithdrawn},
	HardwareLost:   {HardwareFree, HardwareWithdrawn},
}

// Next lists what an administrator can make of a token.
func (s HardwareState) Next() []HardwareState { return hardwareWays[s] }

// May reports whether an administrator can bring a token from one state to another; a Conflict fault says that it cannot.
func (s HardwareState) may(next HardwareState) error {
	if slices.Contains(hardwareWays[s], next) {
		return nil
	}
	return fault.New(fault.Conflict, "fault.hardware.state", nil)
}

// Dial is how a device shows codes; the zero one is what apps do: six digits, every 30 s, SHA-1 (RFC 6238).
type Dial struct {
	Digits int   `json:",omitempty"`
	Period int64 `json:",omitempty"` // seconds
	SHA256 bool  `json:",omitempty"`
	// Drift is by how many steps the device's clock was ahead when it was used last, at most MaxDrift either way.
	Drift int64 `json:",omitempty"`
}

// MaxDrift is by how many steps a hardware token's clock may be off: quartz that lay in a drawer for years.
const MaxDrift = 10

// OrUsual fills in what the zero dial stands for.
func (d Dial) OrUsual() Dial {
	if d.Digits == 0 {
		d.Digits = 6
	}
	if d.Period == 0 {
		d.Period = 30
	}
	return d
}

// StepAt is the step of a right clock.
func (d Dial) StepAt(at ident.Instant) int64 { return at.Time().Unix() / d.OrUsual().Period }

// used notes a code's step: it is not good again, and a hardware token's clock is known by it.
func (c *CodeSecret) used(step int64, now ident.Instant) {
	c.Step = step
	if c.Dial.Digits != 0 {
		c.Dial.Drift = min(max(step-c.Dial.StepAt(now), -MaxDrift), MaxDrift)
	}
}
