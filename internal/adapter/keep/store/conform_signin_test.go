package store_test

import "kanmin/internal/flow/enrolling"

// signIn is how an organisation lets its people in.
func (c *script) signIn() {
	c.act(filer, func(call callTx) {
		call("MethodsOf", "o-op")
		call("MethodsOf", "o-min")
		call("SetMethods", enrolling.Methods{enrolling.Passkey, enrolling.Printed})
		call("MethodsOf", "o-op")
		call("Roster")
		call("MemberWays", "p-filer")
		call("MemberWays", "p-officer")
	})
	c.act(nobody, func(call callTx) {
		call("SessionBy", "secret-s-1") // its way in was switched off
		call("MethodsOf", "o-op")
	})
}
