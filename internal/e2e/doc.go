// Package e2e runs the browser tests of web/e2e from go test, so that "go test ./..." leaves
// nothing out. What they need and does not exist is a failure with the command that gets it.
package e2e
