package enrolling

import (
	"slices"
	"strings"
)

// Method is how somebody proves who they are.
type Method string

// The methods. An organisation chooses among those of Choosable (R13).
const (
	Passkey Method = "passkey" // WebAuthn with user verification, of a platform or a key
	Code    Method = "code"    // passphrase and one-time code (TOTP), of an app or a hardware device
	OIDC    Method = "oidc"    // another house's sign-in (GビズID and the like), bound by issuer and subject
	// Certificate is a client certificate of TLS, of an authority that the organisation named.
	Certificate Method = "certificate"
	Printed     Method = "printed" // a printed list of codes, each good once, with passphrase or number
	Demo        Method = "demo"    // a person chosen on the demonstration's page
	// Joining is no way in: it is the answer of somebody who has an account already and agreed to join by it.
	Joining Method = "joining"
)

// Methods are the ways in that an organisation has chosen, in the order of Choosable.
type Methods []Method

// Choosable lists what an organisation can choose from.
func Choosable() Methods { return Methods{Passkey, Code, OIDC, Certificate, Printed} }

// DefaultMethods are those of an organisation that has not chosen.
func DefaultMethods() Methods { return Methods{Passkey, Code} }

// ReadMethods reads what String wrote; "" is the default. Words that are no method are left out.
func ReadMethods(s string) Methods {
	if s == "" {
		return DefaultMethods()
	}
	said := strings.Fields(s)
	return slices.DeleteFunc(Choosable(), func(m Method) bool { return !slices.Contains(said, string(m)) })
}

func (m Methods) String() string {
	words := make([]string, len(m))
	for i, one := range m {
		words[i] = string(one)
	}
	return strings.Join(words, " ")
}

// Allows reports whether a sign-in by a method opens the organisation's hats. The demonstration's always does: it exists in
// a fictional world only.
func (m Methods) Allows(by Method) bool { return by == Demo || slices.Contains(m, by) }

// Weak reports whether a step-up after a sign-in by the method needs a second person: paper can be copied unseen.
func (m Method) Weak() bool { return m == Printed }
