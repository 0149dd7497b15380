// Package advisory reads a feed of vulnerabilities, of whichever kind it is: KEV, CVE records, NVD, CSAF with VEX, JVN iPedia, OSV, EPSS. The kind is
// told by the content, never by the file's name; what is no feed is answered in words.
//
// A feed is refused whole. What is handed on before a fault counts for nothing, so whoever keeps it keeps it in one act, or not.
package advisory

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"iter"

	"kanmin/internal/adapter/format/csaf"
	"kanmin/internal/adapter/format/cve"
	"kanmin/internal/adapter/format/epss"
	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/adapter/format/kev"
	"kanmin/internal/adapter/format/myjvn"
	"kanmin/internal/adapter/format/nvd"
	"kanmin/internal/adapter/format/osv"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/vuln"
)

// Record is an advisory with where and how it was written.
type Record struct {
	vuln.Advisory
	Place  feed.Place
	Raw    []byte            // as it was written, good until the next; of a CSAF document all of it
	Digest [sha256.Size]byte // of Raw
}

// Feed is a file that is being read. What it says of the whole is good after All came to its end without a fault.
type Feed struct {
	Name    string
	Kind    Kind
	Records int               // those that say something new
	Bytes   int64             // of the file as it came
	Digest  [sha256.Size]byte // of the file as it came

	in   io.Reader
	now  ident.Instant
	sum  hash.Hash
	seen map[key]mark
	last [sha256.Size]byte
	take func(Record) bool
}

// key is what may stand in a file once.
type key struct {
	id       vuln.ID
	document string
}

// mark tells the content of one that was read.
type mark struct {
	digest [sha256.Size]byte
	part   int
}

// errEnough is a reader that wants no more.
var errEnough = errors.New("enough")

// Open begins to read a file, gzip or plain. now is the time of the import, against which instants are held.
func Open(name string, in io.Reader, now ident.Instant) *Feed {
	return &Feed{Name: name, in: in, now: now, sum: sha256.New(), seen: map[key]mark{}}
}

// All are the advisories of the file, once. A fault ends it, and is the last that it hands on; it names the file, the record and the place.
func (f *Feed) All() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f.take = func(r Record) bool { return yield(r, nil) }
		err := f.read()
		switch {
		case errors.Is(err, errEnough):
		case err != nil:
			yield(Record{}, err)
		}
	}
}

// Write counts what comes.
func (f *Feed) Write(p []byte) (int, error) {
	f.Bytes += int64(len(p))
	return f.sum.Write(p)
}

const head = 512

func (f *Feed) read() error {
	whole := io.TeeReader(feed.Bound(f.Name, f.in, feed.MaxBytes), f)
	in := bufio.NewReaderSize(whole, 64<<10)
	at := feed.Place{File: f.Name}
	if magic, err := in.Peek(2); err == nil && string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return at.Broken(err)
		}
		in = bufio.NewReaderSize(feed.Bound(f.Name, z, feed.MaxBytes), 64<<10)
	}
	if err := f.content(at, in); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, whole); err != nil { // what a packed file has behind its end belongs to its digest
		return at.Broken(err)
	}
	f.sum.Sum(f.Digest[:0])
	return nil
}

func (f *Feed) content(at feed.Place, in *bufio.Reader) error {
	begin, err := in.Peek(head)
	if err != nil && !errors.Is(err, io.EOF) {
		return at.Broken(err)
	}
	if bom := []byte("\ufeff"); bytes.HasPrefix(begin, bom) {
		_, _ = in.Discard(len(bom))
		begin = begin[len(bom):]
	}
	if code := stranger(begin); code != "" {
		return at.Fault(code)
	}
	text := bytes.TrimLeft(begin, " \t\r\n")
	switch {
	case len(text) == 0:
		return at.Fault("fault.feed.empty")
	case text[0] == '{' || text[0] == '[':
		return f.documents(in)
	case text[0] == '<':
		f.Kind = JVN
		return myjvn.AdvisoriesXML(f.Name, in, f.one)
	case bytes.HasPrefix(text, []byte("#model_version")) || bytes.HasPrefix(text, []byte("cve,epss")):
		f.Kind = EPSS
		return epss.Scores(f.Name, in, f.one)
	}
	return at.Fault("fault.feed.kind")
}

// readers of one JSON document each.
var readers = map[Kind]func(*feed.JSON, feed.Take) error{
	KEV: kev.Advisories, CVE: cve.Advisories, NVD: nvd.Advisories, CSAF: csaf.Advisories, JVN: myjvn.Advisories, OSV: osv.Advisories,
}

// documents reads JSON: one document, several one behind another (a record a line), or a list of them.
func (f *Feed) documents(in io.Reader) error {
	j := feed.NewJSON(f.Name, in)
	if c, err := j.Peek(); err == nil && c == '[' {
		if err := j.List(func(int) error { return f.document(j) }); err != nil {
			return err
		}
	}
	for {
		_, err := j.Peek()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := f.document(j); err != nil {
			return err
		}
	}
}

func (f *Feed) document(j *feed.JSON) error {
	kind, err := f.look(j)
	switch {
	case err != nil:
		return err
	case f.Kind == "":
		f.Kind = kind
	case f.Kind != kind:
		return j.Here().Fault("fault.feed.mixed", "first", string(f.Kind), "then", string(kind))
	}
	return readers[kind](j, f.one)
}

// look tells the kind of the document that comes: from a little, and from more where the little leaves it open.
func (f *Feed) look(j *feed.JSON) (kind Kind, err error) {
	for _, n := range []int{4 << 10, ahead} {
		begin, err := j.Ahead(n)
		if err != nil {
			return "", err
		}
		kind, err = kindOf(j.Here(), begin)
		if err == nil && kind != CSAF || len(begin) < n {
			return kind, err
		}
	}
	return kind, err
}

// one hands an advisory on, unless the same stood before.
func (f *Feed) one(d *feed.Draft, raw []byte) error {
	d.Tell(f.now)
	if err := d.Check(); err != nil {
		return d.Place.Unfit(err)
	}
	if d.Part == 0 {
		f.last = sha256.Sum256(raw)
	}
	k, m := key{d.ID, d.Document}, mark{f.last, d.Part}
	switch before, twice := f.seen[k]; {
	case twice && before == m:
		return nil
	case twice:
		return d.Place.Fault("fault.feed.differs", "text", string(d.ID))
	case len(f.seen) >= feed.MaxRecords:
		return d.Place.Over("fault.feed.many", feed.MaxRecords)
	}
	f.seen[k] = m
	f.Records++
	if !f.take(Record{Advisory: d.Advisory, Place: d.Place, Raw: raw, Digest: f.last}) {
		return errEnough
	}
	return nil
}
