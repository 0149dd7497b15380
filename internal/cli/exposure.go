package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/serve"
)

// AccountExposureCmd says which records somebody could have read, and which they did.
type AccountExposureCmd struct {
	Person  string `help:"A person, by the e-mail address under which they sign in or by id."`
	Session string `help:"A session, by its id."`
	Token   string `help:"A service token, by its id."`
	From    string `help:"The beginning of the window, such as 2026-11-23T09:00+09:00; thirty days ago if not given."`
	Until   string `help:"The end of the window; now if not given."`
	JSON    bool   `name:"json" help:"Answer as JSON."`
}

const exposureDays = 30

// Run prints numbers and organisations, never content. It only reads, and works while the house is open. With no person, session or token it is about everybody who was
// signed in between the two instants.
func (c AccountExposureCmd) Run(ctx context.Context, s *Streams) error {
	if n := given(c.Person) + given(c.Session) + given(c.Token); n > 1 || n == 0 && (c.From == "" || c.Until == "") {
		return usage("--person、--session、--token のどれか一つか、--from と --until の両方を指定してください。", "Give one of --person, --session, --token, or both --from and --until.")
	}
	return besideHouse(ctx, s, func(h *serve.House) error {
		now := ident.At(h.Now())
		from, err := instant("--from", c.From, now.Add(-exposureDays*24*time.Hour))
		if err != nil {
			return err
		}
		until, err := instant("--until", c.Until, now)
		if err != nil {
			return err
		}
		if until <= from {
			return usage("--until は --from より後にしてください。", "--until must be after --from.")
		}
		x, err := h.Exposure(ctx, serve.Suspect{Person: c.Person, Session: ident.Session(c.Session), Token: ident.Token(c.Token), From: from, Until: until})
		if fault.Is(err, fault.Hidden) {
			return &accountRefusal{"その人・セッション・トークンは、この期間にありません。 / There is no such person, session or token in this window.", err}
		}
		if err != nil {
			return err
		}
		return printExposure(s.Out, x, c.JSON)
	})
}

func given(s string) int {
	if s == "" {
		return 0
	}
	return 1
}

func instant(flag, text string, without ident.Instant) (ident.Instant, error) {
	if text == "" {
		return without, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil {
			return ident.At(t), nil
		}
	}
	return 0, usage(flag+": 2026-11-23T09:00+09:00 の形で書いてください。", flag+": write it as 2026-11-23T09:00+09:00.")
}

// exposureView is the JSON answer.
type exposureView struct {
	From   string        `json:"from"`
	Until  string        `json:"until"`
	Actors int           `json:"actors"`
	Hats   int           `json:"hats"`
	Could  exposureCount `json:"could_read"`
	Read   exposureCount `json:"read"`
}

type exposureCount struct {
	Records       int           `json:"records"`
	Organisations []exposureOrg `json:"organisations"`
}

type exposureOrg struct {
	Name    string         `json:"name"`
	Numbers []ident.Number `json:"numbers"`
}

func printExposure(w io.Writer, x serve.Exposure, asJSON bool) error {
	at := func(i ident.Instant) string { return i.Japan().Format(time.RFC3339) }
	v := exposureView{From: at(x.From), Until: at(x.Until), Actors: x.Actors, Hats: x.Hats}
	for into, list := range map[*exposureCount][]serve.Exposed{&v.Could: x.Could, &v.Read: x.Read} {
		into.Organisations = []exposureOrg{}
		for _, o := range list {
			into.Records += len(o.Numbers)
			into.Organisations = append(into.Organisations, exposureOrg{o.Name, o.Numbers})
		}
	}
	if asJSON {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	}
	_, err := fmt.Fprintf(w, "%s … %s\n%d people and tokens, %d hats\n", v.From, v.Until, v.Actors, v.Hats)
	for _, part := range []struct {
		name string
		exposureCount
	}{{"読むことができた記録 / could have been read", v.Could}, {"読んだ記録 / were read", v.Read}} {
		if err == nil {
			_, err = fmt.Fprintf(w, "\n%s: %d\n", part.name, part.Records)
		}
		for _, o := range part.Organisations {
			if err == nil {
				_, err = fmt.Fprintf(w, "  %s: %d\n", o.Name, len(o.Numbers))
			}
			for _, n := range o.Numbers {
				if err == nil {
					_, err = fmt.Fprintf(w, "    %s\n", n)
				}
			}
		}
	}
	return err
}
