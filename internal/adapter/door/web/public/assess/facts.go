package assess

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
)

// Bounds of what a page carries. Larger operators ask with kanmin law assess or the API.
const (
	factsLimit    = 384 << 10 // bytes of JSON
	MachinesLimit = 100
)

// Decode reads facts strictly. One thing more than the rule book is understood: that the sector of a business is not known yet.
func Decode(data []byte) (inquiry.Inquiry, []inquiry.Echo, error) {
	if len(data) > factsLimit {
		return inquiry.Inquiry{}, nil, fault.New(fault.Invalid, "fault.body.large", fault.Args{"limit": strconv.Itoa(factsLimit)})
	}
	q, echoes, err := inquiry.Decode(data)
	if f, ok := errors.AsType[*fault.Error](err); ok && onlySectors(f) {
		q, echoes, err = withoutSectors(data)
	}
	if err == nil && Machines(&q) > MachinesLimit {
		err = fault.New(fault.Invalid, "fault.assess.many", fault.Args{"limit": strconv.Itoa(MachinesLimit)})
	}
	return q, echoes, err
}

// decode reads facts of this assessment, and of no other. A result is always of today.
func (k Walk) decode(data []byte) (inquiry.Inquiry, []inquiry.Echo, error) {
	q, echoes, err := Decode(data)
	mine := k.Begin()
	if err == nil && ((mine.Notification != nil) != (q.Notification != nil) || (mine.Event != nil) != (q.Event != nil)) {
		err = fault.New(fault.Invalid, "fault.assess.other", nil)
	}
	q.Day = law.Day{}
	return q, echoes, err
}

// Machines counts the machines of an inquiry.
func Machines(q *inquiry.Inquiry) int {
	n := 0
	if q.Notification != nil {
		for _, b := range q.Notification.Businesses {
			for _, f := range b.Facilities {
				n += len(f.Machines)
			}
		}
	}
	return n
}

// Full reports whether a page can carry no more machines.
func Full(q *inquiry.Inquiry) bool { return Machines(q) >= MachinesLimit }

func onlySectors(f *fault.Error) bool {
	for _, one := range f.Fields {
		if one.Code != "fault.law.sector" || !open(one.Args["text"]) {
			return false
		}
	}
	return len(f.Fields) > 0
}

// open tells whether a sector was left out, or said not to be known.
func open(s string) bool { return s == "" || s == "unknown" || s == "分からない" }

// withoutSectors reads facts in which the sector is not known: with a stand-in, which is taken out again. The facts have passed the
// strict reading but for that.
func withoutSectors(data []byte) (inquiry.Inquiry, []inquiry.Echo, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var tree map[string]any
	if err := d.Decode(&tree); err != nil {
		return inquiry.Inquiry{}, nil, fault.New(fault.Invalid, "fault.json.object", nil)
	}
	var missing []int
	notification, _ := tree["notification"].(map[string]any)
	list, _ := notification["businesses"].([]any)
	for i := range list {
		if b, ok := list[i].(map[string]any); ok {
			if s, _ := b["sector"].(string); open(s) {
				b["sector"] = string(law.Electricity)
				missing = append(missing, i)
			}
		}
	}
	event, _ := tree["event"].(map[string]any)
	if o, ok := event["operator"].(map[string]any); ok {
		if s, _ := o["sector"].(string); open(s) {
			delete(o, "sector")
		}
	}
	filled, err := json.Marshal(tree)
	if err != nil {
		return inquiry.Inquiry{}, nil, fault.New(fault.Invalid, "fault.json.object", nil)
	}
	q, echoes, err := inquiry.Decode(filled)
	for _, i := range missing {
		if q.Notification != nil && i < len(q.Notification.Businesses) {
			q.Notification.Businesses[i].Sector = ""
		}
	}
	return q, echoes, err
}

// Encode writes facts as they travel and as they are saved.
func Encode(q inquiry.Inquiry) ([]byte, error) {
	b, err := law.Encode(q)
	if err == nil && len(b) > factsLimit {
		return nil, fault.New(fault.Invalid, "fault.body.large", fault.Args{"limit": strconv.Itoa(factsLimit)})
	}
	return bytes.TrimSpace(b), err
}

// refuse shows the first page with what could not be read, each place by its path.
func (k Walk) refuse(w http.ResponseWriter, r *gate.Request, err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind == fault.Internal {
		return err
	}
	var problems look.Problems
	for i, one := range f.Fields {
		if i == 20 {
			break
		}
		problems = append(problems, look.Problem{ID: "file", Label: one.Path, Text: r.Why(one)})
	}
	if len(problems) == 0 {
		problems = look.Problems{{ID: "file", Text: r.Why(fault.Field{Code: f.Code, Args: f.Args})}}
	}
	return k.begin(w, r, http.StatusUnprocessableEntity, problems)
}

// upload reads facts that were saved before and shows their result.
func (k Walk) upload(w http.ResponseWriter, r *gate.Request) error {
	in, err := r.MultipartReader()
	if err != nil {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	var data []byte
	for range 4 {
		part, err := in.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return unread(err)
		}
		if part.FormName() == "file" {
			if data, err = io.ReadAll(io.LimitReader(part, factsLimit+1)); err != nil {
				return unread(err)
			}
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(bytes.TrimSpace(data)) == 0 {
		return k.refuse(w, r, fault.New(fault.Invalid, "fault.assess.nofile", nil))
	}
	q, echoes, err := k.decode(data)
	if err != nil {
		return k.refuse(w, r, err)
	}
	return k.show(w, r, &q, echoes)
}

func unread(err error) error {
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.FormatInt(large.Limit, 10)})
	}
	return fault.New(fault.Invalid, "fault.body.form", nil)
}

// save hands out the facts, to be read again here or by kanmin law assess, or the answer.
func (k Walk) save(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	q, _, err := k.decode([]byte(f.Get("facts")))
	if err != nil {
		return k.refuse(w, r, err)
	}
	name, day := strings.ReplaceAll(strings.TrimPrefix(k.Path, "/"), "/", "-"), law.DayOf(r.Now)
	var b []byte
	if f.Get("what") == "answer" {
		name += "-answer"
		b, err = law.Encode(q.Answer(law.Release(), day))
	} else {
		b, err = Encode(q)
		b = append(b, '\n')
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Disposition", `attachment; filename="`+name+"-"+day.String()+`.json"`)
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(b) // the client went away: nobody to tell
	return nil
}
