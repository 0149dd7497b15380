// Package harness stands behind every door. Its tests put the whole house together (the route table of serve, a
// real store, the fictional world with a canary in every field) and drive it through HTTP, in process.
//
// Nothing in it is a list of requests: they are made from the route table, the permission table and the forms that
// the pages show. So a route that is added tomorrow comes under the same guard by itself, and what the harness cannot
// know of it fails the build with the one line that is missing in bindings_test.go.
package harness
