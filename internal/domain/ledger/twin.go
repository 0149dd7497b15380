package ledger

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// The .txt twin: mail and web filters drop unknown extensions, so the same proof travels inside a
// text that people can read. The readable part is written from the proof alone and compared
// byte for byte, so nobody can change what people read and leave the proof good.
const (
	twinBegin = "-----BEGIN KANMIN RECEIPT-----\n"
	twinEnd   = "-----END KANMIN RECEIPT-----\n"
)

// MakeText writes the .txt twin of a final receipt.
func MakeText(receipt []byte) ([]byte, error) {
	r, err := parseProof(receipt)
	if err != nil {
		return nil, err
	}
	split := bytes.Index(r.Signed, []byte("\n\n"))
	if split < 0 {
		return nil, fault.New(fault.Invalid, "fault.receipt.note", nil)
	}
	if r.Checkpoint, err = ParseCheckpoint(string(r.Signed[:split+1])); err != nil {
		return nil, err
	}
	return twin(r, receipt), nil
}

func verifyText(data []byte, keys note.Verifiers) (Receipt, error) {
	if bytes.Contains(data, []byte("\r\n")) {
		return Receipt{}, fault.New(fault.Invalid, "fault.receipt.crlf", nil)
	}
	if bytes.HasPrefix(data, []byte(provisionalFormat+"\n")) {
		return Receipt{}, fault.New(fault.Invalid, "fault.receipt.promise", nil)
	}
	_, rest, ok := bytes.Cut(data, []byte("\n"+twinBegin)) // at the start of a line: facts are indented
	if !ok {
		return Receipt{}, fault.New(fault.Invalid, "fault.receipt.form", nil)
	}
	proof, ok := bytes.CutSuffix(rest, []byte(twinEnd))
	if !ok {
		return Receipt{}, fault.New(fault.Invalid, "fault.receipt.form", nil)
	}
	r, err := verifyProof(proof, keys)
	if err != nil {
		return Receipt{}, err
	}
	if !bytes.Equal(twin(r, proof), data) {
		return Receipt{}, fault.New(fault.Invalid, "fault.receipt.words", nil)
	}
	return r, nil
}

func twin(r Receipt, proof []byte) []byte {
	var b bytes.Buffer
	b.WriteString("受付証(到達の記録) / Receipt (record of arrival)  [kanmin/text/v1]\n\n")
	for _, l := range r.Lines() {
		fmt.Fprintf(&b, "%s / %s\n    %s\n", l.Ja, l.En, l.Value)
	}
	b.WriteString("\n下の部分は機械が確かめる証明です。1文字でも変わると確かめられません。\n")
	b.WriteString("The part below is proof that a machine checks. It fails if one character changes.\n")
	b.WriteString("  kanmin receipt verify --key KEY FILE\n\n")
	b.WriteString(twinBegin)
	b.Write(proof)
	b.WriteString(twinEnd)
	return b.Bytes()
}

// Line is one line of what people read of a receipt: a heading in both languages and a value.
type Line struct{ Ja, En, Value string }

// Lines returns what a final receipt says to people, in a fixed order: as the .txt twin, the
// printed receipt and the command line show it.
func (r Receipt) Lines() []Line {
	return append(r.Statement.Lines(),
		Line{"記録簿", "Log", r.Checkpoint.Origin},
		Line{"記録簿での位置", "Place in the log", fmt.Sprintf("%d番(0番から、全%d件) / index %d of %d entries", r.Index, r.Checkpoint.Size, r.Index, r.Checkpoint.Size)},
		Line{"記録簿の要約値", "Root of the log", r.Checkpoint.Root.String()},
	)
}

// Lines returns what a statement says to people, in a fixed order.
func (s Statement) Lines() []Line {
	label := s.Kind.Label()
	lines := []Line{{"種類", "Kind", label.Ja + " / " + label.En}}
	add := func(ja, en, value string) {
		if value != "" {
			lines = append(lines, Line{ja, en, value})
		}
	}
	add("整理番号", "Number", string(s.Number))
	add("到達", "Arrived", exact(s.Arrived()))
	if s.Arrived() != s.Instant() {
		add("この記録の日時", "Time of this record", exact(s.Instant()))
	}
	add("提出者", "Filer", s.Facts[FactFiler])
	add("代理人(維持管理者)", "Filed for it by (maintainer)", s.Facts[FactAgent])
	add("委任の番号", "Mandate", s.Facts[FactMandate])
	add("電話で受け付けた課", "Taken by telephone by", s.Facts[FactTelephone])
	add("宛先(この受付証が証明となる先)", "Addressees (it is proof for these only)", s.Facts[FactAddressees])
	add("手続", "Procedure", s.Facts[FactProcedure])
	add("補正した元の番号", "Corrects", s.Facts[FactCorrects])
	add("取り下げた届出の番号", "Withdraws", s.Facts[FactWithdraws])
	if at := stamp(s.Facts[FactWritten]); at != 0 {
		add("通信が使えないときに書かれた日時(書いた端末の時計)", "Written without a network, by the writer's clock", exact(at))
	}
	add("お知らせした期限", "Due date told", s.Facts[FactDue])
	add("提出先と項目の要約値 (SHA-256)", "Digest of who received which sections (SHA-256)", s.Facts[FactReleased])
	add("規則集", "Rule book", s.Facts[FactBook])
	add("提出した人の仮の番号", "Person (pseudonym)", s.Actor)
	add("内容の要約値 (SHA-256)", "Digest of the content (SHA-256)", s.Digest)
	headed := []string{FactArrived, FactFiler, FactAddressees, FactBook, FactDue, FactReleased, FactCorrects, FactWithdraws, FactProcedure, FactWritten, FactTelephone, FactAgent, FactMandate}
	others := make([]string, 0, len(s.Facts))
	for k := range s.Facts {
		if !slices.Contains(headed, k) {
			others = append(others, k)
		}
	}
	slices.Sort(others)
	for _, k := range others {
		if n, ok := strings.CutPrefix(k, FactAttachment); ok {
			add("添付 "+n+" (SHA-256 バイト数 名前)", "Attachment "+n+" (SHA-256, bytes, name)", s.Facts[k])
			continue
		}
		add(k, k, s.Facts[k])
	}
	return lines
}

// exact adds to Clock the same instant to the microsecond in UTC.
func exact(at ident.Instant) string { return Clock(at) + " (" + at.Time().Format(StampLayout) + ")" }

// Clock writes an instant as the receipt shows it to people: in the Japanese era (令和, from
// 2019-05-01), to the second, in JST.
func Clock(at ident.Instant) string {
	j := at.Japan()
	day := fmt.Sprintf("%d年", j.Year())
	if era := j.Year() - 2018; era > 1 {
		day = fmt.Sprintf("令和%d年", era)
	}
	return fmt.Sprintf("%s%d月%d日 %02d時%02d分%02d秒 JST", day, int(j.Month()), j.Day(), j.Hour(), j.Minute(), j.Second())
}
