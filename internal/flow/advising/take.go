package advising

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/task"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/feed"
)

// TakeKeepTx is what the worker reads and notes of a file.
type TakeKeepTx interface {
	AdvisoryFile(id ident.Object) (feed.File, error)
	SetAdvisoryFile(feed.File) error
	AdvisoryChunk(id ident.Object, at int, room []byte) ([]byte, error)
	DropAdvisoryFile(id ident.Object) error
	SawAdvisories(f feed.File, ids []ident.Object) error
}

// TakeTx is what taking a batch needs.
type TakeTx interface {
	Now() ident.Instant
	AdvisoryFile(id ident.Object) (feed.File, error)
	AdvisoryMarks(keys []string) (map[string]feed.Mark, error)
	PutAdvisories(f feed.File, list []feed.Stored) error
	UnseenAdvisories(f feed.File, source vuln.Source, limit int) ([]feed.Stored, error)
}

// Take is the worker's work: it reads a file to its end before it takes anything of it, then takes it batch by batch, each an act. It may be begun
// again from the start at any time: what was taken already is the same then.
type Take struct {
	Keep    func(ctx context.Context, s access.Scope, do func(TakeKeepTx) error) error
	Act     Act[TakeTx]
	Entropy io.Reader
	Now     func() ident.Instant
	// Parse reads a file, record by record, in a child that has nothing; kind is what the file was found to be. What is wrong with it is a fault that
	// names the place; an error of each ends it.
	Parse func(ctx context.Context, file io.Reader, each func(vuln.Advisory) error) (kind string, err error)
}

// Do does one task of Queue. s is a system scope. A file that cannot be read whole, or that has the same advisory twice with different words, is
// refused whole, with the place; what was kept before stays. So is one of a day on which nothing was new: that is no fault.
func (v Take) Do(ctx context.Context, s access.Scope, t task.Task, progress func(done, total int64) error) (err error) {
	defer fault.Wrap(&err, "advising.Take")
	id := ident.Object(strings.TrimPrefix(t.Key, Queue+"/"))
	f, err := v.note(ctx, s, id, func(f *feed.File) { f.State, f.Count = feed.Running, feed.Count{} })
	if err != nil || f.State != feed.Running {
		return err
	}
	sources, err := v.look(ctx, s, &f)
	if err == nil {
		err = v.take(ctx, s, &f, sources, progress)
	}
	switch e, bad := errors.AsType[*fault.Error](err); {
	case err == nil:
		_, err = v.note(ctx, s, id, func(n *feed.File) { n.State, n.Words, n.Done, n.Total = feed.Taken, f.Words, f.Done, f.Total })
		return err
	case bad && (e.Kind == fault.Invalid || e.Kind == fault.Exceeded):
		return v.refuse(ctx, s, f, why(f, e))
	case bad && e.Kind == fault.Conflict: // somebody stopped it
		return nil
	}
	return err
}

// note changes a file that is still open; one that has ended is given back as it is.
func (v Take) note(ctx context.Context, s access.Scope, id ident.Object, change func(*feed.File)) (f feed.File, err error) {
	s.At = v.Now()
	err = v.Keep(ctx, s, func(tx TakeKeepTx) (err error) {
		if f, err = tx.AdvisoryFile(id); err != nil || !f.State.Open() {
			return err
		}
		change(&f)
		if f.Rev++; !f.State.Open() {
			f.EndedAt = s.At
		}
		return tx.SetAdvisoryFile(f)
	})
	return f, err
}

func (v Take) refuse(ctx context.Context, s access.Scope, f feed.File, why feed.Why) error {
	f, err := v.note(ctx, s, f.ID, func(n *feed.File) { n.State, n.Why = feed.Refused, why })
	if err != nil || f.State != feed.Refused {
		return err
	}
	s.At = v.Now()
	return v.Keep(ctx, s, func(tx TakeKeepTx) error { return tx.DropAdvisoryFile(f.ID) })
}

// why is a fault with its place. Whoever read the file was not told what it is called.
func why(f feed.File, e *fault.Error) feed.Why {
	w := feed.Why{Code: e.Code, Args: maps.Clone(e.Args)}
	if len(e.Fields) > 0 {
		one := e.Fields[0]
		w = feed.Why{Code: one.Code, Path: strings.TrimPrefix(one.Path, ", "), Args: maps.Clone(one.Args)}
	}
	if name, named := w.Args["file"]; named && name == "" {
		w.Args["file"] = f.Name
	}
	return w
}

// look reads the file to its end, counts its advisories, and finds what makes it unfit. It returns the sources that speak in it.
func (v Take) look(ctx context.Context, s access.Scope, f *feed.File) (sources []vuln.Source, err error) {
	seen := map[string][sha256.Size]byte{}
	f.Total = 0
	err = v.each(ctx, s, f, func(a vuln.Advisory) error {
		if f.Total++; f.Total > feed.Records {
			return fault.New(fault.Exceeded, "fault.advisory.records", fault.Args{"limit": strconv.Itoa(feed.Records)})
		}
		digest, err := a.Digest()
		if err != nil {
			return err
		}
		if was, twice := seen[feed.Key(a)]; twice && was != digest {
			return fault.New(fault.Invalid, "fault.advisory.twice", fault.Args{"id": string(a.ID)})
		}
		seen[feed.Key(a)] = digest
		if !slices.Contains(sources, a.Source) {
			sources = append(sources, a.Source)
		}
		return nil
	})
	if err == nil && f.Total == 0 {
		err = fault.New(fault.Invalid, "fault.advisory.none", nil)
	}
	return sources, err
}

// take takes batch by batch, and then what a whole list does not have any more.
func (v Take) take(ctx context.Context, s access.Scope, f *feed.File, sources []vuln.Source, progress func(done, total int64) error) error {
	var batch []vuln.Advisory
	f.Done, f.Count = 0, feed.Count{}
	flush := func() error {
		if err := v.batch(ctx, s, f, batch); err != nil {
			return err
		}
		f.Done += len(batch)
		batch = batch[:0]
		return progress(int64(f.Done), int64(f.Total))
	}
	err := v.each(ctx, s, f, func(a vuln.Advisory) error {
		if batch = append(batch, a); len(batch) < feed.AtOnce {
			return nil
		}
		return flush()
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	for _, source := range sources {
		for more := feed.Whole(source); err == nil && more; {
			more, err = v.gone(ctx, s, f, source)
		}
	}
	return err
}

// each reads the file from its pieces, through the child.
func (v Take) each(ctx context.Context, s access.Scope, f *feed.File, visit func(vuln.Advisory) error) (err error) {
	f.Kind, err = v.Parse(ctx, &stored{ctx: ctx, of: v, s: s, id: f.ID}, visit)
	return err
}

// batch holds some advisories beside what is kept, and keeps what is new or has changed.
func (v Take) batch(ctx context.Context, s access.Scope, f *feed.File, list []vuln.Advisory) error {
	keys := make([]string, len(list))
	for i, a := range list {
		keys[i] = feed.Key(a)
	}
	var seen []ident.Object
	err := v.act(ctx, s, f, func(tx TakeTx) (count feed.Count, puts []feed.Stored, err error) {
		marks, err := tx.AdvisoryMarks(keys)
		if err != nil {
			return count, nil, err
		}
		seen = nil
		for i, a := range list {
			mark, found := marks[keys[i]]
			digest, err := a.Digest()
			if err != nil {
				return count, nil, err
			}
			is := feed.Judge(a, digest, mark, found)
			if count.Note(is); is == feed.Same || is == feed.Older {
				seen = append(seen, mark.ID)
				continue
			}
			if is == feed.New {
				if mark.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
					return count, nil, err
				}
			}
			mark = feed.Mark{ID: mark.ID, Rev: mark.Rev + 1, ChangedAt: a.ChangedAt(), Digest: digest}
			marks[keys[i]] = mark // it may come a second time
			puts = append(puts, feed.Stored{ID: mark.ID, Rev: mark.Rev, Advisory: a})
		}
		return count, puts, nil
	})
	if err != nil || len(seen) == 0 {
		return err
	}
	s.At = v.Now()
	return v.Keep(ctx, s, func(tx TakeKeepTx) error { return tx.SawAdvisories(*f, seen) })
}

// gone takes back some of what a whole list does not have any more, and reports whether there may be more.
func (v Take) gone(ctx context.Context, s access.Scope, f *feed.File, source vuln.Source) (more bool, err error) {
	err = v.act(ctx, s, f, func(tx TakeTx) (count feed.Count, puts []feed.Stored, err error) {
		puts, err = tx.UnseenAdvisories(*f, source, feed.AtOnce)
		for i := range puts {
			puts[i].Rev, puts[i].Advisory.State, puts[i].WithdrawnAt = puts[i].Rev+1, vuln.Withdrawn, tx.Now()
		}
		count.Gone, more = len(puts), len(puts) == feed.AtOnce
		return count, puts, err
	})
	return more, err
}

// act is one batch: what it changed is one entry, and without a change there is none.
func (v Take) act(ctx context.Context, s access.Scope, f *feed.File, do func(TakeTx) (feed.Count, []feed.Stored, error)) error {
	var count feed.Count
	s.At = v.Now()
	_, err := v.Act(ctx, s, ident.Key{}, func(tx TakeTx) (ledger.Entry, error) {
		now, err := tx.AdvisoryFile(f.ID)
		if err == nil && now.State != feed.Running {
			err = fault.New(fault.Conflict, "fault.advisory.moved", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		var puts []feed.Stored
		if count, puts, err = do(tx); err != nil || len(puts) == 0 {
			return ledger.Entry{}, err
		}
		e := entry(ledger.AdvisoriesTaken, s, *f)
		e.Facts = map[string]string{"advisories": strconv.Itoa(len(puts))}
		return e, tx.PutAdvisories(*f, puts)
	})
	if err == nil {
		f.Count.Add(count)
	}
	return err
}

// stored reads the pieces of a file as one stream.
type stored struct {
	ctx  context.Context //nolint:containedctx // it lives for one reading
	of   Take
	s    access.Scope
	id   ident.Object
	at   int
	left []byte
	room []byte
}

func (r *stored) Read(b []byte) (int, error) {
	if len(r.left) == 0 {
		r.s.At = r.of.Now()
		err := r.of.Keep(r.ctx, r.s, func(tx TakeKeepTx) (err error) {
			r.room, err = tx.AdvisoryChunk(r.id, r.at, r.room)
			return err
		})
		if fault.Is(err, fault.Hidden) {
			return 0, io.EOF
		}
		if err != nil {
			return 0, err
		}
		r.left = r.room
		r.at++
	}
	n := copy(b, r.left)
	r.left = r.left[n:]
	return n, nil
}
