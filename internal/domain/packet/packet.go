// Package packet owns what is written down where there is no network (R7): one 速報, with the code of a 当直カード and the time on the
// writer's computer. It leaves that computer sealed (adapter/format/envelope), in a file that anybody may carry.
package packet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
)

// Bounds of what is inside.
const (
	Limit     = 64 << 10 // bytes
	Block     = 2 << 10  // the length is a multiple of it, so that it tells little of what was written
	mostAsked = 20
)

// Packet is what is inside. The answers are not judged yet.
type Packet struct {
	Form      string // report.prompt
	Version   string // of its declaration, when the offline form was made
	Operator  string // 法人番号
	Code      string // of the card
	WrittenAt ident.Instant
	Answers   []byte // JSON, as the API has it
	Confirmed []string
}

// Form is the form that may be filled in without a network.
func Form() form.Form { return incident.PromptForm }

// Version tells one declaration of the form from another.
func Version() string {
	b, err := json.Marshal(Form())
	if err != nil {
		panic(err) // a declaration in Go that is not JSON: found by the first test
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Read reads what was inside, strictly: whatever is not as the offline form writes it is a fault.
func Read(inside []byte) (p Packet, err error) {
	bad := fault.New(fault.Invalid, "fault.packet.refused", nil)
	if len(inside) > Limit || len(inside)%Block != 0 {
		return Packet{}, bad
	}
	var written string
	texts := map[string]*string{"form": &p.Form, "version": &p.Version, "operator": &p.Operator, "code": &p.Code, "written_at": &written}
	seen := 0
	err = form.Object(bytes.TrimRight(inside, " "), func(key string, dec *json.Decoder) error {
		seen++
		switch into, text := texts[key]; {
		case text:
			return dec.Decode(into)
		case key == "answers":
			var raw json.RawMessage
			err := dec.Decode(&raw)
			p.Answers = raw
			return err
		case key == "confirmed":
			return dec.Decode(&p.Confirmed)
		}
		return bad
	})
	p.Code = ident.TidyCheckedCode(p.Code)
	at, wrong := time.Parse(time.RFC3339, written)
	if err != nil || wrong != nil || seen != len(texts)+2 || p.Form != Form().ID || len(p.Version) > 100 || len(p.Operator) > 100 || p.Code == "" ||
		len(p.Confirmed) > mostAsked || at.Year() < 2000 || at.Year() > 2199 {
		return Packet{}, bad
	}
	p.WrittenAt = ident.At(at)
	return p, nil
}

// Write is the reverse of Read, as the offline form does it.
func (p Packet) Write() ([]byte, error) {
	inside, err := json.Marshal(map[string]any{
		"form": p.Form, "version": p.Version, "operator": p.Operator, "code": p.Code, "written_at": p.WrittenAt.Japan().Format(time.RFC3339),
		"answers": json.RawMessage(p.Answers), "confirmed": append([]string{}, p.Confirmed...),
	})
	if over := len(inside) % Block; err == nil && over > 0 {
		inside = append(inside, bytes.Repeat([]byte(" "), Block-over)...)
	}
	if err == nil && len(inside) > Limit {
		err = fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.Itoa(Limit)})
	}
	return inside, err
}
