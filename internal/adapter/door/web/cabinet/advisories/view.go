package advisories

import (
	"encoding/hex"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/vuln/feed"
)

var tones = map[feed.State]look.Tone{feed.Running: look.Info, feed.Taken: look.Good, feed.Refused: look.Warn}

func state(r *gate.Request, f feed.File) look.Tag {
	return look.Tag{Text: r.T("feed.state." + string(f.State)), Tone: tones[f.State]}
}

// counted is what a file brought, in one line; of one that was refused, why.
func counted(r *gate.Request, f feed.File) string {
	switch {
	case f.State == feed.Refused:
		return why(r, f)
	case f.State == feed.Running && f.Total > 0:
		return r.T("progress.of", "n", look.Number(f.Done), "of", look.Number(f.Total))
	case f.State != feed.Taken && f.State != feed.Stopped:
		return ""
	}
	var parts []string
	for _, one := range counts(f.Count) {
		if one.n > 0 {
			parts = append(parts, r.T("feed.count."+one.key, "n", look.Number(one.n)))
		}
	}
	return strings.Join(parts, r.T("feed.count.and"))
}

type count struct {
	key string
	n   int
}

func counts(c feed.Count) []count {
	return []count{{"new", c.New}, {"changed", c.Changed}, {"gone", c.Gone}, {"same", c.Same}, {"older", c.Older}}
}

// why is the fault of a file with its place.
func why(r *gate.Request, f feed.File) string {
	said := look.SayArgs(r.Lang, f.Why.Code, f.Why.Args)
	if f.Why.Path == "" {
		return said
	}
	return r.T("feed.at", "place", f.Why.Path, "why", said)
}

func view(r *gate.Request, f feed.File) (v One, err error) {
	v = One{Name: f.Name, Here: Path + "/" + string(f.ID), State: state(r, f), Lead: r.T("feed.lead." + string(f.State))}
	v.Facts = []look.Answer{{Question: r.T("feed.brought"), Text: look.Moment(r.Lang, f.At)}, {Question: r.T("feed.by"), Text: f.By}, {Question: r.T("feed.size"), Text: r.T("feed.bytes", "n", look.Number(int(f.Size)))}}
	if f.Kind != "" {
		v.Facts = append(v.Facts, look.Answer{Question: r.T("feed.kind"), Text: f.Kind})
	}
	if f.Size > 0 {
		v.Facts = append(v.Facts, look.Answer{Question: "SHA-256", Text: hex.EncodeToString(f.Digest[:])})
	}
	if f.State == feed.Taken || f.State == feed.Stopped {
		for _, one := range counts(f.Count) {
			v.Facts = append(v.Facts, look.Answer{Question: r.T("feed.is." + one.key), Text: look.Number(one.n)})
		}
	}
	switch {
	case f.State == feed.Refused:
		v.Notice = &look.Notice{Tone: look.Warn, Title: why(r, f), Text: []string{r.T("feed.refused.text")}}
	case f.State.Open():
		v.Poll, v.Stop = v.Here, v.Here+"/stop"
		if f.Total > 0 {
			v.Progress = &look.Progress{Label: r.T("feed.progress"), Done: f.Done, Total: f.Total}
		}
		v.Key, err = r.NewKey()
	}
	return v, err
}
