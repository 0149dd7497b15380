package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// OrganisationCmd is what an administrator does about the organisation's accounts where there is no browser, as in an incident.
// Whoever is signed in, a program cannot sign out: it locks the hat, which stops sessions and tokens from the next request on.
type OrganisationCmd struct {
	Sessions    OrganisationSessionsCmd    `cmd:"" help:"Who is signed in, since when. サインインの状況です。"`
	Members     OrganisationMembersCmd     `cmd:"" help:"Who acts for the organisation, with the id of each hat. 利用者の一覧です。"`
	Stale       OrganisationStaleCmd       `cmd:"" help:"Accounts that nobody uses, and those that are locked. 使われていないアカウントです。"`
	Lock        OrganisationLockCmd        `cmd:"" help:"Stop a hat from the next request on: no session and no token acts under it. 立場を止めます。"`
	Keep        OrganisationKeepCmd        `cmd:"" help:"Keep an account that nobody uses, with the reason. 理由を残して続けます。"`
	Invitations OrganisationInvitationsCmd `cmd:"" help:"Invitations, and how far each came. 招待の状況です。"`
	Again       OrganisationAgainCmd       `cmd:"" help:"Send an invitation once more; the one before is over. 招待を送り直します。"`
	Withdraw    OrganisationWithdrawCmd    `cmd:"" help:"Take an invitation back. 招待を取り消します。"`
}

// rows prints lists of the API, one line for each, its columns separated by tabs.
func rows[V any](ctx context.Context, c *Client, s *Streams, ask apiCall, lines func(V) [][]string) error {
	a, err := c.call(ctx, s, ask)
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v V
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, cells := range lines(v) {
		for i := range cells {
			cells[i] = oneLine(cells[i])
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}

// about is an act about one thing of a list.
func about(part, id, do, key string, body map[string]any) (apiCall, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return apiCall{}, err
	}
	key, err = keyOr(key)
	return apiCall{method: "POST", path: "/organisation/" + part + "/" + url.PathEscape(id) + "/" + do, key: key, body: raw}, err
}

// OrganisationSessionsCmd lists sessions.
type OrganisationSessionsCmd struct{ Client }

// Run prints name, way of signing in, since when, last request, latest end, and the person's id.
func (c *OrganisationSessionsCmd) Run(ctx context.Context, s *Streams) error {
	return rows(ctx, &c.Client, s, get("/organisation/sessions"), func(v struct {
		Sessions []struct {
			Person  string `json:"person"`
			Name    string `json:"name"`
			Method  string `json:"method"`
			SinceAt string `json:"since_at"`
			SeenAt  string `json:"seen_at"`
			UntilAt string `json:"until_at"`
		} `json:"sessions"`
	},
	) (list [][]string) {
		for _, o := range v.Sessions {
			list = append(list, []string{o.Name, o.Method, o.SinceAt, o.SeenAt, o.UntilAt, o.Person})
		}
		return list
	})
}

// OrganisationMembersCmd lists hats.
type OrganisationMembersCmd struct{ Client }

// Run prints the hat's id, state, name, mail address, unit, roles and when it was last worn.
func (c *OrganisationMembersCmd) Run(ctx context.Context, s *Streams) error {
	return rows(ctx, &c.Client, s, get("/organisation/members"), func(v struct {
		Members []struct {
			ID       string   `json:"id"`
			Name     string   `json:"name"`
			Mail     string   `json:"mail"`
			UnitName string   `json:"unit_name"`
			Roles    []string `json:"roles"`
			State    string   `json:"state"`
			SeenAt   string   `json:"seen_at"`
		} `json:"members"`
	},
	) (list [][]string) {
		for _, m := range v.Members {
			list = append(list, []string{m.ID, m.State, m.Name, m.Mail, m.UnitName, strings.Join(m.Roles, ","), m.SeenAt})
		}
		return list
	})
}

// staleList is the answer of the list of unused accounts, and of every act about one.
type staleList struct {
	Days     int `json:"days"`
	Accounts []struct {
		ID       string   `json:"id"`
		Name     string   `json:"name"`
		Mail     string   `json:"mail"`
		Roles    []string `json:"roles"`
		State    string   `json:"state"`
		IdleAt   string   `json:"idle_at"`
		LocksAt  string   `json:"locks_at"`
		LockedAt string   `json:"locked_at"`
	} `json:"accounts"`
}

func staleLines(v staleList) (list [][]string) {
	for _, u := range v.Accounts {
		list = append(list, []string{u.ID, u.State, u.Name, u.Mail, strings.Join(u.Roles, ","), u.IdleAt, cmp.Or(u.LockedAt, u.LocksAt)})
	}
	return list
}

// OrganisationStaleCmd lists accounts that nobody uses.
type OrganisationStaleCmd struct{ Client }

// Run prints the hat's id, state, name, mail address, roles, since when it is idle, and when it is or was locked.
func (c *OrganisationStaleCmd) Run(ctx context.Context, s *Streams) error {
	return rows(ctx, &c.Client, s, get("/organisation/stale"), staleLines)
}

// OrganisationLockCmd locks a hat.
type OrganisationLockCmd struct {
	Client
	Hat string `arg:"" help:"Its id: kanmin organisation members."`
	Key string `help:"Idempotency key." placeholder:"KEY"`
}

// Run locks, and prints the list as it stands then.
func (c *OrganisationLockCmd) Run(ctx context.Context, s *Streams) error {
	ask, err := about("stale", c.Hat, "lock", c.Key, map[string]any{})
	if err != nil {
		return err
	}
	return rows(ctx, &c.Client, s, ask, staleLines)
}

// OrganisationKeepCmd keeps an account.
type OrganisationKeepCmd struct {
	Client
	Hat    string `arg:"" help:"Its id: kanmin organisation stale."`
	Reason string `required:"" help:"Why it is kept; other administrators read it."`
	Key    string `help:"Idempotency key." placeholder:"KEY"`
}

// Run keeps, and prints the list as it stands then.
func (c *OrganisationKeepCmd) Run(ctx context.Context, s *Streams) error {
	ask, err := about("stale", c.Hat, "keep", c.Key, map[string]any{"reason": c.Reason})
	if err != nil {
		return err
	}
	return rows(ctx, &c.Client, s, ask, staleLines)
}

// invitationList is the answer of the list of invitations, and of taking one back.
type invitationList struct {
	Invitations []struct {
		ID        string   `json:"id"`
		Name      string   `json:"name"`
		Mail      string   `json:"mail"`
		Roles     []string `json:"roles"`
		State     string   `json:"state"`
		Confirmed int      `json:"confirmed"`
		ExpiresAt string   `json:"expires_at"`
	} `json:"invitations"`
}

func invitationLines(v invitationList) (list [][]string) {
	for _, i := range v.Invitations {
		list = append(list, []string{i.ID, i.State, i.Name, i.Mail, strings.Join(i.Roles, ","), fmt.Sprint(i.Confirmed), i.ExpiresAt})
	}
	return list
}

// OrganisationInvitationsCmd lists invitations.
type OrganisationInvitationsCmd struct{ Client }

// Run prints the invitation's id, state, name, mail address, roles, how many administrators stand by it, and until when it is good.
func (c *OrganisationInvitationsCmd) Run(ctx context.Context, s *Streams) error {
	return rows(ctx, &c.Client, s, get("/organisation/invitations"), invitationLines)
}

// OrganisationAgainCmd invites once more.
type OrganisationAgainCmd struct {
	Client
	Invitation string `arg:"" help:"Its id: kanmin organisation invitations."`
	Key        string `help:"Idempotency key." placeholder:"KEY"`
}

// Run prints the new invitation's id, its code, which is told once, and until when it is good.
func (c *OrganisationAgainCmd) Run(ctx context.Context, s *Streams) error {
	ask, err := about("invitations", c.Invitation, "again", c.Key, map[string]any{})
	if err != nil {
		return err
	}
	return rows(ctx, &c.Client, s, ask, func(v struct {
		Invitation string `json:"invitation"`
		Code       string `json:"code"`
		ExpiresAt  string `json:"expires_at"`
	},
	) [][]string {
		return [][]string{{v.Invitation, v.Code, v.ExpiresAt}}
	})
}

// OrganisationWithdrawCmd takes an invitation back.
type OrganisationWithdrawCmd struct {
	Client
	Invitation string `arg:"" help:"Its id: kanmin organisation invitations."`
	Key        string `help:"Idempotency key." placeholder:"KEY"`
}

// Run withdraws, and prints the invitations that are still open.
func (c *OrganisationWithdrawCmd) Run(ctx context.Context, s *Streams) error {
	ask, err := about("invitations", c.Invitation, "withdraw", c.Key, map[string]any{})
	if err != nil {
		return err
	}
	return rows(ctx, &c.Client, s, ask, invitationLines)
}
