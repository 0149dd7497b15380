// Package account keeps how people sign in: credentials, sessions, tokens, invitations.
package account

import "kanmin/internal/adapter/keep/store/row"

// Accounts are the rows of a transaction about signing in.
type Accounts struct{ *row.Q }
