package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/opening"
	"kanmin/internal/flow/carding"
)

// DutyCardTx is what is read of the card of one's own unit.
type DutyCardTx interface {
	DutyCard() (dutycard.Card, []dutycard.Code, error)
}

// Carding are the flows about 当直カード, and the way in of what was written without a network; every field is needed.
type Carding struct {
	Read  Reading[DutyCardTx]
	Issue carding.Issue
	End   carding.End
	// Take files a packet.
	Take func(ctx context.Context, file []byte) (ident.Number, ident.Instant, error)
}

// DutyCard is the latest card of a unit.
type DutyCard struct {
	Name    string         `json:"name" doc:"as printed; empty: none was issued"`
	At      string         `json:"issued_at,omitempty" format:"date-time"`
	EndedAt string         `json:"ended_at,omitempty" format:"date-time"`
	By      string         `json:"issued_by,omitempty"`
	Left    int            `json:"left" doc:"codes that can be used"`
	Used    []DutyCardUsed `json:"used"`
	Codes   []string       `json:"codes,omitempty" doc:"in the answer to issuing alone, once"`
}

// DutyCardUsed is one code that was used.
type DutyCardUsed struct {
	N      int    `json:"n" doc:"which of the codes, from 1"`
	At     string `json:"at" format:"date-time"`
	Number string `json:"number" doc:"of the report that it brought"`
}

// PacketTaken is all that whoever brings a packet is told.
type PacketTaken struct {
	Number    string `json:"number" example:"報-R8-7K4M-2QXD-W"`
	ArrivedAt string `json:"arrived_at" format:"date-time"`
}

type (
	dutyCardOut    struct{ Body DutyCard }
	packetTakenOut struct{ Body PacketTaken }
)

func (a *API) carding(t *table) {
	add(t, carding.MayRead, huma.Operation{
		OperationID: "show-duty-card", Method: http.MethodGet, Path: "/organisation/card", Tags: []string{"organisation"}, Summary: "The latest duty card (当直カード) of the own unit",
	}, a.dutyCard)
	add(t, carding.MayWrite, huma.Operation{
		OperationID: "issue-duty-card", Method: http.MethodPost, Path: "/organisation/card", DefaultStatus: http.StatusCreated, Tags: []string{"organisation"},
		Summary: "Issue a duty card with one-time codes; the one before it ends", RequestBody: jsonBody(objectSchema(map[string]any{}), false),
	}, a.issueDutyCard)
	t.fresh()
	add(t, carding.MayWrite, huma.Operation{
		OperationID: "end-duty-card", Method: http.MethodPost, Path: "/organisation/card/end", Tags: []string{"organisation"}, Summary: "End the duty card at once",
		RequestBody: jsonBody(objectSchema(map[string]any{}), false),
	}, a.endDutyCard)
	add(t, access.Permission{}, huma.Operation{
		OperationID: "take-packet", Method: http.MethodPost, Path: "/packets", DefaultStatus: http.StatusCreated, Tags: []string{"reports"},
		Summary:     "Bring a report that was written without a network: the body is the file that the offline form saved. Nobody need sign in; the same file is answered the same. Whatever cannot be taken in is one answer.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{proofType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}},
	}, a.takePacket)
	t.under(opening.Report)
}

func (a *API) dutyCard(c *call, _ *struct{}) (*dutyCardOut, error) {
	out := &dutyCardOut{Body: DutyCard{Used: []DutyCardUsed{}}}
	return out, a.Carding.Read(c.Context(), c.Scope, func(tx DutyCardTx) error {
		card, codes, err := tx.DutyCard()
		if err != nil || card.ID == "" {
			return err
		}
		out.Body.Name, out.Body.At, out.Body.EndedAt, out.Body.By = card.Name, clock(card.At), when(card.EndedAt), card.By
		if card.Good() {
			out.Body.Left = dutycard.Left(codes)
		}
		for _, x := range codes {
			if x.UsedAt != 0 {
				out.Body.Used = append(out.Body.Used, DutyCardUsed{x.N, clock(x.UsedAt), string(x.Number)})
			}
		}
		return nil
	})
}

func (a *API) issueDutyCard(c *call, _ *acting) (*dutyCardOut, error) {
	key, err := a.plainKey(c)
	if err != nil {
		return nil, err
	}
	sheet, err := a.Carding.Issue.Do(c.Context(), c.Scope, key)
	if err != nil {
		return nil, err
	}
	out, err := a.dutyCard(c, nil)
	if err == nil {
		out.Body.Codes = sheet.Codes
	}
	return out, err
}

func (a *API) endDutyCard(c *call, _ *acting) (*dutyCardOut, error) {
	key, err := a.plainKey(c)
	if err == nil {
		err = a.Carding.End.Do(c.Context(), c.Scope, key)
	}
	if err != nil {
		return nil, err
	}
	return a.dutyCard(c, nil)
}

// plainKey is the key of an act that takes nothing but its address.
func (a *API) plainKey(c *call) (ident.Key, error) {
	if len(c.body) > 0 {
		if err := c.texts(nil, nil, nil); err != nil {
			return ident.Key{}, err
		}
	}
	return c.key()
}

func (a *API) takePacket(c *call, _ *struct{}) (*packetTakenOut, error) {
	n, at, err := a.Carding.Take(c.Context(), c.body)
	if err != nil {
		return nil, err
	}
	return &packetTakenOut{Body: PacketTaken{string(n), clock(at)}}, nil
}
