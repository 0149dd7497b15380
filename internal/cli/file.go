package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// FileCmd is what can be filed.
type FileCmd struct {
	Report     FileReportCmd     `cmd:"" help:"Send a prompt report (速報) from JSON. 速報を送ります。"`
	Procedure  FileProcedureCmd  `cmd:"" help:"File under any procedure that is open (kanmin procedure list). 各省の手続を提出します。"`
	Correction FileCorrectionCmd `cmd:"" help:"Correct what arrived: send the answers that differ. 提出した内容を訂正します。"`
}

// Filed is what every sending has in common.
type Filed struct {
	Client
	Confirm []string `help:"Answer a question with yes: aware_at:ask.future." placeholder:"FIELD:CODE"`
	Key     string   `help:"Idempotency key: repeat it to send the same again without filing it twice." placeholder:"KEY"`
	Attach  []string `help:"A file to send with it; repeat it for more." placeholder:"FILE" sep:"none"`
	Receipt string   `help:"Also write the provisional receipt (受付証の暫定版) to this file." placeholder:"FILE"`
}

// FileReportCmd sends one prompt report: exit 0 arrived, 1 refused, 2 when it could not be tried.
type FileReportCmd struct {
	Filed
	File string `arg:"" help:"The report as JSON (GET /api/v1/schemas/report.prompt.json tells its fields); - reads standard input."`
}

// Run sends the report as it was written: the server judges it, so that page and command line say the same.
func (c *FileReportCmd) Run(ctx context.Context, s *Streams) error {
	return c.file(ctx, s, "report.prompt", "/reports/prompt", c.File)
}

// FileProcedureCmd files under a procedure: exit 0 arrived, 1 refused, 2 when it could not be tried.
type FileProcedureCmd struct {
	Filed
	Procedure string `arg:"" help:"Its id, or the ref of one version: P-R8-7K4M-2QXD-W."`
	File      string `arg:"" help:"The answers as JSON (kanmin procedure schema tells the fields); - reads standard input."`
}

// Run files the answers as they were written.
func (c *FileProcedureCmd) Run(ctx context.Context, s *Streams) error {
	return c.file(ctx, s, c.Procedure, "/procedures/"+url.PathEscape(c.Procedure)+"/filings", c.File)
}

// file sends what a file says to an address that files; with attachments it goes through a draft.
func (c *Filed) file(ctx context.Context, s *Streams, of, path, file string) error {
	body, err := readInput(file, s.In)
	if err != nil {
		return err
	}
	if len(c.Attach) > 0 {
		opening, err := json.Marshal(map[string]string{"form": of})
		if err != nil {
			return err
		}
		return c.through(ctx, s, apiCall{method: "POST", path: "/drafts", body: opening}, body)
	}
	if body, err = withConfirm(body, c.Confirm); err != nil {
		return err
	}
	key, err := keyOr(c.Key)
	if err != nil {
		return err
	}
	return c.hint(s, key, c.send(ctx, s, apiCall{method: "POST", path: path, key: key, body: body}))
}

// hint tells a key that was minted, where something failed that can be sent again under it.
func (c *Filed) hint(s *Streams, key string, err error) error {
	if err != nil && c.Key == "" {
		fmt.Fprintf(s.Err, "操作の番号(送り直すときに使います) / Key, for sending again: --key %s\n", key) //nolint:errcheck // nobody else to tell
	}
	return err
}

// send posts a filing, and shows what has arrived.
func (c *Filed) send(ctx context.Context, s *Streams, filing apiCall) error {
	a, err := c.call(ctx, s, filing)
	if err != nil {
		return err
	}
	var v sentView
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	if c.Receipt != "" {
		receipt, err := c.call(ctx, s, get("/reports/"+v.ASCII+"/receipt.provisional"))
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.Receipt, receipt.body, 0o600); err != nil {
			return unwritable(c.Receipt)
		}
	}
	if c.JSON {
		_, err = s.Out.Write(a.body)
		return err
	}
	_, err = io.WriteString(s.Out, v.text())
	return err
}

// sentView is what the command line shows of a report that has arrived.
type sentView struct {
	Number     string `json:"number"`
	ASCII      string `json:"number_ascii"`
	ArrivedAt  string `json:"arrived_at"`
	Addressees []struct {
		Title   string `json:"title"`
		Office  string `json:"office"`
		Channel string `json:"channel"`
	} `json:"addressees"`
	Due struct {
		Due string `json:"due"`
	} `json:"due"`
	Receipt struct {
		State string `json:"state"`
	} `json:"receipt"`
}

func (v sentView) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "到達しました。 / The report has arrived.\n\n整理番号 / Number\n    %s (%s)\n到達 / Arrived\n    %s\n提出先 / Addressees\n", v.Number, v.ASCII, v.ArrivedAt)
	for _, a := range v.Addressees {
		how := "ここで完了 / complete here"
		if a.Channel != "here" {
			how = "様式を出力して提出 / print the form and hand it in"
		}
		fmt.Fprintf(&b, "    %s %s [%s]\n", a.Title, a.Office, how)
	}
	if v.Due.Due != "" {
		fmt.Fprintf(&b, "詳報の期限 / Detailed report due\n    %s\n", v.Due.Due)
	}
	fmt.Fprintf(&b, "受付証 / Receipt\n    kanmin report receipt %s --wait 30s --out %s.tlog-proof\n", v.ASCII, v.ASCII)
	return b.String()
}

// readInput reads a JSON file, or in for "-", within the server's bound.
func readInput(name string, in io.Reader) ([]byte, error) {
	if name == "-" {
		data, err := bounded(name, in, maxSent)
		return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), err
	}
	data, err := readBounded(name, maxSent)
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), err
}

// readBounded reads a file of at most so many bytes.
func readBounded(name string, most int) ([]byte, error) {
	f, err := os.Open(name) //nolint:gosec // the file that the user named
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close() //nolint:errcheck // only read
	return bounded(name, f, most)
}

func bounded(name string, in io.Reader, most int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, int64(most)+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(data) > most {
		return nil, usage(fmt.Sprintf("%s は大きすぎます(上限%dバイト)。", name, most), fmt.Sprintf("%s is too large (limit %d bytes).", name, most))
	}
	return data, nil
}

// withConfirm puts confirmations into the object as it was written: nothing is decoded, so that the server sees duplicate
// names and everything else that is wrong.
func withConfirm(body []byte, confirm []string) ([]byte, error) {
	if len(confirm) == 0 {
		return body, nil
	}
	list, err := json.Marshal(confirm)
	if err != nil {
		return nil, err
	}
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{"))
	if !ok {
		return body, nil // the server says what is wrong with it
	}
	comma := ","
	if bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("}")) {
		comma = ""
	}
	return append([]byte(`{"confirm":`+string(list)+comma), rest...), nil
}

// keyOr mints an idempotency key where none was given.
func keyOr(key string) (string, error) {
	if key != "" {
		return key, nil
	}
	return ident.NewUUID(rand.Reader)
}

// unwritable says that a file could not be written; what the system says of it may name more than the user wants to show.
func unwritable(name string) error {
	return usage(fmt.Sprintf("%s に書き込めませんでした。", name), fmt.Sprintf("%s could not be written.", name))
}

// asciiOf reads a reference number as people type it, for an address.
func asciiOf(s string) (string, error) {
	n, err := ident.ParseNumber(s)
	if fault.Is(err, fault.Invalid) {
		return "", usage("整理番号として読み取れませんでした。一文字ずつ確かめてください。", "This could not be read as a reference number. Please check each character.")
	}
	return n.ASCII(), err
}
