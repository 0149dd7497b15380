package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/domain/text"
)

const maxFacts = 8 << 20 // bytes of a file of facts: the rule book's own bound

// LawCmd asks the rule book (制度の定め), without a server.
type LawCmd struct {
	Due    LawDueCmd    `cmd:"" help:"By when, and why. 期限と理由。"`
	Assess LawAssessCmd `cmd:"" help:"What must be notified or reported, and why. 届出・報告が要るかと理由。"`
}

// LawDueCmd explains one due date: exit 0 answered, 1 the rule does not stand on that day, 2 usage.
type LawDueCmd struct {
	Rule       string `required:"" help:"Which clock. 期限の種類: asset.new asset.existing asset.integrated asset.change asset.designated plan.review incident.detailed ppc.prompt ppc.final" placeholder:"RULE"`
	On         string `help:"The day that opens the clock: introduced, changed, aware, designated or received. 起算のもとになる日。2026-11-30, R8.11.30, 令和8年11月30日。" placeholder:"DAY"`
	Designated string `aliases:"designated-on" help:"asset.designated: the day of designation; --on is then the introduction. 指定日。" placeholder:"DAY"`
	Introduced string `aliases:"introduced-on" help:"asset.designated: the day of introduction; --on is then the designation. 導入日。" placeholder:"DAY"`
	AsOf       string `help:"The day from which one looks; readings that have passed are marked. 見る日。" placeholder:"DAY"`
	Proper     bool   `help:"ppc.final: no improper purpose, so 30 days. 不正の目的ではない。"`
	Sector     string `help:"Rules of one sector. 事業の区分。" placeholder:"SECTOR"`
	Operator   string `help:"Rules of one operator, by 法人番号。" placeholder:"NUMBER"`
	Lang       string `name:"lang" env:"KANMIN_LANG" enum:"ja,en" default:"ja" help:"Language of the sentences: ja or en."`
	JSON       bool   `name:"json" help:"Answer as the API's JSON, refusals too."`
}

// Run prints the due date with its reasons.
func (c *LawDueCmd) Run(s *Streams) error {
	q := law.Question{Proper: c.Proper, Sector: law.Sector(c.Sector), Operator: c.Operator}
	for _, f := range []struct {
		path, text string
		into       *law.Day
	}{{"on", c.On, &q.On}, {"designated", c.Designated, &q.Designated}, {"introduced", c.Introduced, &q.Introduced}, {"as_of", c.AsOf, &q.AsOf}} {
		if f.text == "" {
			continue
		}
		r, err := law.ReadDay(f.text)
		if err != nil {
			return refuseLaw(s, c.JSON, c.Lang, placed(f.path, err))
		}
		*f.into = r.Day
		if f.text != r.Day.String() && !c.JSON {
			if _, err := fmt.Fprintf(s.Err, "--%s %s\n", strings.ReplaceAll(f.path, "_", "-"), r.Understood.In(c.Lang)); err != nil {
				return err
			}
		}
	}
	if _, ok := law.At(law.Commencement).Sector(q.Sector); q.Sector != "" && !ok {
		return refuseLaw(s, c.JSON, c.Lang, placed("sector", fault.New(fault.Invalid, "fault.law.sector", fault.Args{"text": c.Sector, "sectors": law.SectorNames()})))
	}
	due, err := law.DueFor(c.Rule, q)
	if err != nil {
		return refuseLaw(s, c.JSON, c.Lang, err)
	}
	if c.JSON {
		return writeLaw(s.Out, due)
	}
	_, err = io.WriteString(s.Out, dueWords(due, c.Lang))
	return err
}

// LawAssessCmd assesses the facts of a file: exit 0 answered, 1 the facts cannot be read, 2 no such file.
type LawAssessCmd struct {
	File string `arg:"" help:"Facts in JSON; - reads standard input. 事実を書いたJSONファイル。"`
	Lang string `name:"lang" env:"KANMIN_LANG" enum:"ja,en" default:"ja" help:"Language of the sentences: ja or en."`
	JSON bool   `name:"json" help:"Answer as the API's JSON, refusals too."`
}

// Run prints the assessment.
func (c *LawAssessCmd) Run(s *Streams) error {
	data, err := readFacts(c.File, s.In)
	if err != nil {
		return err
	}
	today := law.DayOf(ident.At(s.Now()))
	if c.JSON {
		out, err := inquiry.Assess(data, today)
		if err != nil {
			return refuseLaw(s, true, c.Lang, err)
		}
		_, err = s.Out.Write(out)
		return err
	}
	q, echoes, err := inquiry.Decode(data)
	if err != nil {
		return refuseLaw(s, false, c.Lang, err)
	}
	a := q.Answer(law.Release(), today)
	a.Understood = echoes
	_, err = io.WriteString(s.Out, answerWords(a, c.Lang))
	return err
}

func readFacts(file string, in io.Reader) ([]byte, error) {
	if file != "-" {
		f, err := os.Open(file) //nolint:gosec // the user's own file
		if err != nil {
			return nil, &lawRefusal{Both: text.Both{Ja: "ファイルを開けませんでした(" + file + ")。", En: "The file could not be opened (" + file + ")."}, exit: 2}
		}
		defer f.Close() //nolint:errcheck // only read
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxFacts+1))
	if err != nil {
		return nil, &lawRefusal{Both: text.Both{Ja: "ファイルを読めませんでした(" + file + ")。", En: "The file could not be read (" + file + ")."}, exit: 2}
	}
	return data, nil
}

func writeLaw(out io.Writer, v any) error {
	b, err := law.Encode(v)
	if err != nil {
		return err
	}
	_, err = out.Write(b)
	return err
}

// lawRefusal is a fault of the rule book in sentences, with the exit code that goes with it.
type lawRefusal struct {
	text.Both
	lang string
	exit int
}

// Error returns the sentence in the language asked for, or both.
func (r *lawRefusal) Error() string {
	if r.lang == "" {
		return r.Ja + " / " + r.En
	}
	return r.In(r.lang)
}

// ExitCode is read by the root command.
func (r *lawRefusal) ExitCode() int { return r.exit }

// placed names the flag in which a fault stands.
func placed(path string, err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	return &fault.Error{Kind: f.Kind, Code: f.Code, Args: f.Args, Fields: []fault.Field{{Path: path, Code: f.Code, Args: f.Args}}}
}

// lawProblem is the answer of --json when there is none: the members that the API's problem documents share.
type lawProblem struct {
	Error struct {
		Code   string        `json:"code"`
		Detail text.Both     `json:"detail"`
		Fields []lawBadPlace `json:"fields"`
	} `json:"error"`
}

type lawBadPlace struct {
	Path   string    `json:"path"`
	Code   string    `json:"code"`
	Detail text.Both `json:"detail"`
}

// refuseLaw says on the right stream why there is no answer. What cannot be read on the command line is usage; what the
// rule book does not answer, or facts that do not hold together, is not.
func refuseLaw(s *Streams, asJSON bool, lang string, err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind == fault.Internal {
		return err
	}
	var p lawProblem
	p.Error.Code, p.Error.Detail, p.Error.Fields = f.Code, lawSentence(f.Code, f.Args), []lawBadPlace{}
	whole := p.Error.Detail
	for _, field := range f.Fields {
		t := lawSentence(field.Code, field.Args)
		p.Error.Fields = append(p.Error.Fields, lawBadPlace{field.Path, field.Code, t})
		if field.Code == f.Code {
			continue // said already
		}
		whole.Ja, whole.En = whole.Ja+"\n  "+field.Path+": "+t.Ja, whole.En+"\n  "+field.Path+": "+t.En
	}
	if asJSON {
		if err := writeLaw(s.Out, p); err != nil {
			return err
		}
	}
	return &lawRefusal{Both: whole, lang: lang, exit: lawExit(f.Code)}
}

func lawExit(code string) int {
	switch code {
	case "fault.law.rule", "fault.law.day.missing", "fault.law.sector", "fault.day.form", "fault.day.none", "fault.day.weekday", "fault.day.era":
		return 2
	}
	return 1
}
