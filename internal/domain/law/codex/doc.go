// Package codex owns the whole book as something to be read: every value and every rule of a day in one list, the
// search over it, the differences between two days or two releases, and what a changed law changes in answers that
// somebody already has (R42). Pages (制度の根拠) and docs/law/TRACE.md are made from it.
package codex
