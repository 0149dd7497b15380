package store_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/support"
	"kanmin/internal/domain/view"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/feed"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/gathering"
	"kanmin/internal/flow/naming"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// changes are the methods that write; what they may change is the flows' to judge on rows that were read in a scope.
var changes = strings.Fields(`AddHouse AddOrg AddUnit AddPerson AddHat AddDesignation AddJurisdiction FoundHouse Enrol MarkWorld SetSetting
	AddDraft TakeDraft TakeFields TakeStates SaveEntries KeepHeadings CloseDraft MoveDraft AddFiling AddArrival MoveFiling AddCase AddDuty ChangeDuty ResumeDuties AddRequest AddQuestion AnswerRequest AddStep Notify NotifyRound Tell Settle Postpone AddTask AddLooks TakeLooks
	AddLogin AddCeremony TakeCeremony Try Succeeded AddCredential UseCredential EndCredential AddInvitation TakeInvitation EndInvitations EndInvitation HoldAnswer Answer OpenHeld Attest OpenedInvitation
	AddSession SeenSession EndSession EndOtherSessions AddToken SeenToken EndToken SetMethods
	AddAuthority ChangeAuthority AddCountersign AnswerCountersign BackSession EndMemberSessions EndOrgSessions EndBearers AddHardware ChangeHardware EndWay ReopenHat SetStaleDays
	AddNames EndName AddNameAsks TakeOffNameAsk AddNameRule EndNameRule ReopenNameAsks AddAlarm SeeAlarm AddAttempts ChangeOrg SetOrgClosed EndHatsOf ChangeUnit SetUnitClosed Apply AddProposal
	AddPaper BeginPaper BindPaper HoldPaper AddAttachment AddChunk BeginAttachment BindAttachment UnbindAttachment DropAttachment Hold HoldAttachment CleanAttachments TakeOpenDraft HeadToWrite
	AddVersion SaveVersion SaveRevision AddRevision SetRoute AddRound SaveRound
	AddCollection SaveCollection AddPart SavePart AddParts TellUnit Asking
	EndProposal HandOver Inherit PassFilings PassDuties PassRequests PassDrafts TakeIn InviteByMail PrintCode
	Granter Overseers ChangeHat EndHat AddSuccession UndoSuccession Follow Unfollow AddContact EndContact ConfirmContact AddOpening EndOpening AddGlass MoveGlass OpenGlass ShutGlass AddDelay MoveDelay
	AddMailbox ChangeMailbox EndMailbox TryMailbox ChooseMail SetMailNames Tally AddOnwards SendOnwards TellOnward ConfirmRefusal AddRefusal TookMail AddMorning AddView ChangeView EndView PreferView SetPin SetCharge AddChargeAct UndoChargeAct AddCheck EndCheck AddFormalAct UndoFormalAct AddWithdrawal AddOfficeLetter
	SetWithheld HoldBack CarryOver ReleaseSection GiveOut AddCampaign SetCampaign SetLink ShareCampaign AddConsult AddConsultSaid AddConsultSheet AddConsultMarks BeginConsult TellConsult AddFAQ SaveFAQ ShowFAQ AddSupport AddWish AddSaid TellSupport AddShare EndShare SetConsent AddConsent Share Unshare AddRouting AddErrands RecordErrand PassErrands AddPublished KeepPublished CleanPublished
	AddDutyCard EndDutyCard SpendCode AddDutyTurn EndDutyTurn ConfirmDuty SetCallList AddCall TellStep AddOwnCall TellOwnStep AddIntake MoveIntake AddTaken SettleIntake AddExport StopExport BeginExport AddExportPart EndExport
	HoldInventory PutPlace PutItem SetApprovalDays AddFeed EndFeeds FetchFeed AddNotice MoveNotice AddDraftOf AddMandate SaveMandate AddMandateWork AddMandatePart AddMandatePaper AddNoticeContact SetNoticeContact CodeNoticeContact
	AddAdvisoryFile AddAdvisoryChunk SetAdvisoryFile DropAdvisoryFile PutAdvisories SawAdvisories`)

// toAdministrators are the methods by which the platform's administrators read who takes part: names, units, accounts. Nobody
// else is told anything by them, and no administrator is told of anything that was filed.
var toAdministrators = strings.Fields(`Directory OrgRecord FormerOrgs TreeOf PeopleOf OrgNumbered OrgUse UnitUse Standing CompetentFor OfficeRecord AuthorityUnits RowsOf
	Proposal Proposals WaitingProposals TransferOf InheritanceOf UnitsBelow
	KnownOf Letters OpeningOrgs`)

// bySecret are the look-ups of those whom nobody knows yet: who holds the secret, or types the address, is the one.
var bySecret = strings.Fields(`PersonBy CredentialsAt CredentialBy SessionBy LapsedBy TokenBy InvitationBy Ceremony DutyCardBy NoticeBy FeedBy`)

// victim is everything of one operator, by name and id, that a stranger could ask for.
type victim struct {
	actor   access.Actor
	f       filing.Filing
	q       request.Request
	draft   filing.Draft
	file    ident.Object // held by the draft and the report
	round   approval.Round
	paper   ident.Object // held by the round
	known   memory.Known
	asked   memory.Ask
	part    collection.Part
	help    ident.Number // of a wish for help about the report
	consult ident.Number // of a question about the range of what is notified
	markers []string
	filed   []string // of them, what nobody but the filer and its addressees may be told
}

// asks are the arguments with which every reading method is asked for what is the victim's.
func (v victim) asks() map[string][]any {
	a, all := v.actor, access.Cursor{}
	day := law.MustDay("2026-11-23")
	ids := []ident.Filing{v.f.ID}
	readName, readNaming := access.Permission{Action: access.Read, Object: access.Name}, access.Permission{Action: access.Read, Object: access.Naming}
	return map[string][]any{
		"Now": {}, "LeafID": {}, "World": {}, "Setting": {"world"},
		"Org": {a.Org}, "Unit": {a.Unit}, "Person": {a.Person}, "Registered": {}, "Offices": {a.Org, party.ActReport, day}, "Sectors": {a.Org, day}, "Arriving": {incident.Prompt, v.draft.ID}, "OfficesOf": {incident.Prompt, a.Org, day},
		"NamedOffices": {a.Org, []procedure.Office{{Org: "o", Unit: "u"}}}, "Procedure": {"P-R8-2222-2222-2"}, "Versions": {ident.Number(""), access.Permission{Action: access.Read, Object: access.Procedure}, 100},
		"Version": {"様-R8-2222-2222-2", 1, access.Permission{Action: access.Read, Object: access.Procedure}}, "OpenedVersions": {}, "VersionsOf": {"様-R8-2222-2222-2", 0}, "OpenProcedures": {}, "FilingsUnder": {"report.prompt", all, 100}, "Revisions": {v.f},
		"OpenDraft": {v.draft.Number}, "FilesOf": {v.draft}, "LooseAttachment": {v.draft, v.file}, "Chunk": {v.draft.ID, v.file, 0, []byte(nil)}, "FiledChunk": {v.f.ID, v.file, 0, []byte(nil)}, "PaperChunk": {v.round.ID, v.paper, 0, []byte(nil)},
		"Routes": {""}, "Approval": {incident.Prompt, v.draft.ID}, "Rounds": {false, 100}, "Round": {v.round.ID, access.Permission{Action: access.Read, Object: access.Approval}}, "RoundToTell": {v.round.ID}, "RoundOf": {v.draft.ID}, "ActsFor": {},
		"CollectionOf": {v.draft.ID}, "Collections": {100}, "Parts": {v.part.Collection}, "PartOf": {v.part.Number, access.Permission{Action: access.Read, Object: access.Collection}}, "PartFor": {v.draft.ID, v.part.Number}, "AskedOf": {100}, "LastTaken": {v.part},
		"Before": {v.part}, "EntriesOf": {v.draft.ID}, "Gathered": {v.draft.Number, false}, "GatheredFrom": {v.draft.Number}, "DraftHead": {v.draft.Number},
		"Draft": {v.draft.Number}, "DraftByID": {v.draft.ID}, "OpenDrafts": {100}, "Headings": {"report.prompt"}, "DraftStates": {v.draft.Number}, "SealEntries": {v.draft, []filing.Entry{{Field: "which", Seq: 1}}}, "DiscardedDrafts": {ident.Instant(0), 100},
		"Filing": {v.f.Number, readReports}, "FilingByID": {v.f.ID, readReports}, "Addressees": {v.f}, "AddresseesShared": {v.f}, "OwnFilings": {all, 100}, "DeskFilings": {all, 100},
		"DeskRecent": {all, 100}, "LinesOf": {ids}, "Search": {filing.Filter{}, filing.Place{}, 100}, "SearchLines": {filing.Filter{}, filing.Place{}, 100}, "CountFound": {filing.Filter{}, 100}, "LastOpened": {ids}, "FirstOpened": {ids}, "Released": {ids}, "ReleasedSince": {law.MustDay("2020-01-01")}, "FiledReports": {ident.Filing(""), 100}, "FiledNotifications": {ident.Filing(""), 100}, "NotificationsAmong": {[]ident.Object{ident.Object(v.f.ID)}}, "NotificationsReleased": {}, "FiledAmong": {[]ident.Object{ident.Object(v.f.ID)}}, "Designated": {}, "Case": {v.f.Case}, "DutiesOf": {v.f.Case}, "OpenDuties": {100},
		"Intake": {v.f.ID}, "Operators": {}, "OperatorToReceive": {"8000012050001"}, "ContactsToReceive": {a.Org}, "OfficeReceiving": {a.Unit, []filing.Addressee(nil)}, "TakenAbout": {a.Unit, v.f.ArrivedAt}, "WaitingIntakes": {100},
		"Filed":       {v.f.ID, readReports},
		"CaseFilings": {v.f.Case, readReports}, "CaseWith": {v.f.Number, readReports}, "Follows": {v.draft.ID},
		"RequestsOf": {v.f.ID}, "Request": {v.f.ID, v.q.Number}, "Asked": {v.f.Number, v.q.Number, answers}, "FilingOf": {v.q.Number}, "WaitingRequests": {100},
		"AskedRequests": {100}, "CountWaiting": {100}, "CountUnread": {100}, "LooksAt": {v.f.ID}, "LooksOf": {v.f.Leaf}, "Receipt": {v.f.Leaf}, "Tasks": {100},
		"HatsOf": {a.Person}, "HatOf": {a.Hat}, "ActorOf": {a.Hat}, "Exports": {}, "Export": {ident.Object("export-1")}, "ExportPart": {ident.Object("export-1"), 0}, "Credentials": {a.Person}, "Sessions": {a.Person}, "Session": {"s-1"}, "Tokens": {a.Person}, "TokenLabel": {a.Token},
		"Alarms": {access.AlarmFilter{}, 100}, "Watched": {}, "RulesLost": {}, "OpenAlarms": {}, "PlatformUnits": {},
		"MethodsOf": {a.Org}, "AuthoritiesOf": {a.Org}, "Roster": {}, "MemberWays": {a.Person}, "MemberSessions": {0}, "Countersigns": {}, "Hardware": {"hw-1"}, "HardwareOf": {a.Person}, "AllHardware": {}, "CountHardware": {}, "KnownHardware": {[]string{"KM-1"}}, "Locks": {}, "StaleDays": {}, "StaleSince": {}, "Unused": {ident.Instant(0), ident.Hat(""), 100},
		"Name": {v.known.Number, readName}, "NamesByID": {[]ident.Object{v.known.ID}}, "NamesOfAct": {v.known.Leaf}, "OwnNames": {all, 100},
		"AllNames": {"", 100}, "NamesAt": {[]ident.Leaf{v.known.Leaf}}, "NameAsk": {v.asked.Number, readName}, "OwnNameAsks": {all, 100}, "NameAsksOfAct": {v.asked.Leaf},
		"WaitingNameAsks": {100}, "NewNameAnswers": {100}, "CountNameAnswers": {100}, "DeskNameAsks": {100}, "NameAsksByNumber": {[]ident.Number{v.asked.Number}, readNaming},
		"NameRule": {"名-R8-2222-2222-2", readNaming}, "NameRuleOfAct": {v.known.Leaf}, "NameRules": {all, 100},
		"Directory": {}, "OrgRecord": {a.Org}, "FormerOrgs": {a.Org}, "TreeOf": {a.Org}, "PeopleOf": {a.Org}, "OrgNumbered": {party.Operator, "8000012050001"}, "OrgUse": {a.Org},
		"UnitUse": {a.Unit}, "Standing": {a.Org}, "CompetentFor": {a.Unit}, "OfficeRecord": {a.Unit}, "AuthorityUnits": {}, "Proposal": {v.f.ID}, "Proposals": {100}, "WaitingProposals": {},
		"RowsOf": {register.Matter{Designation: &register.DesignationChange{Operator: a.Org}}}, "TransferOf": {v.f.ID}, "InheritanceOf": {v.f.ID}, "UnitsBelow": {a.Unit}, "KnownOf": {[]register.Line{{Org: party.Org{Kind: party.Operator, CorporateNumber: "8000012050001"}}}}, "Letters": {0, 100}, "Letter": {"offer-1"},
		"Sights": {access.SightFilter{}}, "Colleagues": {}, "Colleague": {a.Hat}, "History": {a.Hat}, "OwnUnits": {}, "Invitations": {}, "Invitation": {"offer-1"}, "Answering": {"offer-1", ident.Person("")}, "Held": {"offer-1"}, "Successions": {}, "CarriedBy": {a.Hat}, "Contacts": {},
		"ContactsOf": {a.Hat}, "TakenUp": {"offer-1"}, "WearerOf": {string(a.Hat)}, "LetterOf": {outbox.Item{Object: "offer-1"}, "test.example"},
		"Delay": {v.f.ID}, "Delays": {100}, "Glass": {v.f.ID}, "GlassList": {100}, "Administers": {a.Person}, "Boxed": {v.f.ID}, "OpeningsFor": {}, "Openings": {}, "Opening": {v.f.ID}, "Closing": {v.f.ID}, "OpeningOrgs": {},
		"Due": {100}, "MayStillRead": {a.Unit, v.f.ID}, "Addresses": {a.Unit, access.Report, message.Urgent}, "Approvers": {approval.Round{Org: a.Org, Unit: a.Unit, State: approval.Waiting, Body: approval.Body{Steps: []approval.Step{{Person: a.Person}}}}, message.Urgent}, "Mailboxes": {}, "MailboxesOf": {a.Unit}, "MailboxOf": {"mailbox-1"}, "MailChoice": {}, "MailNames": {}, "MailNamesOf": {a.Org},
		"Campaigns": {100}, "Campaign": {ident.Object("campaign-1"), access.Permission{Action: access.Read, Object: access.Campaign}}, "CampaignLinks": {ident.Object("campaign-1")}, "CampaignFilings": {ident.Object("campaign-1")}, "CampaignReports": {ident.Object("campaign-1"), []ident.Number{v.f.Number}},
		"CampaignShares": {campaign.Campaign{ID: "campaign-1"}}, "CampaignOffices": {}, "CasesOf": {ids, 100},
		"OnwardsOf": {v.f.ID}, "Reminded": {}, "ReminderReach": {[]ident.Unit{a.Unit}}, "Filers": {a.Unit}, "Feed": {agenda.TellsRoster},
		"InventoryRev": {}, "ApprovalDays": {}, "Places": {}, "Items": {}, "Item": {ident.Object("item-1")}, "ItemPast": {asset.Item{ID: "item-1"}},
		"AdvisoryFile": {ident.Object("advisories-1")}, "AdvisoryFiles": {all, 100}, "AdvisoryChunk": {ident.Object("advisories-1"), 0, []byte(nil)}, "AdvisoryMarks": {[]string{"kev"}}, "UnseenAdvisories": {feed.File{ID: "advisories-1"}, vuln.KEV, 100},
		"AdvisoriesAfter": {ident.Object(""), 100}, "AdvisoriesOfActs": {[]ident.Leaf{v.known.Leaf}}, "AdvisoriesOn": {vuln.ID("CVE-2026-0001")},
		"Withheld":    {[]ident.Object{ident.Object(v.draft.ID), ident.Object(v.f.ID)}},
		"ConsultList": {100}, "Consult": {v.consult, access.Permission{Action: access.Read, Object: access.Consult}}, "ConsultSheets": {"designation-of-a-victim", 100}, "ConsultGround": {"designation-of-a-victim"},
		"FAQList": {100}, "FAQ": {ident.Number("答-R8-2222-2222-2"), access.Permission{Action: access.Read, Object: access.FAQ}}, "FAQFrom": {ident.Object("consult-of-a-victim")}, "FAQSource": {faq.Entry{ID: "faq-of-a-victim", Org: v.f.Org}}, "FAQOrigin": {faq.Entry{ID: "faq-of-a-victim", Org: v.f.Org}},
		"SupportAbout": {v.f.Number}, "SupportList": {false, 100}, "SupportsAbout": {[]ident.Object{ident.Object(v.f.ID)}}, "Support": {v.help, readSupport}, "Helpers": {v.f.ID}, "Showable": {v.f.ID},
		"MandateList": {100}, "MandateNumbered": {ident.Number("委-R8-2222-2222-2"), readMandate}, "MandateByID": {ident.Object("mandate-1")}, "MandateInUse": {}, "MandatesOfWork": {v.draft.Number}, "PlaceOfMandate": {mandate.Mandate{Operator: a.Org}}, "WaitingMandate": {a.Org}, "DraftOfMandatePart": {"a part of a file"}, "WorkOfMandate": {100}, "PapersOfMandate": {mandate.Mandate{ID: "mandate-1", Operator: a.Org}}, "PaperOfMandate": {mandate.Mandate{ID: "mandate-1", Operator: a.Org}, ident.Object("paper-1")}, "OppositeOfMandate": {"nobody"},
		"NoticeList": {notice.State(""), 100}, "CountNotices": {100}, "NoticesPasted": {ident.Instant(0), 100}, "Notice": {ident.Number("連-R8-2222-2222-2")}, "NoticeContacts": {100}, "NoticeContact": {ident.Object("contact-1")}, "NoticeTaken": {notice.Content{}, ident.Number("")}, "NoticesOfContact": {ident.Instant(0), ident.Number("")},
		"Consents": {[]ident.Object{ident.Object(v.draft.ID), ident.Object(v.f.ID)}}, "Sharing": {v.f}, "Routings": {}, "Templates": {}, "TemplatesOf": {"report.detailed", day}, "Published": {ident.Object("published-1")}, "PublishedFile": {ident.Object("published-1")}, "ErrandsOf": {v.f.Case}, "OpenErrands": {100},
		"DutyTurns": {ident.Instant(0), v.f.ArrivedAt.Add(24 * time.Hour)}, "DutyTurn": {ident.Object("turn-1")}, "DutyTurnsOf": {v.f.ID}, "DutyState": {}, "DutyConfirmedOf": {v.f.ID, a.Unit},
		"DutyCard": {}, "CallList": {}, "CallListOf": {v.f.ID}, "CallsOf": {v.f.ID}, "Unreached": {100}, "Callees": {oncall.Waiting{Org: a.Org, Unit: a.Unit}}, "StepToMail": {ident.Object("call-1")}, "Unanswered": {100}, "OwnCalls": {100}, "OwnStepToMail": {ident.Object("own-1")},
		"Deskmates": {}, "Charged": {[]ident.Number{v.f.Number}, ids}, "ChargeActs": {100}, "ChargeAct": {ident.Object("act-1")}, "Formal": {[]ident.Number{v.f.Number}, ids}, "ChecksOf": {v.f.ID}, "WithdrawalOf": {v.f.ID}, "FormalActs": {100}, "FormalAct": {ident.Object("formal-1")}, "LatestLists": {}, "ExpectedLines": {expected.Notification}, "UnitsToWrite": {[]ident.Org{a.Org}}, "OfficeLetters": {100}, "OfficeLetter": {ident.Object("letter-1")}, "LettersReceived": {100}, "LetterReceived": {ident.Number("務-R8-2222-2222-2")}, "LetterNumbered": {ident.Number("務-R8-2222-2222-2")}, "LastNoted": {}, "Views": {view.History}, "Tiles": {}, "CountEach": {[]filing.Filter{{}, {State: filing.Arrived}}, 100}, "ExpectedRows": {expected.Notification}, "View": {ident.Object("view-1")}, "Refused": {}, "Refusal": {"refusal-1"}, "PausedOf": {a.Org, []string{"shared@example.jp"}}, "CountPaused": {}, "Tallied": {}, "Reported": {message.Report{IDs: []string{"x.0123456789abcdef@test.example"}, To: []string{"shared@example.jp"}}, "test.example"}, "Wishers": {}, "Wishing": {"mailbox-1"}, "MorningOf": {"digest-1"}, "Messages": {outbox.Item{}, []string(nil), ""},
	}
}

func TestEveryMethodOfTheStoreReadsOrChanges(t *testing.T) {
	t.Parallel()
	known := slices.Concat(changes, bySecret)
	for name := range (victim{}).asks() {
		known = append(known, name)
	}
	for m := range reflect.TypeFor[*store.Tx]().Methods() {
		switch n := len(slices.DeleteFunc(slices.Clone(known), func(s string) bool { return s != m.Name })); n {
		case 0:
			t.Errorf("%s: say in this file what a stranger is told by it", m.Name)
		case 1:
		default:
			t.Errorf("%s stands %d times", m.Name, n)
		}
	}
}

// Whatever a stranger asks for by name, id or list, through any method: no row of the operator's is in the answer.
func TestStrangersReadNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, strangersReadNothing)
	t.Run("postgres, row-level security alone", func(t *testing.T) {
		t.Parallel()
		strangersReadNothing(t, stagetest.Postgres(t, func(c *store.Config) { c.NoWalls = true }))
	})
}

func strangersReadNothing(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	v := suffer(t, s)
	told, registered := map[string]int{}, 0
	for _, token := range []string{
		"operator-filer", // the control: it is theirs
		"other-operator-filer", "other-ministry-officer", "regional-officer", "platform-admin", "nco-analyst", "maintainer", "supplier", "council-member", "foreign-authority",
	} {
		for name, args := range v.asks() {
			said, marker := v.ask(t, s, token, name, args)
			if token == "platform-admin" && slices.Contains(toAdministrators, name) {
				registered++
				for _, m := range v.filed {
					if strings.Contains(said, m) {
						t.Errorf("%s is told %q by %s: %s", token, m, name, said)
					}
				}
				continue
			}
			if marker != "" {
				if told[token]++; token != "operator-filer" {
					t.Errorf("%s is told %q by %s: %s", token, marker, name, said)
				}
			}
		}
	}
	if registered != len(toAdministrators) {
		t.Errorf("%d of %d methods of the register were asked", registered, len(toAdministrators))
	}
	if told["operator-filer"] < 20 {
		t.Errorf("the operator itself is told something by %d methods only: the markers are blind", told["operator-filer"])
	}
}

// ask calls one method in a transaction of its own and looks for the victim in the answer.
func (v victim) ask(t *testing.T, s *stagetest.Stage, token, method string, args []any) (said, marker string) {
	t.Helper()
	err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(token), func(tx *store.Tx) error {
		m := reflect.ValueOf(tx).MethodByName(method)
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			in[i] = reflect.ValueOf(a).Convert(m.Type().In(i))
		}
		for _, out := range m.Call(in) {
			if err, failed := reflect.TypeAssert[error](out); failed {
				said += refusal(err) + err.Error()
				continue
			}
			if out.Kind() == reflect.Int && out.Int() > 0 || out.Kind() == reflect.Bool && out.Bool() {
				marker = "a count"
			}
			raw, err := json.Marshal(out.Interface())
			if err != nil {
				return err
			}
			said += string(raw)
		}
		return nil
	})
	if err != nil {
		t.Fatal(token, method, err)
	}
	for _, m := range v.markers {
		if strings.Contains(said, m) {
			marker = m
		}
	}
	return said, marker
}

// suffer gives the operator one of everything.
// attach puts a file into the draft and the report.
func (v *victim) attach(t *testing.T, s *stagetest.Stage, who string) error {
	t.Helper()
	v.file, v.paper = "file-of-a-victim", "paper-of-a-victim"
	f, paper := filing.Attachment{ID: v.file, Name: "記録.log", Size: 1}, filing.Attachment{ID: v.paper, Name: "決裁.pdf", Size: 1}
	v.round = approval.Round{ID: "round-of-a-victim", Org: v.f.Org, Unit: v.f.Unit, Draft: v.draft.ID, Mode: approval.Before, State: approval.Waiting, Body: approval.Body{Summary: "決裁の写しのある承認", Steps: []approval.Step{{Role: access.OperatorApprover}}}}
	return store.Housekeep[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) error {
		return errors.Join(tx.AddAttachment(v.draft, v.file), tx.AddChunk(v.file, 0, []byte("piece of a victim")), tx.BindAttachment(v.draft, f), tx.AddRound(v.round),
			tx.AddPaper(v.round, v.paper), tx.AddChunk(v.paper, 0, []byte("paper of a victim")), tx.BindPaper(v.round, paper), v.asksForHelp(tx, s), v.consults(tx, s), tx.Hold(string(v.f.ID), 1, v.f.Org, []filing.Attachment{f}))
	})
}

// asksForHelp is a wish for help about the report, as the office that has the report has it.
func (v *victim) asksForHelp(tx *store.Tx, s *stagetest.Stage) error {
	v.help = "援-R8-2222-2222-2"
	return tx.AddWish(support.Support{ID: "support-of-a-victim", Number: v.help, Org: v.f.Org, Unit: v.f.Unit, About: ident.Object(v.f.ID), Urgency: support.Now, State: support.Received, AskedAt: tx.Now(),
		Words: support.Words{Kinds: []support.Kind{support.Advice}, Contact: "内線", Text: "助けてください"}}, []filing.Addressee{{Org: s.As("ministry-officer").Org, Unit: s.As("ministry-officer").Unit}})
}

// consults is a question about the range of what is notified, with a 範囲整理表, as the office has it.
func (v *victim) consults(tx *store.Tx, s *stagetest.Stage) error {
	v.consult = "談-R8-2222-2222-2"
	c := consult.Consultation{ID: "consult-of-a-victim", Number: v.consult, Org: v.f.Org, Unit: v.f.Unit, Business: "designation-of-a-victim", Sector: law.Electricity, State: consult.Received, AskedAt: tx.Now(), Words: consult.Words{Subject: "監視端末の相談", Question: "対象ですか"}}
	h := consult.Sheet{ID: "sheet-of-a-victim", Consult: c.ID, Org: v.f.Org, Unit: v.f.Unit, Business: c.Business, Version: 1, SentAt: tx.Now(), Agreed: consult.Agreed{Lines: []consult.Line{{ID: "l", Level: consult.Facility, Facility: "給電設備"}}}}
	return tx.BeginConsult(c, &h, consult.Ground{To: []filing.Addressee{{Org: s.As("ministry-officer").Org, Unit: s.As("ministry-officer").Unit}}}, "action")
}

func suffer(t *testing.T, s *stagetest.Stage) victim {
	t.Helper()
	ctx, who := t.Context(), "operator-filer"
	v := victim{actor: s.As(who)}
	id, err := s.File.Do(ctx, s.Scope(who), s.Key(who, "f"), prompt())
	if err == nil {
		v.f, err = s.Report(ctx, s.Scope(who), id)
	}
	if err != nil {
		t.Fatal(err)
	}
	asked, err := s.Ask.Do(ctx, s.Scope("ministry-officer"), s.Key("ministry-officer", "q"), asking.Question{Filing: v.f.Number, Kind: request.Fix, Text: "何台ですか。"})
	if err == nil {
		v.q, err = s.Request(ctx, s.Scope(who), id, asked)
	}
	if err != nil {
		t.Fatal(err)
	}
	open := submitting.Open{Act: store.Act[submitting.OpenTx](s.DB), Entropy: s.Entropy}
	draft, err := open.Do(ctx, s.Scope(who), s.Key(who, "d"), incident.Prompt.ID)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Look[*store.Tx](s.DB)(ctx, s.Scope("ministry-officer"), "open", func(*store.Tx) ([]ident.Object, error) { return []ident.Object{ident.Object(id)}, nil })
	if err == nil {
		err = store.Read[*store.Tx](s.DB)(ctx, s.Scope(who), func(tx *store.Tx) (err error) {
			v.draft, _, err = tx.DraftByID(draft)
			return err
		})
	}
	if err == nil {
		err = v.attach(t, s, who)
	}
	if err == nil {
		_, err = store.Act[*store.Tx](s.DB)(ctx, s.Scope(who), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
			return ledger.Entry{}, tx.AddTask("check", "x", 0)
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Act[*store.Tx](s.DB)(ctx, s.Scope("operator-admin"), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		a := s.As("operator-admin")
		hat := party.Hat{ID: "hat-of-an-offer", Org: a.Org, Unit: a.Unit, Roles: []string{"operator-viewer"}, From: tx.Now()}
		return ledger.Entry{Kind: ledger.MemberOffered, Object: "hat-of-an-offer", Org: a.Org, Unit: a.Unit, Actor: a.ID()}, errors.Join(
			tx.Enrol(party.Person{ID: "second-boss", Name: "二人目", Email: "second@example.jp"}, party.Hat{ID: "second-hat", Person: "second-boss", Org: a.Org, Unit: a.Unit, Roles: []string{"operator-admin"}, From: tx.Now()}), // with one alone the platform would stand by people
			tx.AddInvitation(party.Invitation{ID: "offer-1", Hat: hat, Name: "招待 された人", Mail: "invited@example.jp", CreatedAt: tx.Now(), ExpiresAt: tx.Now().Add(time.Hour)}, "link", "code", "https://kanmin.example/link"),
			tx.AddSuccession(party.Succession{ID: "succession-1", Kind: party.Leaving, Hat: party.Hat{ID: v.actor.Hat, Org: a.Org, Unit: a.Unit}, At: tx.Now(), CreatedAt: tx.Now(), Note: "申し送り"}),
			tx.AddContact(party.Contact{ID: "contact-1", Org: a.Org, Unit: a.Unit, Kind: party.ContactPerson, Hat: v.actor.Hat, From: tx.Now()}),
			tx.AddMailbox(message.Mailbox{ID: "mailbox-1", Org: a.Org, Unit: a.Unit, Address: "shared@example.jp", Takes: message.Usual(), At: tx.Now()}))
	})
	if err != nil {
		t.Fatal(err)
	}
	v.names(t, s)
	v.collect(t, s)
	a := v.actor
	v.filed = []string{string(v.f.ID), string(v.f.Number), string(v.f.Case), string(v.f.Leaf), string(v.q.ID), string(v.q.Number), string(v.draft.ID), string(v.draft.Number),
		string(v.known.ID), string(v.known.Number), string(v.asked.ID), string(v.asked.Number), "監視盤", "身代金", "何台", string(v.part.ID), string(v.part.Number), string(v.part.Collection), "取りまとめの注記"}
	v.markers = append([]string{string(a.Org), string(a.Unit), string(a.Person), string(a.Hat), "あおぞら送配電", "山﨑", "03-0000-2002", "招待 された人", "invited@example.jp", "申し送り", "succession-1", "contact-1", "mailbox-1", "shared@example.jp", base64.StdEncoding.EncodeToString([]byte("piece of a victim")), base64.StdEncoding.EncodeToString([]byte("paper of a victim")), string(v.round.ID), "決裁の写しのある承認", "support-of-a-victim", string(v.help), "助けてください"}, v.filed...)
	return v
}

// collect asks a unit of the operator for its part of the draft.
func (v *victim) collect(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	who, unit := "operator-filer", s.As("operator-site-filer").Unit
	in := collection.Request{Draft: v.draft.Number, Steps: []string{incident.PromptForm.Steps[0].ID}, Units: []ident.Unit{unit}, DueOn: law.DayOf(ident.At(s.Clock.Now())), Note: "取りまとめの注記"}
	if err := (gathering.Ask{Act: store.Act[gathering.AskTx](s.DB), Entropy: s.Entropy}).Do(t.Context(), s.Scope(who), s.Key(who, "collect"), in); err != nil {
		t.Fatal(err)
	}
	err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) error {
		w, err := tx.Gathered(v.draft.Number, false)
		v.part = w.Parts[0]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// names gives the operator a decision about a name and a question that the steward answered.
func (v *victim) names(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	ctx, who := t.Context(), "operator-filer"
	find := func(id product.ID) (lookup.Candidate, error) {
		return lookup.Candidate{ID: id, Called: lookup.Called{Name: "K1"}}, nil
	}
	pair := memory.Pair{Maker: "架空電機", Product: "監視盤 K1"}
	decide := naming.Decide{Act: store.Act[naming.DecideTx](s.DB), Entropy: s.Entropy, Find: find}
	leaf, err := decide.Do(ctx, s.Scope(who), s.Key(who, "n"), []naming.Choice{{Pair: pair, Kind: memory.Confirm, Product: "m/k1"}})
	if err != nil {
		t.Fatal(err)
	}
	ask := naming.Ask{Act: store.Act[naming.AskTx](s.DB), Entropy: s.Entropy, Find: find}
	asked, err := ask.Do(ctx, s.Scope(who), s.Key(who, "a"), []naming.Asking{{Pair: pair, Note: "監視盤の銘板"}})
	if err != nil {
		t.Fatal(err)
	}
	look := func() {
		t.Helper()
		err := store.Read[*store.Tx](s.DB)(ctx, s.Scope(who), func(tx *store.Tx) error {
			known, err := tx.NamesOfAct(leaf)
			if err != nil {
				return err
			}
			asks, err := tx.NameAsksOfAct(asked)
			v.known, v.asked = known[0], asks[0]
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	look()
	rule := naming.Rule{Act: store.Act[naming.RuleTx](s.DB), Entropy: s.Entropy, Find: find}
	if _, err := rule.Do(ctx, s.Scope("cabinet-analyst"), s.Key("cabinet-analyst", "r"), naming.Ruling{Asks: []ident.Number{v.asked.Number}, Kind: memory.Adopt, Product: "m/k1"}); err != nil {
		t.Fatal(err)
	}
	look()
}
