package api

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Invited is somebody who was invited.
type Invited struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Mail      string   `json:"mail"`
	Unit      string   `json:"unit"`
	Roles     []string `json:"roles"`
	State     string   `json:"state" enum:"queued,sent,opened,waiting,taken,declined,withdrawn,expired" doc:"waiting: answered, and waits for an administrator who confirms who it is"`
	Confirmed int      `json:"confirmed" doc:"administrators who stand by the person today; two are needed, or one with a sign-in of another house"`
	ExpiresAt string   `json:"expires_at" format:"date-time"`
	EndedAt   string   `json:"ended_at,omitempty" format:"date-time"`
	ToldAt    string   `json:"told_at,omitempty" format:"date-time" doc:"when the mail left by which the person learned that the account is open; none leaves where it opened while they were there"`
}

type invitedOut struct {
	Body struct {
		Invitation string `json:"invitation,omitempty"`
		Code       string `json:"code,omitempty" doc:"told once, for another way than the mail; absent when the request was repeated"`
		ExpiresAt  string `json:"expires_at,omitempty" format:"date-time"`
	}
}

func (a *API) invite(c *call, _ *actIn) (*invitedOut, error) {
	var n appointing.Newcomer
	var unit, from, until string
	err := c.texts(map[string]*string{"name": &n.Name, "kana": &n.Kana, "mail": &n.Mail, "phone": &n.Phone, "unit": &unit, "from": &from, "until": &until},
		map[string]*[]string{"roles": &n.Roles}, nil)
	if err != nil {
		return nil, err
	}
	d, err := days(map[string]string{"from": from, "until": until})
	if err != nil {
		return nil, err
	}
	n.Unit, n.From, n.Until = ident.Unit(unit), d["from"], d["until"]
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	code, err := a.Organisation.Invite.Do(c.Context(), c.Scope, key, n)
	if err != nil {
		return nil, err
	}
	return told(code), nil
}

func invitedView(i party.Invitation, now ident.Instant) Invited {
	return Invited{i.ID, i.Name, i.Mail, string(i.Hat.Unit), i.Hat.Roles, string(i.StageAt(now)), access.Backing(i), clock(i.ExpiresAt), when(i.EndedAt), when(i.ToldAt)}
}

type invitationsOut struct {
	Body struct {
		Invitations []Invited `json:"invitations" doc:"the newest first"`
	}
}

func (a *API) invitations(c *call, _ *struct{}) (*invitationsOut, error) {
	out := &invitationsOut{}
	out.Body.Invitations = []Invited{}
	return out, a.Organisation.Read(c.Context(), c.Scope, func(tx OrganisationTx) error {
		list, err := tx.Invitations()
		for _, i := range list {
			out.Body.Invitations = append(out.Body.Invitations, invitedView(i, c.Now))
		}
		return err
	})
}

func (a *API) inviteAgain(c *call, in *idAct) (*invitedOut, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	code, err := a.Organisation.Again.Do(c.Context(), c.Scope, key, in.ID)
	if err != nil {
		return nil, err
	}
	return told(code), nil
}

// told is the code of an invitation; a repeated request is told none.
func told(code appointing.Code) *invitedOut {
	out := &invitedOut{}
	out.Body.Invitation, out.Body.Code = code.Invitation, code.Code
	if code.UntilAt != 0 {
		out.Body.ExpiresAt = clock(code.UntilAt)
	}
	return out
}

func (a *API) withdraw(c *call, in *idAct) (*membersOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Organisation.Withdraw.Do(c.Context(), c.Scope, key, in.ID)
	}
	if err != nil {
		return nil, err
	}
	return a.colleagues(c, nil)
}
