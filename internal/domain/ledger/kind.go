package ledger

import "kanmin/internal/domain/text"

// Kind says what an entry records: dotted lower-case words, the noun first, the past tense last.
type Kind string

// The kinds of the House. Whoever adds an act adds its kind here, with its label below.
const (
	DraftOpened              Kind = "draft.opened"
	DraftSaved               Kind = "draft.saved"
	DraftResolved            Kind = "draft.resolved"
	DraftDiscarded           Kind = "draft.discarded"
	DraftRestored            Kind = "draft.restored"
	ReportPromptFiled        Kind = "report.prompt.filed"
	FilingArrived            Kind = "filing.arrived"
	RequestAsked             Kind = "request.asked"
	RequestAnswered          Kind = "request.answered"
	RequestExtensionAsked    Kind = "request.extension-asked"
	RequestExtended          Kind = "request.extended"
	RequestNotExtended       Kind = "request.not-extended"
	RequestChased            Kind = "request.chased"
	SessionOpened            Kind = "session.opened"
	SessionClosed            Kind = "session.closed"
	SessionSwitched          Kind = "session.switched"
	AccountBootstrapped      Kind = "account.bootstrapped"
	AccountInvited           Kind = "account.invited"
	AccountActivated         Kind = "account.activated"
	AccountPasskeyAdded      Kind = "account.passkey.added"
	AccountTOTPAdded         Kind = "account.totp.added"
	AccountCredentialRemoved Kind = "account.credential.removed"
	AccountTokenIssued       Kind = "account.token.issued"
	AccountTokenRevoked      Kind = "account.token.revoked"
	AccountClosed            Kind = "account.closed"
	AccountListPrinted       Kind = "account.list.printed"
	SignInMethodsChosen      Kind = "signin.methods.chosen"
	HardwareTaken            Kind = "hardware.taken"
	HardwareGiven            Kind = "hardware.given"
	HardwareEnded            Kind = "hardware.ended"
	SecondAsked              Kind = "signin.second.asked"
	SecondAnswered           Kind = "signin.second.answered"
	SessionsEnded            Kind = "session.ended"
	LooksDigested            Kind = "looks.digested"
	StandingAdopted          Kind = "standing.adopted"
	AlarmRaised              Kind = "alarm.raised"
	AlarmSeen                Kind = "alarm.seen"
	OpeningEntered           Kind = "opening.entered"
	OpeningEnded             Kind = "opening.ended"
	GlassAsked               Kind = "glass.asked"
	GlassApproved            Kind = "glass.approved"
	GlassOpened              Kind = "glass.opened"
	GlassVoid                Kind = "glass.void"
	GlassEnded               Kind = "glass.ended"
	DelayAsked               Kind = "delay.asked"
	DelayApproved            Kind = "delay.approved"
	DelayEnded               Kind = "delay.ended"
	LedgerCheckAsked         Kind = "ledger.check.asked"
	LedgerChecked            Kind = "ledger.checked"
	NameDecided              Kind = "name.decided"
	NameWithdrawn            Kind = "name.withdrawn"
	NameAsked                Kind = "name.asked"
	NameAskWithdrawn         Kind = "name.ask.withdrawn"
	NamingDecided            Kind = "naming.decided"
	NamingUndone             Kind = "naming.undone"
	AdvisoriesBrought        Kind = "advisories.brought"
	AdvisoriesTaken          Kind = "advisories.taken"
	AdvisoriesStopped        Kind = "advisories.stopped"
	OrgAdded                 Kind = "org.added"
	OrgChanged               Kind = "org.changed"
	OrgClosed                Kind = "org.closed"
	OrgReopened              Kind = "org.reopened"
	UnitAdded                Kind = "unit.added"
	UnitChanged              Kind = "unit.changed"
	UnitMoved                Kind = "unit.moved"
	UnitClosed               Kind = "unit.closed"
	UnitReopened             Kind = "unit.reopened"
	ProposalEntered          Kind = "proposal.entered"
	ProposalConfirmed        Kind = "proposal.confirmed"
	ProposalWithdrawn        Kind = "proposal.withdrawn"
	LettersPrinted           Kind = "letters.printed"
	JurisdictionHandedOver   Kind = "jurisdiction.handedover"
	FilingsInherited         Kind = "filings.inherited"
	MemberOffered            Kind = "member.offered"
	MemberOfferEnded         Kind = "member.offer.ended"
	MemberJoined             Kind = "member.joined"
	InvitationAnswered       Kind = "invitation.answered"
	InvitationVouched        Kind = "invitation.vouched"
	InvitationsGathered      Kind = "invitations.gathered"
	MemberChanged            Kind = "member.changed"
	MemberEnded              Kind = "member.ended"
	MemberLeaving            Kind = "member.leaving"
	MemberLocked             Kind = "member.locked"
	MemberUnlocked           Kind = "member.unlocked"
	MemberKept               Kind = "member.kept"
	StaleDaysSet             Kind = "member.stale.days"
	HandoverPlanned          Kind = "handover.planned"
	HandoverUndone           Kind = "handover.undone"
	DeputyNamed              Kind = "deputy.named"
	ContactNamed             Kind = "contact.named"
	ContactConfirmed         Kind = "contact.confirmed"
	AuthorityAdded           Kind = "authority.added"
	AuthorityEnded           Kind = "authority.ended"
	RevocationsTaken         Kind = "authority.revocations"
	AccountCertificateAdded  Kind = "account.certificate.added"
	ProcedureBegun           Kind = "procedure.begun"
	ProcedureWritten         Kind = "procedure.written"
	ProcedureProposed        Kind = "procedure.proposed"
	ProcedureReturned        Kind = "procedure.returned"
	ProcedurePublished       Kind = "procedure.published"
	ProcedureClosed          Kind = "procedure.closed"
	FilingRevised            Kind = "filing.revised"
	MailboxAdded             Kind = "mailbox.added"
	MailboxChanged           Kind = "mailbox.changed"
	MailboxEnded             Kind = "mailbox.ended"
	MailboxTried             Kind = "mailbox.tried"
	MailNamesChosen          Kind = "mail.names.chosen"
	MailChosen               Kind = "mail.chosen"
	FilingsAssigned          Kind = "filings.assigned"
	CallListSet              Kind = "oncall.set"
	DutyCardIssued           Kind = "card.issued"
	DutyCardEnded            Kind = "card.ended"
	NoticeContactAdded       Kind = "notice.contact.added"
	NoticeContactChanged     Kind = "notice.contact.changed"
	NoticeContactEnded       Kind = "notice.contact.ended"
	NoticeSheetPrinted       Kind = "notice.sheet.printed"
	NoticeArrived            Kind = "notice.arrived"
	NoticeTaken              Kind = "notice.taken"
	NoticeNeedless           Kind = "notice.needless"
	NoticeReplied            Kind = "notice.replied"
	CallRecorded             Kind = "oncall.recorded"
	DutyTurnsSet             Kind = "duty.set"
	DutyTurnSwapped          Kind = "duty.swapped"
	DutyTurnEnded            Kind = "duty.turn.ended"
	DutyConfirmed            Kind = "duty.confirmed"
	FilingsUnassigned        Kind = "filings.unassigned"
	FilingsChecked           Kind = "filings.checked"
	FilingsUnchecked         Kind = "filings.unchecked"
	LetterSent               Kind = "letter.sent"
	MandateProposed          Kind = "mandate.proposed"
	MandateCountersigned     Kind = "mandate.countersigned"
	MandateDeclined          Kind = "mandate.declined"
	MandateWithdrawn         Kind = "mandate.withdrawn"
	MandateRevoked           Kind = "mandate.revoked"
	MandatePaperAdded        Kind = "mandate.paper"
	ViewSaved                Kind = "view.saved"
	ViewChanged              Kind = "view.changed"
	ViewEnded                Kind = "view.ended"
	ViewPinned               Kind = "view.pinned"
	ExportOrdered            Kind = "export.ordered"
	ExportStopped            Kind = "export.stopped"
	RefusalConfirmed         Kind = "mail.refusal.confirmed"
	MailRetried              Kind = "mail.retried"
	DraftFileAdded           Kind = "draft.file.added"
	DraftFileRemoved         Kind = "draft.file.removed"
	ApprovalRouted           Kind = "approval.routed"
	ApprovalAsked            Kind = "approval.asked"
	ApprovalDecided          Kind = "approval.decided"
	ApprovalWithdrawn        Kind = "approval.withdrawn"
	ApprovalReferred         Kind = "approval.referred"
	ApprovalPaperAdded       Kind = "approval.paper.added"
	ApprovalPaperRemoved     Kind = "approval.paper.removed"
	CollectionAsked          Kind = "collection.asked"
	CollectionMoved          Kind = "collection.moved"
	CollectionAnswered       Kind = "collection.answered"
	CollectionSettled        Kind = "collection.settled"
	CollectionTaken          Kind = "collection.taken"
	CollectionUntaken        Kind = "collection.untaken"
	DraftReleaseChosen       Kind = "draft.release.chosen"
	SectionReleased          Kind = "filing.section.released"
	SupportAsked             Kind = "support.asked"
	SupportWritten           Kind = "support.written"
	SupportMoved             Kind = "support.moved"
	SupportShared            Kind = "support.shared"
	SupportUnshared          Kind = "support.unshared"
	ConsultAsked             Kind = "consult.asked"
	ConsultSaid              Kind = "consult.said"
	ConsultMarked            Kind = "consult.marked"
	FAQProposed              Kind = "faq.proposed"
	FAQReturned              Kind = "faq.returned"
	FAQPublished             Kind = "faq.published"
	FAQWithdrawn             Kind = "faq.withdrawn"
	ErrandRecorded           Kind = "filing.elsewhere.recorded"
	DraftConsentChosen       Kind = "draft.consent.chosen"
	ConsentGiven             Kind = "filing.consent.given"
	ConsentWithdrawn         Kind = "filing.consent.withdrawn"
	IntakeConfirmed          Kind = "intake.confirmed"
	IntakeCalledBack         Kind = "intake.called-back"
	CampaignBegun            Kind = "campaign.begun"
	AssetPlaceSet            Kind = "asset.place.set"
	AssetItemsSet            Kind = "asset.items.set"
	ApprovalDaysSet          Kind = "calendar.days.set"
	CalendarFeedMade         Kind = "calendar.feed.made"
	CalendarFeedEnded        Kind = "calendar.feed.ended"
	CampaignChanged          Kind = "campaign.changed"
	CampaignLinked           Kind = "campaign.linked"
	CampaignUnlinked         Kind = "campaign.unlinked"
	CampaignMerged           Kind = "campaign.merged"
	CampaignShared           Kind = "campaign.shared"
)

// Label returns what people read for the kind; a kind without one is shown as it is written.
//
// The .txt twin of a receipt contains the label and is compared byte for byte when it is
// verified, so a label is fixed from the day on which the first receipt carries it: the golden
// file labels.golden keeps it so.
func (k Kind) Label() text.Both {
	if b, ok := labels[k]; ok {
		return b
	}
	return text.Both{Ja: string(k), En: string(k)}
}

var labels = map[Kind]text.Both{
	DraftOpened:              {Ja: "下書きの作成", En: "Draft opened"},
	DraftSaved:               {Ja: "下書きの保存", En: "Draft saved"},
	DraftFileAdded:           {Ja: "下書きへのファイルの添付", En: "File attached to a draft"},
	DraftFileRemoved:         {Ja: "下書きの添付の取外し", En: "File taken off a draft"},
	DraftResolved:            {Ja: "下書きの調整", En: "Draft texts reconciled"},
	DraftDiscarded:           {Ja: "下書きの破棄", En: "Draft discarded"},
	DraftRestored:            {Ja: "下書きの復元", En: "Draft restored"},
	ReportPromptFiled:        {Ja: "特定侵害事象等の速報", En: "Prompt report of a specified intrusion event"},
	FilingArrived:            {Ja: "提出の到達", En: "Filing arrived"},
	RequestAsked:             {Ja: "補正のお願い・照会", En: "Request for correction or inquiry"},
	RequestAnswered:          {Ja: "補正・照会への回答", En: "Answer to a request"},
	RequestExtensionAsked:    {Ja: "回答期限の延長の申出", En: "Longer time to answer asked for"},
	RequestExtended:          {Ja: "回答期限の延長", En: "Longer time to answer given"},
	RequestNotExtended:       {Ja: "回答期限を延長しない旨の連絡", En: "Longer time to answer not given"},
	RequestChased:            {Ja: "回答の再度のお願い", En: "Answer asked for once more"},
	SessionOpened:            {Ja: "サインイン", En: "Signed in"},
	SessionSwitched:          {Ja: "立場の切替", En: "Changed hat"},
	SessionClosed:            {Ja: "サインアウト", En: "Signed out"},
	AccountBootstrapped:      {Ja: "最初の管理者の登録", En: "First administrator registered"},
	AccountInvited:           {Ja: "アカウントの招待", En: "Account invited"},
	AccountActivated:         {Ja: "アカウントの利用開始", En: "Account activated"},
	AccountPasskeyAdded:      {Ja: "パスキーの登録", En: "Passkey added"},
	AccountTOTPAdded:         {Ja: "確認コードの登録", En: "One-time codes added"},
	AccountCredentialRemoved: {Ja: "認証手段の削除", En: "Credential removed"},
	AccountTokenIssued:       {Ja: "接続トークンの発行", En: "Service token issued"},
	AccountTokenRevoked:      {Ja: "接続トークンの失効", En: "Service token revoked"},
	AccountClosed:            {Ja: "アカウントの利用終了", En: "Account closed"},
	AccountListPrinted:       {Ja: "印刷した一覧の発行", En: "Printed list issued"},
	SecondAsked:              {Ja: "同僚の確認の依頼", En: "Second person asked"},
	SecondAnswered:           {Ja: "同僚の確認", En: "Second person answered"},
	SessionsEnded:            {Ja: "管理者によるサインインの終了", En: "Sessions ended by an administrator"},
	HardwareTaken:            {Ja: "トークン機器の登録", En: "Hardware tokens registered"},
	HardwareGiven:            {Ja: "トークン機器の割当て", En: "Hardware token given"},
	HardwareEnded:            {Ja: "トークン機器の返却・失効", En: "Hardware token taken back or withdrawn"},
	SignInMethodsChosen:      {Ja: "サインインの方法の変更", En: "Ways of signing in changed"},
	AlarmRaised:              {Ja: "閲覧の異常の知らせ", En: "Alarm about unusual reads"},
	AlarmSeen:                {Ja: "閲覧の異常の確認", En: "Alarm about unusual reads seen"},
	StandingAdopted:          {Ja: "権限の行の証明の開始", En: "Rows of standing first proved"},
	LooksDigested:            {Ja: "閲覧記録の要約", En: "Digest of views"},
	OpeningEntered:           {Ja: "機能の公開の決定", En: "Function opened or closed"},
	OpeningEnded:             {Ja: "機能の公開の決定の取りやめ", En: "Opening of a function taken back"},
	GlassAsked:               {Ja: "緊急閲覧の求め", En: "Emergency reading asked for"},
	GlassApproved:            {Ja: "緊急閲覧の承認", En: "Emergency reading approved"},
	GlassOpened:              {Ja: "緊急閲覧の開始", En: "Emergency reading opened"},
	GlassVoid:                {Ja: "緊急閲覧の不成立", En: "Emergency reading not opened"},
	GlassEnded:               {Ja: "緊急閲覧の終了・取下げ", En: "Emergency reading ended or withdrawn"},
	DelayAsked:               {Ja: "閲覧の表示を遅らせる求め", En: "Delay of showing looks asked for"},
	DelayApproved:            {Ja: "閲覧の表示を遅らせる承認", En: "Delay of showing looks approved"},
	DelayEnded:               {Ja: "閲覧の表示を遅らせる措置の終了", En: "Delay of showing looks ended"},
	LedgerCheckAsked:         {Ja: "記録簿の点検の依頼", En: "Check of the log asked for"},
	LedgerChecked:            {Ja: "記録簿の点検の結果", En: "Result of a check of the log"},
	NameDecided:              {Ja: "製品名の決定", En: "Name of a product decided"},
	NameWithdrawn:            {Ja: "製品名の決定の取消し", En: "Decision about a product's name undone"},
	NameAsked:                {Ja: "名寄せ担当への質問", En: "Question to the steward of names"},
	NameAskWithdrawn:         {Ja: "名寄せ担当への質問の取下げ", En: "Question to the steward of names withdrawn"},
	NamingDecided:            {Ja: "製品名の名寄せの決定", En: "Names of a product decided for all"},
	NamingUndone:             {Ja: "製品名の名寄せの決定の取消し", En: "Decision about names for all undone"},
	AdvisoriesBrought:        {Ja: "脆弱性情報の取り込みの依頼", En: "File of advisories brought"},
	AdvisoriesTaken:          {Ja: "脆弱性情報の取り込み", En: "Advisories taken from a file"},
	AdvisoriesStopped:        {Ja: "脆弱性情報の取り込みの中止", En: "Taking of a file of advisories stopped"},
	OrgAdded:                 {Ja: "組織の登録", En: "Organisation registered"},
	OrgChanged:               {Ja: "組織の登録の変更", En: "Registration of an organisation changed"},
	OrgClosed:                {Ja: "組織の廃止", En: "Organisation closed"},
	OrgReopened:              {Ja: "組織の廃止の取消し", En: "Organisation opened again"},
	UnitAdded:                {Ja: "部署の登録", En: "Unit registered"},
	UnitChanged:              {Ja: "部署の登録の変更", En: "Registration of a unit changed"},
	UnitMoved:                {Ja: "部署の移動", En: "Unit moved"},
	UnitClosed:               {Ja: "部署の廃止", En: "Unit closed"},
	UnitReopened:             {Ja: "部署の廃止の取消し", En: "Unit opened again"},
	ProposalEntered:          {Ja: "二人で決めることの起案", En: "What two decide together entered"},
	ProposalConfirmed:        {Ja: "起案の確認", En: "What was entered confirmed by a second person"},
	ProposalWithdrawn:        {Ja: "起案の取下げ", En: "What was entered withdrawn"},
	LettersPrinted:           {Ja: "利用開始の封書の印刷", En: "Letters with activation codes printed"},
	JurisdictionHandedOver:   {Ja: "所管替えによる引継ぎ", En: "Matters handed over with jurisdiction"},
	FilingsInherited:         {Ja: "承継による引継ぎ", En: "What was filed passed on to a successor"},
	MemberOffered:            {Ja: "立場の申込み(招待)", En: "Hat offered"},
	MemberOfferEnded:         {Ja: "招待の取消し・辞退", En: "Offer withdrawn or declined"},
	MemberJoined:             {Ja: "別の組織の人の参加", En: "Joined with an account of their own"},
	InvitationAnswered:       {Ja: "招待への回答(本人確認待ち)", En: "Invitation answered, identity not confirmed yet"},
	InvitationVouched:        {Ja: "招待した人の本人確認", En: "Identity of an invited person confirmed"},
	InvitationsGathered:      {Ja: "招待の記録のまとめ", En: "Invitations brought into one shape"},
	MemberChanged:            {Ja: "役割・部署の変更", En: "Roles or unit changed"},
	MemberEnded:              {Ja: "立場の終了", En: "Hat ended"},
	MemberLocked:             {Ja: "使われていないアカウントの停止", En: "Unused account locked"},
	MemberUnlocked:           {Ja: "アカウントの停止の解除", En: "Lock of an account lifted"},
	MemberKept:               {Ja: "使われていないアカウントの継続", En: "Unused account kept"},
	StaleDaysSet:             {Ja: "使われていないとみなす日数の変更", En: "Days without use changed"},
	MemberLeaving:            {Ja: "離任の申出", En: "Asked to leave"},
	HandoverPlanned:          {Ja: "引継ぎの登録", En: "Hand-over planned"},
	HandoverUndone:           {Ja: "引継ぎ・代理の取消し", En: "Hand-over or deputy taken back"},
	DeputyNamed:              {Ja: "代理の登録", En: "Deputy named"},
	ContactNamed:             {Ja: "連絡担当の登録", En: "Contact named"},
	ContactConfirmed:         {Ja: "連絡担当の確認", En: "Contact confirmed"},
	AuthorityAdded:           {Ja: "クライアント証明書の発行元の登録", En: "Authority of client certificates added"},
	AuthorityEnded:           {Ja: "クライアント証明書の発行元の削除", En: "Authority of client certificates removed"},
	RevocationsTaken:         {Ja: "失効リストの登録", En: "Revocation list taken over"},
	AccountCertificateAdded:  {Ja: "クライアント証明書の登録", En: "Client certificate added"},
	ProcedureBegun:           {Ja: "手続の様式の作成", En: "Procedure begun"},
	ProcedureWritten:         {Ja: "手続の様式の変更", En: "Procedure written"},
	ProcedureProposed:        {Ja: "手続の公開の起案", En: "Opening of a procedure proposed"},
	ProcedureReturned:        {Ja: "手続の公開の差戻し", En: "Opening of a procedure sent back"},
	ProcedurePublished:       {Ja: "手続の公開", En: "Procedure opened by a second officer"},
	ProcedureClosed:          {Ja: "手続の受付終了", En: "Procedure closed"},
	FilingRevised:            {Ja: "訂正・補正の到達", En: "Further revision of a filing arrived"},
	MailboxAdded:             {Ja: "お知らせの届け先の追加", En: "Shared mailbox added"},
	MailboxChanged:           {Ja: "お知らせの届け先の変更", En: "Shared mailbox changed"},
	MailboxEnded:             {Ja: "お知らせの届け先の終了", En: "Shared mailbox ended"},
	MailboxTried:             {Ja: "お知らせの届け先の試し送り", En: "Shared mailbox tried"},
	MailNamesChosen:          {Ja: "メールに組織名を書くかの変更", En: "Names in mail chosen"},
	DutyCardIssued:           {Ja: "当直カードの発行", En: "Duty card issued"},
	DutyCardEnded:            {Ja: "当直カードの失効", En: "Duty card ended"},
	NoticeContactAdded:       {Ja: "気付き連絡の連絡先の登録", En: "Contact for contractor's notices registered"},
	NoticeContactChanged:     {Ja: "気付き連絡の連絡先の変更", En: "Contact for contractor's notices changed"},
	NoticeContactEnded:       {Ja: "気付き連絡の連絡先の終了", En: "Contact for contractor's notices ended"},
	NoticeSheetPrinted:       {Ja: "気付き連絡のコードの発行", En: "Code for contractor's notices printed"},
	NoticeArrived:            {Ja: "気付き連絡の到達", En: "Contractor's notice arrived"},
	NoticeTaken:              {Ja: "気付き連絡の速報への取り込み", En: "Contractor's notice taken over into a prompt report"},
	NoticeNeedless:           {Ja: "気付き連絡について報告は不要と判断", En: "Contractor's notice judged to need no report"},
	NoticeReplied:            {Ja: "気付き連絡への対応の記録", En: "Note on a contractor's notice kept"},
	CallListSet:              {Ja: "緊急連絡先の変更", En: "Emergency contacts set"},
	CallRecorded:             {Ja: "緊急連絡の記録", En: "Emergency call recorded"},
	DutyTurnsSet:             {Ja: "当番表への記入", En: "Duty roster written"},
	DutyTurnSwapped:          {Ja: "当番の交代", En: "Turn of duty given to somebody else"},
	DutyTurnEnded:            {Ja: "当番の取消し", En: "Turn of duty taken back"},
	DutyConfirmed:            {Ja: "緊急連絡先と当番表の確認", En: "Emergency contacts and roster confirmed"},
	FilingsAssigned:          {Ja: "担当をまとめて決めた", En: "Who takes care of filings decided"},
	FilingsUnassigned:        {Ja: "担当をまとめて決めたことの取消し", En: "Who takes care of filings taken back"},
	LetterSent:               {Ja: "事務連絡を出した", En: "Office letter sent"},
	MandateProposed:          {Ja: "委任を申し出た", En: "Mandate proposed"},
	MandateCountersigned:     {Ja: "委任を確認した(委任の開始)", En: "Mandate countersigned"},
	MandateDeclined:          {Ja: "委任の申し出を辞退した", En: "Mandate declined"},
	MandateWithdrawn:         {Ja: "委任の申し出を取り下げた", En: "Proposal of a mandate withdrawn"},
	MandateRevoked:           {Ja: "委任を撤回した", En: "Mandate revoked"},
	MandatePaperAdded:        {Ja: "委任状の写しを添えた", En: "Copy of a mandate added"},
	FilingsChecked:           {Ja: "届出の形式を確認した", En: "Form of notifications checked"},
	FilingsUnchecked:         {Ja: "届出の形式確認の取消し", En: "Check of the form of notifications taken back"},
	ViewSaved:                {Ja: "一覧の条件の保存", En: "View of a list saved"},
	ViewChanged:              {Ja: "保存した条件の変更", En: "Saved view changed"},
	ViewEnded:                {Ja: "保存した条件の削除", En: "Saved view ended"},
	ViewPinned:               {Ja: "本日の対応のタイルの変更", En: "Tile of today's page changed"},
	ExportOrdered:            {Ja: "一覧の書き出しの用意", En: "Export of a list ordered"},
	ExportStopped:            {Ja: "一覧の書き出しの取りやめ", En: "Export of a list stopped"},
	MailChosen:               {Ja: "受け取るメールの変更", En: "Mail to oneself chosen"},
	RefusalConfirmed:         {Ja: "届かない届け先の確認", En: "Refusing address confirmed"},
	MailRetried:              {Ja: "送れなかったメールの再送の依頼", En: "Failed mail asked to be sent again"},
	ApprovalRouted:           {Ja: "社内の承認の流れの設定", En: "Way of approval inside the organisation set"},
	ApprovalAsked:            {Ja: "社内の承認の依頼", En: "Approval asked for inside the organisation"},
	ApprovalDecided:          {Ja: "社内の承認・差戻し", En: "Approved or sent back inside the organisation"},
	ApprovalWithdrawn:        {Ja: "社内の承認の引戻し", En: "Asking for approval taken back"},
	ApprovalReferred:         {Ja: "社内決裁番号の記録", En: "Number of the decision inside the organisation recorded"},
	ApprovalPaperAdded:       {Ja: "決裁の写しの追加", En: "Copy of a paper decision added"},
	ApprovalPaperRemoved:     {Ja: "決裁の写しの取外し", En: "Copy of a paper decision taken off"},
	CollectionAsked:          {Ja: "社内取りまとめの依頼", En: "Units asked for their part"},
	CollectionMoved:          {Ja: "社内取りまとめの催促・差戻し・締切の変更", En: "Part of a unit chased, sent back or given more time"},
	CollectionAnswered:       {Ja: "社内取りまとめへの部署の回答", En: "Part answered by its unit"},
	CollectionSettled:        {Ja: "社内取りまとめの重複の選択", En: "Doubled answers of units settled"},
	CollectionTaken:          {Ja: "社内取りまとめの取り込み", En: "Part of a unit taken over"},
	DraftReleaseChosen:       {Ja: "下書きの見せる範囲の変更", En: "Who sees what of a draft chosen"},
	SectionReleased:          {Ja: "見せていなかった項目の開示", En: "Section given to an office that did not have it"},
	CollectionUntaken:        {Ja: "社内取りまとめの取り込みの取消し", En: "Take-over of a unit's part undone"},
	AssetPlaceSet:            {Ja: "機器台帳の設備の記入", En: "Facility written into the machines"},
	ApprovalDaysSet:          {Ja: "社内締切の日数の変更", En: "Days of approval changed"},
	CalendarFeedMade:         {Ja: "予定表の購読用アドレスの作成", En: "Address of the dates made"},
	CalendarFeedEnded:        {Ja: "予定表の購読用アドレスの停止", En: "Address of the dates ended"},
	AssetItemsSet:            {Ja: "機器台帳の記入", En: "Rows of the machines written"},
	CampaignBegun:            {Ja: "キャンペーンの作成", En: "Campaign begun"},
	CampaignChanged:          {Ja: "キャンペーンの変更", En: "Campaign changed"},
	CampaignLinked:           {Ja: "報告の関連付け", En: "Reports linked to a campaign"},
	CampaignUnlinked:         {Ja: "報告の関連付けの取消し", En: "Reports taken out of a campaign"},
	CampaignMerged:           {Ja: "キャンペーンの統合", En: "Campaign merged into another"},
	CampaignShared:           {Ja: "キャンペーンの共有", En: "Campaign shown to another office"},
	SupportAsked:             {Ja: "支援の希望", En: "Help asked for"},
	SupportWritten:           {Ja: "支援についての連絡", En: "Message about help"},
	SupportMoved:             {Ja: "支援の状況の変更", En: "State of help changed"},
	SupportShared:            {Ja: "支援機関への報告の共有", En: "Report shown to a helper"},
	SupportUnshared:          {Ja: "支援機関への共有の終了", En: "Report no longer shown to a helper"},
	ConsultAsked:             {Ja: "相談", En: "Consultation begun"},
	ConsultSaid:              {Ja: "相談についての連絡・回答", En: "Message or answer in a consultation"},
	ConsultMarked:            {Ja: "範囲整理表の行の確認", En: "Lines of a scope table looked at"},
	FAQProposed:              {Ja: "よくある相談の公開の案", En: "Common question proposed"},
	FAQReturned:              {Ja: "よくある相談の案の差戻し", En: "Common question sent back"},
	FAQPublished:             {Ja: "よくある相談の公開", En: "Common question published"},
	FAQWithdrawn:             {Ja: "よくある相談の取下げ", En: "Common question withdrawn"},
	ErrandRecorded:           {Ja: "ほかの機関への提出の記録", En: "Handing in elsewhere recorded"},
	DraftConsentChosen:       {Ja: "下書きの共有の同意の選択", En: "Consent to share a draft chosen"},
	ConsentGiven:             {Ja: "国家サイバー統括室への共有の同意", En: "Consent to share with the NCO given"},
	ConsentWithdrawn:         {Ja: "国家サイバー統括室への共有の同意の取下げ", En: "Consent to share with the NCO withdrawn"},
	IntakeConfirmed:          {Ja: "電話で受け付けた速報の確認", En: "Report taken by telephone confirmed"},
	IntakeCalledBack:         {Ja: "電話で受け付けた速報の折り返しの記録", En: "Call back about a report taken by telephone recorded"},
}

// The facts that a receipt shows under a heading of its own. Other facts are shown by their key.
const (
	FactArrived    = "arrived"     // first arrival (到達), in StampLayout, when a correction keeps an earlier one
	FactFiler      = "filer"       // the organisation that filed, as people read its name
	FactAddressees = "addressees"  // the authorities for which the receipt is proof, as people read them
	FactBook       = "book"        // id of the rule book by which due dates were computed
	FactDue        = "due"         // due date told at arrival, YYYY-MM-DD
	FactReleased   = "released"    // filing.ReleaseDigest: which office received which sections
	FactStanding   = "standing"    // digest over what the act made of rows that give sight (row.StandingDigest)
	FactProofs     = "proofs"      // generation of proofs under which it did (row.Generation)
	FactProcedure  = "procedure"   // the procedure and its version, where it is not built in
	FactAttachment = "attachment-" // with two digits: digest, size and name of a file that arrived with the answers
	FactTelephone  = "telephone"   // the office that took the report down on the telephone, as people read it
	FactCorrects   = "corrects"    // number of the filing that this one corrects
	FactWithdraws  = "withdraws"   // number of the filing that is withdrawn by this one (取下げ)
	FactMandate    = "mandate"     // number of the mandate (委任) under which a maintainer acted in the operator's name
	FactAgent      = "agent"       // that maintainer, as people read it
	FactWritten    = "written"     // when it was written without a network, by the writer's own clock, in StampLayout
)
