// Package inquiry owns what a person or a program asks of the rule book in one piece of JSON, read strictly, and the
// answer: the assessment of a notification, of an event, or of both. The command line and the API
// call Assess and give the same bytes.
//
// Every fault names its place in the input. Nothing is stored.
package inquiry
