package cli

import (
	"context"
	"encoding/json"
	"net/url"
	"path/filepath"
	"strconv"

	"kanmin/internal/domain/filing"
)

// through opens a draft, saves what body says, attaches the files, and sends it. With the same key it goes on where it stopped.
func (c *Filed) through(ctx context.Context, s *Streams, opening apiCall, body []byte) error {
	var answers map[string]json.RawMessage
	if json.Unmarshal(body, &answers) != nil || answers == nil {
		return usage("JSONのオブジェクトとして読み取れませんでした。", "This could not be read as a JSON object.")
	}
	key, err := keyOr(c.Key)
	if err != nil {
		return err
	}
	return c.hint(s, key, c.drafted(ctx, s, key, opening, answers))
}

// draftView is what the command line needs of a draft.
type draftView struct {
	ASCII   string `json:"number_ascii"`
	State   string `json:"state"`
	Answers map[string]struct {
		Seq int `json:"seq"`
	} `json:"answers"`
}

func (c *Filed) drafted(ctx context.Context, s *Streams, key string, opening apiCall, answers map[string]json.RawMessage) error {
	opening.key = key + ".open"
	a, err := c.call(ctx, s, opening)
	if err != nil {
		return err
	}
	var draft draftView
	if err := json.Unmarshal(a.body, &draft); err != nil {
		return unreached(err)
	}
	at := "/drafts/" + draft.ASCII
	sending := []byte("{}")
	if confirm, ok := answers["confirm"]; ok { // as a body that is sent whole says it
		sending = append(append([]byte(`{"confirm":`), confirm...), '}')
		delete(answers, "confirm")
	}
	if draft.State == "open" {
		if err := c.save(ctx, s, at, draft, answers); err != nil {
			return err
		}
		for i, name := range c.Attach {
			if err := c.attach(ctx, s, at, key+".file"+strconv.Itoa(i+1), name); err != nil {
				return err
			}
		}
	}
	if sending, err = withConfirm(sending, c.Confirm); err != nil {
		return err
	}
	return c.send(ctx, s, apiCall{method: "POST", path: at + "/send", key: key, body: sending})
}

func (c *Filed) save(ctx context.Context, s *Streams, at string, draft draftView, answers map[string]json.RawMessage) error {
	type saved struct {
		Value json.RawMessage `json:"value"`
		Base  int             `json:"base"`
	}
	save := map[string]saved{}
	for id, value := range answers {
		save[id] = saved{value, draft.Answers[id].Seq}
	}
	raw, err := json.Marshal(map[string]any{"answers": save})
	if err != nil {
		return err
	}
	_, err = c.call(ctx, s, apiCall{method: "PATCH", path: at, body: raw})
	return err
}

// attach sends one file.
func (c *Filed) attach(ctx context.Context, s *Streams, at, key, name string) error {
	bytes, err := readBounded(name, filing.AttachmentMost)
	if err != nil {
		return err
	}
	query := url.Values{"name": {filepath.Base(name)}}
	_, err = c.call(ctx, s, apiCall{method: "POST", path: at + "/files?" + query.Encode(), key: key, body: bytes, media: "application/octet-stream"})
	return err
}
