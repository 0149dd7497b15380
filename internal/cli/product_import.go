package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"kanmin/internal/adapter/format/productlist"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
	"kanmin/internal/serve"
)

// ProductImportCmd reads files that name products, of every kind that KANMIN_DICTIONARY takes, and says what each gives or
// at which place it cannot be read. With --into what could be read whole is put where the platform looks for it.
// Exit 0 all were read, 1 at least one was not, 2 usage.
type ProductImportCmd struct {
	Files []string `arg:"" name:"file" help:"Files or directories. ファイルまたはディレクトリ。"`
	Into  string   `placeholder:"DIR" help:"Copy the files that could be read into this directory, which KANMIN_DICTIONARY names. 読み取れたファイルを置く場所。"`
	Lang  string   `env:"KANMIN_LANG" enum:"ja,en" default:"ja" help:"Language of the sentences: ja or en."`
	JSON  bool     `name:"json" help:"One line of JSON for each file."`
}

// importedFile is one line of the answer.
type importedFile struct {
	File     string `json:"file"`
	Kind     string `json:"kind,omitempty"`
	Makers   int    `json:"makers"`
	Products int    `json:"products"`
	Into     string `json:"into,omitempty"`
	Problem  string `json:"problem,omitempty"`
}

// Run reads every file.
func (c *ProductImportCmd) Run(s *Streams) error {
	if c.Into != "" {
		if err := os.MkdirAll(c.Into, 0o700); err != nil {
			return fault.New(fault.Invalid, "fault.product.dictionary", fault.Args{"file": c.Into})
		}
	}
	var failed int
	var trouble error
	serve.ReadLists(c.Files, counting{}, func(f serve.ListFile) {
		line := importedFile{File: f.Path, Kind: string(f.Found.Kind), Makers: f.Found.Makers, Products: f.Found.Products, Problem: f.Says(c.Lang)}
		if f.Err == nil && c.Into != "" {
			into, err := put(f.Path, c.Into)
			if err != nil {
				line.Problem = err.Error()
			}
			line.Into = into
		}
		if line.Problem != "" {
			failed++
		}
		trouble = errors.Join(trouble, c.print(s.Out, line))
	})
	if trouble == nil && failed > 0 {
		trouble = fmt.Errorf("%d file(s) could not be read", failed)
	}
	return trouble
}

func (c *ProductImportCmd) print(out io.Writer, l importedFile) error {
	if c.JSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(l)
	}
	var err error
	switch {
	case l.Problem != "":
		_, err = fmt.Fprintf(out, "%s: %s\n", l.File, l.Problem)
	case c.Lang == "en":
		_, err = fmt.Fprintf(out, "%s: %s, %d products, %d makers\n", l.File, l.Kind, l.Products, l.Makers)
	default:
		_, err = fmt.Fprintf(out, "%s: %s、製品%d件、メーカー%d件\n", l.File, l.Kind, l.Products, l.Makers)
	}
	return err
}

// put copies a file into a directory, whole or not at all.
func put(file, dir string) (into string, err error) {
	in, err := os.Open(file) //nolint:gosec // the file that the user named
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.CreateTemp(dir, ".import-*") // files that begin with a dot are not read
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return "", errors.Join(err, os.Remove(out.Name()))
	}
	into = filepath.Join(dir, filepath.Base(file))
	return into, os.Rename(out.Name(), into)
}

// counting takes what is read and keeps nothing.
type counting struct{}

func (counting) AddPair(string, string, int) {}
func (counting) AddMaker(product.Maker)      {}
func (counting) AddEntry(product.Entry)      {}

var _ productlist.Into = counting{}
