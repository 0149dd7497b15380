package store

import (
	"context"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/breaking"
	"kanmin/internal/flow/phasing"
)

// OpenGlass writes a box: a room of its own, the hat of the one who asked in it, an audience that holds it until the box
// closes, and the reader rows of the report, of the glass and, for its owner, of the glass. Without a filing it says that
// there is none.
func (t *Tx) OpenGlass(b emergency.Box) error {
	if err := t.MoveGlass(b.Glass, emergency.Approved); err != nil || b.Filing == "" {
		return err
	}
	if err := t.AddUnit(b.Room); err != nil {
		return err
	}
	if err := t.AddHat(party.Hat{ID: b.Hat, Person: b.AskedBy, Org: b.Org, Unit: b.Room.ID, Roles: []string{string(access.GlassReader)}, From: b.OpenedAt, Until: b.UntilAt}); err != nil {
		return err
	}
	if _, err := t.q.Exec(`INSERT INTO audience_member (audience, unit, from_at, until_at) VALUES ($1, $2, $3, $4)`, b.Audience(), b.Room.ID, b.OpenedAt, b.UntilAt); err != nil {
		return err
	}
	for _, r := range [][2]string{{string(b.Filing), b.Audience()}, {string(b.ID), b.Audience()}, {string(b.ID), string(b.At)}} {
		if _, err := t.q.Exec(`INSERT INTO reader (object, audience, kind, at) VALUES ($1, $2, 'glass', $3)`, r[0], r[1], b.OpenedAt); err != nil {
			return err
		}
	}
	_, err := t.q.Exec(`INSERT INTO handover (filing, audience, sections) VALUES ($1, $2, $3)`, b.Filing, b.Audience(), strings.Join(b.Sections, " "))
	return err
}

// OpensGlass is the handler of breaking.Queue: it opens what two administrators decided. s is a system scope.
func (db *DB) OpensGlass(s access.Scope) Handler {
	open := breaking.Open{Act: Act[breaking.OpenTx](db), Entropy: db.Entropy}
	return func(ctx context.Context, t task.Task, _ func(done, total int64) error) (string, error) {
		return "", open.Do(ctx, s, ident.Object(strings.TrimPrefix(t.Key, breaking.Queue+"/")))
	}
}

// TellsClosings is the handler of phasing.Queue: it tells the administrators what one of them closed. s is a system scope.
func (db *DB) TellsClosings(s access.Scope) Handler {
	tell := phasing.Tell{Act: Act[phasing.TellTx](db), Entropy: db.Entropy}
	return func(ctx context.Context, t task.Task, _ func(done, total int64) error) (string, error) {
		return "", tell.Do(ctx, s, ident.Object(strings.TrimPrefix(t.Key, phasing.Queue+"/")))
	}
}
