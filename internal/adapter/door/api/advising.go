package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/vuln/feed"
	"kanmin/internal/flow/advising"
)

// AdvisingTx is what is read of files of advisories.
type AdvisingTx interface {
	AdvisoryFile(ident.Object) (feed.File, error)
	AdvisoryFiles(before access.Cursor, limit int) ([]feed.File, error)
	Registered() (party.Org, party.Unit, party.Person, error)
}

// Advising is what the operations about advisories (脆弱性情報) need; every field is needed.
type Advising struct {
	Read  Reading[AdvisingTx]
	Bring advising.Bring
	Stop  advising.Stop
}

// AdvisoryFile is a file of advisories with what became of it.
type AdvisoryFile struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Kind    string        `json:"kind,omitempty" doc:"what it was found to be: kev, cve, nvd, csaf, jvn, osv, epss"`
	State   string        `json:"state" enum:"arriving,waiting,running,taken,refused,stopped"`
	Why     *AdvisoryWhy  `json:"why,omitempty" doc:"why it was refused; nothing of it was taken then"`
	Size    int64         `json:"size" doc:"bytes"`
	Digest  string        `json:"sha256"`
	Done    int           `json:"done" doc:"advisories dealt with"`
	Total   int           `json:"total,omitempty" doc:"advisories in it; absent while unknown"`
	Count   AdvisoryCount `json:"count"`
	At      string        `json:"brought_at" format:"date-time"`
	EndedAt string        `json:"ended_at,omitempty" format:"date-time"`
}

// AdvisoryWhy is a fault of a file.
type AdvisoryWhy struct {
	Code   string `json:"code"`
	Path   string `json:"path,omitempty" doc:"the record and the place in it"`
	Detail string `json:"detail"`
}

// AdvisoryCount is how many advisories of a file were what.
type AdvisoryCount struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Older   int `json:"older" doc:"than what is kept: left as it is"`
	Gone    int `json:"gone" doc:"of a list that is always whole (KEV): not in it any more"`
}

type advisoryFilesOut struct {
	Body struct {
		Files []AdvisoryFile `json:"files"`
	}
}

type advisoryFileOut struct{ Body AdvisoryFile }

type advisoryFileIn struct {
	Name string `query:"name" required:"true" maxLength:"200" doc:"the file's name, as it is shown"`
	Key  string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

// advisoryBytes bounds a file: one byte more tells that it is too large.
const advisoryBytes = feed.Most + 1

// filesListed is how many files one answer lists.
const filesListed = 200

func (a *API) advising(t *table) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/advisories/files" + path, Summary: summary, Tags: []string{"advisories"}}
	}
	add(t, advising.MayBring, op("list-advisory-files", http.MethodGet, "", "Files of advisories (脆弱性情報) that the office brought, the latest first"), a.listAdvisoryFiles)
	bring := op("bring-advisories", http.MethodPost, "", "Bring a file of advisories: the body is its bytes, as its source gives it (KEV, CVE, NVD, CSAF with VEX, JVN iPedia, OSV, EPSS; gzip too). It is taken as a whole or refused as a whole; ask again until its state says which")
	bring.DefaultStatus = http.StatusCreated
	bring.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{proofType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	add(t, advising.MayBring, bring, a.bringAdvisories)
	add(t, advising.MayBring, op("show-advisory-file", http.MethodGet, "/{id}", "What became of a file, and how far it is"), a.showAdvisoryFile)
	add(t, advising.MayBring, op("stop-advisory-file", http.MethodPost, "/{id}/stop", "Stop it: what was taken of it stays"), a.stopAdvisoryFile)
}

func (c *call) advisoryFile(f feed.File) AdvisoryFile {
	v := AdvisoryFile{
		ID: string(f.ID), Name: f.Name, Kind: f.Kind, State: string(f.State), Size: f.Size, Digest: hex.EncodeToString(f.Digest[:]), Done: f.Done, Total: f.Total,
		Count: AdvisoryCount(f.Count), At: clock(f.At),
	}
	if f.EndedAt != 0 {
		v.EndedAt = clock(f.EndedAt)
	}
	if w := f.Why; w.Code != "" {
		v.Why = &AdvisoryWhy{Code: w.Code, Path: w.Path, Detail: look.SayArgs(c.Lang, w.Code, w.Args)}
	}
	return v
}

func (a *API) listAdvisoryFiles(c *call, _ *struct{}) (*advisoryFilesOut, error) {
	out := &advisoryFilesOut{}
	out.Body.Files = []AdvisoryFile{}
	return out, a.Advising.Read(c.Context(), c.Scope, func(tx AdvisingTx) error {
		list, err := tx.AdvisoryFiles(access.Cursor{}, filesListed)
		for _, f := range list {
			out.Body.Files = append(out.Body.Files, c.advisoryFile(f))
		}
		return err
	})
}

func (a *API) showAdvisoryFile(c *call, in *idIn) (*advisoryFileOut, error) {
	out := &advisoryFileOut{}
	return out, a.Advising.Read(c.Context(), c.Scope, func(tx AdvisingTx) error {
		f, err := tx.AdvisoryFile(ident.Object(in.ID))
		out.Body = c.advisoryFile(f)
		return err
	})
}

// bringAdvisories takes a file in as it comes.
func (a *API) bringAdvisories(c *call, in *advisoryFileIn) (*advisoryFileOut, error) {
	up := advising.Upload{Name: in.Name, Body: c.Incoming(c.w, c.Body)}
	if err := a.Advising.Read(c.Context(), c.Scope, func(tx AdvisingTx) error {
		_, _, person, err := tx.Registered()
		up.By = person.Name
		return err
	}); err != nil {
		return nil, err
	}
	up.Key = func(digest [32]byte) (ident.Key, error) {
		return c.Key(sha256.Sum256(append([]byte(c.Method+" "+c.URL.Path+"\n"+in.Name+"\n"), digest[:]...)))
	}
	f, err := a.Advising.Bring.Do(c.Context(), c.Scope, up)
	if err != nil {
		c.Drain(c.w)
		return nil, err
	}
	return a.showAdvisoryFile(c, &idIn{ID: string(f.ID)})
}

func (a *API) stopAdvisoryFile(c *call, in *idAct) (*advisoryFileOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Advising.Stop.Do(c.Context(), c.Scope, key, ident.Object(in.ID))
	}
	if err != nil {
		return nil, err
	}
	return a.showAdvisoryFile(c, &idIn{ID: in.ID})
}
