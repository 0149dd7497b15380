package access

// fresh are the permissions that want a sign-in of the last minutes at every door, whatever route needs them: to delegate
// (who acts for an organisation), to approve what another entered, to change keys (how people come in). Ways of one's own and
// exports are marked at their routes, since the permission to have or to read them is everybody's.
var fresh = map[Permission]bool{
	{Write, People}:         true,
	{Write, Opening}:        true,
	{Write, Approval}:       true,
	{Ask, Glass}:            true,
	{Decide, Glass}:         true,
	{Decide, Delays}:        true,
	{Write, Organisation}:   true,
	{Confirm, Organisation}: true,
	{Confirm, Procedure}:    true,
	{Confirm, FAQ}:          true,
	{Confirm, Mandate}:      true,
	{Write, SignIn}:         true,
	{End, Platform}:         true,
}

// Fresh reports whether whoever uses the permission must have signed in lately.
func (p Permission) Fresh() bool { return fresh[p] }
