package enrolling

import "kanmin/internal/domain/text"

// What somebody is at another house's sign-in for.
const (
	ForSignIn = "signin"
	ForAccept = "accept" // an invitation, held in the browser
	ForAdd    = "add"    // another way in, of somebody who is signed in
)

// Issuer is another house's sign-in, as a page offers it.
type Issuer struct {
	Key  string
	Name text.Both
	Host string // to which the browser goes
}

// Departure is what somebody goes to another house's sign-in with.
type Departure struct {
	Key    string // of the issuer
	For    string
	Return string
	Again  bool   // they must prove once more who they are, not be waved through
	Half   string // of an invitation that is being accepted
}

// Arrival is somebody who comes back from another house's sign-in.
type Arrival struct {
	For, Return string
	Opened      Opened // empty where a way in was added
}
