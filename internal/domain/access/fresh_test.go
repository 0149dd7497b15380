package access_test

import (
	"testing"

	"kanmin/internal/domain/access"
)

// stale are the permissions that change something and need no fresh sign-in, and why. Whoever adds one to the policy says
// on which side it stands.
var stale = map[access.Permission]string{
	{Action: access.File, Object: access.Report}:       "a report must never wait for a sign-in",
	{Action: access.Ask, Object: access.Report}:        "a question is shown to two people before it leaves, and gives nothing away",
	{Action: access.Answer, Object: access.Request}:    "an answer has a term",
	{Action: access.Write, Object: access.Draft}:       "a draft is one's own organisation's",
	{Action: access.Restore, Object: access.Draft}:     "a draft is one's own organisation's",
	{Action: access.Write, Object: access.Account}:     "everybody has it; its routes are marked one by one",
	{Action: access.Verify, Object: access.Platform}:   "a check changes nothing",
	{Action: access.Write, Object: access.Platform}:    "what failed to leave is tried again, to the same recipients, who are judged again",
	{Action: access.Write, Object: access.Name}:        "what a product is called can be undone",
	{Action: access.Ask, Object: access.Approval}:      "asking gives nothing away",
	{Action: access.Decide, Object: access.Approval}:   "nothing leaves the house by an approval alone, and a 速報 waits for none",
	{Action: access.End, Object: access.Approval}:      "an asking that was taken back can be asked again",
	{Action: access.Ask, Object: access.Name}:          "what a product is called can be undone",
	{Action: access.Decide, Object: access.Naming}:     "what a product is called can be undone",
	{Action: access.Write, Object: access.Procedure}:   "a draft is one's own office's, and a second officer opens it",
	{Action: access.End, Object: access.Procedure}:     "what was received stays, and a next version takes more",
	{Action: access.Write, Object: access.Alarms}:      "that an alarm was looked into",
	{Action: access.End, Object: access.Glass}:         "to end an emergency reading must never wait",
	{Action: access.Ask, Object: access.Delays}:        "nothing is delayed before a second person approves, who signs in freshly",
	{Action: access.End, Object: access.Delays}:        "it shows the owner more, not less",
	{Action: access.Write, Object: access.Collection}:  "what is asked of one's own units leaves no house, and a take-over can be undone",
	{Action: access.Answer, Object: access.Collection}: "it goes to one's own organisation alone",
	{Action: access.Write, Object: access.Desk}:        "which of its own lists an office counts on its first page, which shows nobody more",
	{Action: access.Write, Object: access.View}:        "conditions of a list, which show nobody more",
	{Action: access.Write, Object: access.Support}:     "whoever is under attack must not wait to ask for help; what is shown to a helper is chosen on a page of its own and can be ended",
	{Action: access.Answer, Object: access.Support}:    "an answer to somebody under attack must not wait",
	{Action: access.Write, Object: access.Consult}:     "what is sent is looked at before, and goes to the competent office alone",
	{Action: access.Answer, Object: access.Consult}:    "it goes to the operator that asked; each answer stays beside the next",
	{Action: access.Write, Object: access.FAQ}:         "a proposal is the office's own, and a second officer publishes it, who signs in freshly",
	{Action: access.End, Object: access.FAQ}:           "what is wrong must not stand longer; a withdrawn entry stays readable as withdrawn",
	{Action: access.Write, Object: access.Letter}:      "each copy is looked at before it is sent, to operators that the office expects something of; nobody is shown more by it",
	{Action: access.Write, Object: access.Notice}:      "to end a contact must not wait; printing a code marks its routes",
	{Action: access.Answer, Object: access.Notice}:     "it begins a draft or keeps a note; what is sent wants one",
	{Action: access.Write, Object: access.DutyCard}:    "to end a card that was lost must not wait; issuing one marks its routes",
	{Action: access.Write, Object: access.Contacts}:    "that one can be reached oneself",
	{Action: access.Receive, Object: access.Report}:    "whoever is on the telephone waits for no sign-in, and the operator confirms it",
	{Action: access.Write, Object: access.Mandate}:     "a proposal allows nothing before the other side countersigns, who signs in freshly",
	{Action: access.Ask, Object: access.Mandate}:       "what is made and filed for many wants what it wants one by one",
	{Action: access.End, Object: access.Mandate}:       "to end a mandate must never wait",
	{Action: access.Assign, Object: access.Report}:     "who of an office takes care is its own, and can be taken back",
	{Action: access.Link, Object: access.Campaign}:     "what an office links is its own, and can be taken out",
	{Action: access.Write, Object: access.Asset}:       "the organisation's own list, of which nothing is filed by it; each state stays in the history",
	{Action: access.Receive, Object: access.Advisory}:  "what sources say is known outside, and a later file corrects it",
	{Action: access.Write, Object: access.Calendar}:    "how many days approval takes moves reminders inside the organisation, and no date of the law",
	{Action: access.Write, Object: access.Campaign}:    "what an office says of a campaign is its own; showing it to another marks its route",
}

func TestEachPermissionSaysWhetherItWantsAFreshSignIn(t *testing.T) {
	t.Parallel()
	fresh := 0
	for _, p := range access.Permissions(access.Roles()) {
		why, plain := stale[p]
		switch reads := p.Action == access.Read || p.Action == access.History; {
		case reads && p.Fresh():
			t.Errorf("%v: reading wants a fresh sign-in; mark the route of an export instead", p)
		case reads:
		case p.Fresh() == plain || plain && why == "":
			t.Errorf("%v: it must stand in access.fresh, or here with a reason", p)
		case p.Fresh():
			fresh++
		}
	}
	if fresh < 5 {
		t.Errorf("only %d permissions want a fresh sign-in", fresh)
	}
}
