package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"kanmin/internal/domain/text"
)

// AdvisoryCmd is about advisories (脆弱性情報) through the API.
type AdvisoryCmd struct {
	Import AdvisoryImportCmd `cmd:"" help:"Bring files of advisories (KEV, CVE, NVD, CSAF, JVN, OSV, EPSS). 脆弱性情報のファイルを取り込みます。"`
	Files  AdvisoryFilesCmd  `cmd:"" help:"List the files that were brought, and what became of each. 取り込んだファイルの一覧です。"`
}

// AdvisoryImportCmd brings files, one after the other, and waits for each.
type AdvisoryImportCmd struct {
	Client
	Files  []string `arg:"" name:"file" help:"Files, as their source gives them; gzip too. ファイル。"`
	NoWait bool     `help:"Do not wait until each was taken. 取り込みの終わりを待ちません。"`
	Key    string   `help:"Repeat the key of an attempt whose answer was lost; for one file." placeholder:"KEY"`
}

// advisoryBytes is the server's bound of one file, advisoryPause how often it is asked how far it is.
const (
	advisoryBytes = 1 << 30
	advisoryPause = time.Second
)

// advisoryFile is a file as the API shows it.
type advisoryFile struct {
	ID    string         `json:"id"`
	Name  string         `json:"name"`
	Kind  string         `json:"kind"`
	State string         `json:"state"`
	Done  int            `json:"done"`
	Total int            `json:"total"`
	Count map[string]int `json:"count"`
	Why   *struct {
		Path   string `json:"path"`
		Detail string `json:"detail"`
	} `json:"why"`
}

func (f advisoryFile) open() bool {
	return f.State == "arriving" || f.State == "waiting" || f.State == "running"
}

// Run brings the files. Exit 0 when all were taken, 1 when one was refused.
func (c *AdvisoryImportCmd) Run(ctx context.Context, s *Streams) error {
	if c.Key != "" && len(c.Files) > 1 {
		return usage("--key は、ファイルが一つのときに使えます。", "--key is for one file.")
	}
	refused := 0
	for _, path := range c.Files {
		f, err := c.bring(ctx, s, path)
		if err != nil {
			return err
		}
		if f.State == "refused" {
			refused++
		}
	}
	if refused > 0 {
		return &receiptRefusal{exit: 1, Both: text.Both{Ja: "取り込めなかったファイルがあります。", En: "Not every file was taken."}}
	}
	return nil
}

func (c *AdvisoryImportCmd) bring(ctx context.Context, s *Streams, path string) (f advisoryFile, err error) {
	data, err := readBounded(path, advisoryBytes)
	if err != nil {
		return f, err
	}
	key, err := keyOr(c.Key)
	if err != nil {
		return f, err
	}
	ask := apiCall{method: http.MethodPost, path: "/advisories/files?" + url.Values{"name": {filepath.Base(path)}}.Encode(), body: data, media: "application/octet-stream", key: key}
	for told := ""; ; {
		a, err := c.call(ctx, s, ask)
		if err != nil {
			return f, err
		}
		f = advisoryFile{}
		if err := json.Unmarshal(a.body, &f); err != nil {
			return f, unreached(err)
		}
		if c.NoWait || !f.open() {
			return f, c.say(s, a, f)
		}
		if now := fmt.Sprintf("%s: %d / %d\n", f.Name, f.Done, f.Total); f.Total > 0 && now != told && !c.JSON {
			told = now
			_, _ = fmt.Fprint(s.Err, now)
		}
		if !rest(ctx, advisoryPause) {
			return f, ctx.Err()
		}
		ask = get("/advisories/files/" + url.PathEscape(f.ID))
	}
}

func (c *AdvisoryImportCmd) say(s *Streams, a answered, f advisoryFile) error {
	if c.JSON {
		_, err := s.Out.Write(append(a.body, '\n'))
		return err
	}
	_, err := fmt.Fprintln(s.Out, f.line())
	return err
}

// line is a file in one line.
func (f advisoryFile) line() string {
	said := fmt.Sprintf("%s\t%s\t%s\tnew %d, changed %d, gone %d, same %d, older %d", oneLine(f.Name), f.State, f.Kind, f.Count["new"], f.Count["changed"], f.Count["gone"], f.Count["same"], f.Count["older"])
	if f.Why != nil {
		said += "\t" + oneLine(f.Why.Path+": "+f.Why.Detail)
	}
	return said
}

// AdvisoryFilesCmd lists files.
type AdvisoryFilesCmd struct{ Client }

// Run prints a line for each file, the latest first.
func (c *AdvisoryFilesCmd) Run(ctx context.Context, s *Streams) error {
	a, err := c.call(ctx, s, get("/advisories/files"))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Files []advisoryFile `json:"files"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	for _, f := range v.Files {
		if _, err := fmt.Fprintln(s.Out, f.line()); err != nil {
			return err
		}
	}
	return nil
}
