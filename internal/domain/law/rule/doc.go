// Package rule owns how a condition of law is written down and explained: what it cites, which
// facts it reads, whether it fired, which rules nearly fired, and which smallest change of one fact
// would change the answer.
//
// It decides nothing itself. A subject S is a flat value, so that a changed copy can be judged
// again; packages scope and event say what their subjects, facts and conditions are.
package rule
