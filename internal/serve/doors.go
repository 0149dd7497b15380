package serve

import (
	"net/http"
	"runtime/debug"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/packets"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/concern"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/naming"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
)

// doors are the flows and pages of the house, wired to its store.
type doors struct {
	h     *House
	login *login.Door

	open    submitting.Open
	save    submitting.Save
	rows    submitting.Rows
	take    submitting.Take
	choose  submitting.Choose
	file    submitting.File
	revise  submitting.Revise
	phone   submitting.Intake
	confirm submitting.Confirm
	back    submitting.CalledBack
	correct submitting.Correct
	follow  submitting.Follow
	drop    submitting.Discard
	hold    releasing.Withhold
	give    releasing.Release
	hand    submitting.Elsewhere
	agrees  releasing.Agree
	consent releasing.Consent
	attach  attaching.Attach
	ask     asking.Ask
	answer  asking.Answer
	step    asking.Step

	declare declares
	agree   agrees
	packets packets.Door

	nameDecide   naming.Decide
	nameWithdraw naming.Withdraw
	nameAsk      naming.Ask
	nameTakeOff  naming.TakeOff
	nameRule     naming.Rule
	nameUndo     naming.Undo
}

func (h *House) doors() (*doors, error) {
	d := &doors{
		h:       h,
		open:    submitting.Open{Act: store.Act[submitting.OpenTx](h.DB), Entropy: h.Entropy},
		save:    submitting.Save{Act: store.Act[submitting.SaveTx](h.DB)},
		rows:    submitting.Rows{Act: store.Act[submitting.SaveTx](h.DB)},
		take:    submitting.Take{Read: store.Read[submitting.ReadyTx](h.DB), Act: store.Act[submitting.TakeTx](h.DB)},
		choose:  submitting.Choose{Act: store.Act[submitting.ChooseTx](h.DB)},
		revise:  submitting.Revise{Act: store.Act[submitting.ReviseTx](h.DB), Entropy: h.Entropy, Known: h.Names.Known},
		phone:   submitting.Intake{Read: store.Read[submitting.ReceivingTx](h.DB), Act: store.Act[submitting.IntakeTx](h.DB), Entropy: h.Entropy},
		confirm: submitting.Confirm{Act: store.Act[submitting.SettleTx](h.DB)},
		back:    submitting.CalledBack{Act: store.Act[submitting.SettleTx](h.DB)},
		correct: submitting.Correct{Act: store.Act[submitting.CorrectTx](h.DB), Entropy: h.Entropy},
		follow:  submitting.Follow{Act: store.Act[submitting.FollowTx](h.DB), Entropy: h.Entropy},
		attach:  attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](h.DB), Act: store.Act[attaching.AttachTx](h.DB), Entropy: h.Entropy},
		drop:    submitting.Discard{Act: store.Act[submitting.DiscardTx](h.DB)},
		hold:    releasing.Withhold{Act: store.Act[releasing.WithholdTx](h.DB)},
		give:    releasing.Release{Act: store.Act[releasing.ReleaseTx](h.DB)},
		agrees:  releasing.Agree{Act: store.Act[releasing.AgreeTx](h.DB), Entropy: h.Entropy},
		consent: releasing.Consent{Act: store.Act[releasing.ConsentTx](h.DB), Entropy: h.Entropy},
		hand:    submitting.Elsewhere{Act: store.Act[submitting.ElsewhereTx](h.DB)},
		file:    submitting.File{Act: store.Act[submitting.FileTx](h.DB), Entropy: h.Entropy, Known: h.Names.Known},
		ask:     asking.Ask{Act: store.Act[asking.AskTx](h.DB), Entropy: h.Entropy},
		answer:  asking.Answer{Act: store.Act[asking.AnswerTx](h.DB)},
		step:    asking.Step{Act: store.Act[asking.StepTx](h.DB), Entropy: h.Entropy},

		declare: h.declares(),
		agree:   h.agrees(),

		nameDecide:   naming.Decide{Act: store.Act[naming.DecideTx](h.DB), Entropy: h.Entropy, Find: h.Names.Find},
		nameWithdraw: naming.Withdraw{Act: store.Act[naming.WithdrawTx](h.DB)},
		nameAsk:      naming.Ask{Act: store.Act[naming.AskTx](h.DB), Entropy: h.Entropy, Find: h.Names.Find},
		nameTakeOff:  naming.TakeOff{Act: store.Act[naming.TakeOffTx](h.DB)},
		nameRule:     naming.Rule{Act: store.Act[naming.RuleTx](h.DB), Entropy: h.Entropy, Find: h.Names.Find},
		nameUndo:     naming.Undo{Act: store.Act[naming.UndoTx](h.DB)},
	}
	var err error
	if d.login, err = h.Login(); err != nil {
		return nil, err
	}
	d.packets, err = d.packetDoor()
	return d, err
}

// routes is the whole route table, door by door. choose is the address of the demo's page of people, "" anywhere else.
func (d *doors) routes(choose string) []gate.Route {
	return append(append(d.pages(), d.accountPages(choose)...), d.api().Routes()...)
}

func (d *doors) api() *api.API {
	db := d.h.DB
	return &api.API{
		Open: d.open, Save: d.save, Choose: d.choose, Restore: d.earlier(), Bring: d.bring(), File: d.file, Discard: d.drop, Ask: d.ask, Answer: d.answer, Step: d.step,
		Take: d.take, Parse: d.h.Files.Parse, Fill: d.h.Files.Fill, Swapped: d.swapped,
		Sent:     api.Reading[api.SentTx](store.Read[api.SentTx](db)),
		Report:   api.Looking[api.ReportTx](store.Look[api.ReportTx](db)),
		List:     api.Looking[api.ListTx](store.Look[api.ListTx](db)),
		Draft:    api.Reading[api.DraftTx](store.Read[api.DraftTx](db)),
		Receipts: db,
		Naming: api.Naming{
			Index: d.h.Names, Read: store.Read[api.NamesTx](db), Steward: store.Read[api.StewardTx](db),
			Decide: d.nameDecide, Withdraw: d.nameWithdraw, Ask: d.nameAsk, TakeOff: d.nameTakeOff, Rule: d.nameRule, Undo: d.nameUndo,
		},
		Version: version(),

		Organisation: d.organisationAPI(),
		Hardware:     d.hardware(),
		Register:     d.registerAPI(),
		Procedures:   api.Procedures{Read: store.Read[api.ProceduresTx](db), List: api.Looking[api.FilingsTx](store.Look[api.FilingsTx](db)), Correct: d.correct, Follow: d.follow, Revise: d.revise},
		Declaring:    d.declare.api(db),
		Approving:    d.agree.api(db),
		Attaching: api.Attaching{
			Attach: d.attach, Draft: store.Read[api.DraftFilesTx](db), Filed: store.Look[api.FiledFilesTx](db), Piece: store.Read[api.PieceTx](db),
		},
		Opening:   api.Opening{Read: store.Read[api.OpeningTx](db), Enter: d.h.enter(), End: d.h.endOpening()},
		Watching:  d.watching(),
		Alarming:  api.Alarming{Read: store.Read[api.AlarmsTx](d.h.DB), See: d.seeAlarm()},
		Calling:   d.h.calling(),
		Carding:   d.carding(),
		Releasing: api.Releasing{Read: api.Reading[api.ReleaseTx](store.Read[api.ReleaseTx](db)), Withhold: d.hold, Release: d.give, Agree: d.agrees, Consent: d.consent},
		Phoning:   api.Phoning{Find: store.Look[api.OperatorsTx](db), Take: d.phone, Confirm: d.confirm, Back: d.back},
		Viewing:   d.viewing(),
		Exporting: d.exporting(),
		Advising:  d.advising(),
		Assigning: api.Assigning{Read: store.Read[api.ChargesTx](db), Assign: d.assign(), Undo: d.unassign()},
		Formality: api.Formality{Read: store.Read[api.FormalTx](db), Check: d.check(), Undo: d.uncheck()},
		Reminding: api.Reminding{Look: store.Look[api.RemindingTx](db), Read: store.Read[api.RemindingTx](db), Send: d.remind()},
		Linking:   d.linking(),
		Mandating: api.Mandating{
			Read: store.Read[api.MandatesTx](db), Begun: store.Read[api.MandateDraftTx](db), Propose: d.propose(), Step: d.mandateStep(), Open: d.open, Enclose: d.enclose(), Batch: d.batching(),
		},
		Registering: d.registering(),
		Planning:    d.planning(),
		Gathering:   d.h.gatheringAPI(),
		Counting:    api.Counting{Index: d.h.Counted, Read: store.Read[api.SightTx](db)},
		Holding:     api.Holding{Index: d.h.Holdings, Read: store.Read[api.HoldingTx](db), Look: store.Look[concern.Tx](db)},
		Supporting:  d.supporting(),
		Consulting:  d.consulting(),
		Publishing:  d.publishing(),
		Noticing:    d.noticing(), Contracting: d.contracting(),
		Elsewhere: api.Elsewhere{Look: api.Looking[api.ElsewhereTx](store.Look[api.ElsewhereTx](db)), Record: d.hand},
		SigningIn: api.SigningIn{
			Read: store.Read[api.SigningInTx](db), Idle: d.h.SessionIdle, Expel: enrolling.Expel{Act: store.Act[enrolling.ExpelTx](db)}, Trust: d.trust(),
			Authority: d.login.ReadAuthority, Revocations: d.login.ReadRevocations,
		},
		Stale: d.stale(),
	}
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "devel"
}

// identify finds out who stands behind a request.
func (d *doors) identify(r *http.Request) (gate.Visitor, error) { return d.login.Identify(r) }

// swapped reports whether the dictionary knows a maker and a product only the other way round.
func (d *doors) swapped(org ident.Org, maker, product string) bool {
	bound := func(maker, product string) bool {
		a, err := d.h.Names.Resolve(org, memory.Pair{Maker: maker, Product: product})
		return err == nil && (a.Bound || a.Product != nil)
	}
	return !bound(maker, product) && bound(product, maker)
}
