// Package access owns who may do what: the actor behind a request, the one permission table
// (policy.tsv, readable by a lawyer), and Scope, without which nothing is read.
//
// An object is visible in exactly two ways: own (its org, and its unit at or below the actor's)
// or addressed (a reader row whose audience holds the actor's unit). The table says, per role,
// which of the two counts for which action; the store compiles the same answer into its join.
package access

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Role is what a hat allows.
type Role string

// The roles that exist.
const (
	OperatorFiler    Role = "operator-filer"    // 届出担当, 報告担当
	OperatorApprover Role = "operator-approver" // 承認者
	OperatorAdmin    Role = "operator-admin"    // 組織管理者
	OperatorViewer   Role = "operator-viewer"   // 閲覧者
	MaintainerFiler  Role = "maintainer"        // 維持管理者の担当
	MaintainerAdmin  Role = "maintainer-admin"  // 維持管理者の組織管理者
	SupplierPSIRT    Role = "supplier"          // 供給者の窓口
	SupplierAdmin    Role = "supplier-admin"    // 供給者の組織管理者
	Officer          Role = "officer"           // 所管省庁 担当
	Supervisor       Role = "supervisor"        // 所管省庁・内閣府 管理職
	Analyst          Role = "analyst"           // 内閣府・国家サイバー統括室 分析担当
	Secretariat      Role = "secretariat"       // 協議会事務局
	CouncilMember    Role = "council-member"    // 構成員
	Friend           Role = "friend"            // 協議会フレンズ(仮称)
	ForeignAuthority Role = "foreign-authority" // 外国政府等
	PlatformAdmin    Role = "platform-admin"    // 基盤管理者
	NameSteward      Role = "name-steward"      // 名寄せ担当 (内閣府): a further role of its analysts and supervisors
	SupportHelper    Role = "helper"            // 支援機関の担当
	GlassReader      Role = "glass-reader"      // 緊急閲覧: reads one report for a bounded time; nobody gives it, two administrators open it
	MandateDrafter   Role = "mandate-drafter"   // 委任による下書き: nobody gives it; a mandate that is in force does, within its unit (mandate.Actor)
	MandateFiler     Role = "mandate-filer"     // 委任による提出
	MandateFixer     Role = "mandate-fixer"     // 委任による補正
	Acting           Role = "acting"            // 代理: allows nothing; it stands wherever roles and names stand
)

// Roles lists every role.
func Roles() []Role {
	return []Role{
		OperatorFiler, OperatorApprover, OperatorAdmin, OperatorViewer, MaintainerFiler, MaintainerAdmin, SupplierPSIRT, SupplierAdmin, Acting, Officer, Supervisor, Analyst,
		Secretariat, CouncilMember, Friend, ForeignAuthority, PlatformAdmin, NameSteward, SupportHelper, GlassReader, MandateDrafter, MandateFiler, MandateFixer,
	}
}

// Action is what is done to an object.
type Action string

// Object is a kind of thing that the table speaks about.
type Object string

// The actions and objects of the table.
const (
	Read    Action = "read"
	Write   Action = "write"
	File    Action = "file"
	Ask     Action = "ask"
	Answer  Action = "answer"
	History Action = "history"
	Verify  Action = "verify"
	End     Action = "end"
	Decide  Action = "decide"
	Restore Action = "restore" // what was put aside comes back
	Assign  Action = "assign"  // 担当: who of an office takes care
	Confirm Action = "confirm" // of what somebody else entered
	Receive Action = "receive" // 電話での受付: what an operator says on the telephone is taken down
	Link    Action = "link"    // 関連付け: reports are linked to a campaign

	Report    Object = "report"
	Request   Object = "request" // a question on a report, reached through it
	Draft     Object = "draft"
	Receipt   Object = "receipt"
	Desk      Object = "desk"
	Home      Object = "home"
	Account   Object = "account"
	Platform  Object = "platform"
	Alarms    Object = "alarm"     // that somebody's reads are unusual
	SignIn    Object = "signin"    // how the people of an organisation sign in
	Settings  Object = "settings"  // 組織の設定: the page that leads to the rest
	People    Object = "people"    // 担当者と役割, 引継ぎと代理
	Contacts  Object = "contacts"  // 連絡担当
	Name      Object = "name"      // what an organisation decided about names of products (名寄せの記憶)
	Naming    Object = "naming"    // what the steward decides for all (製品名の名寄せ)
	Procedure Object = "procedure" // 各省の手続: what an office declares, tries and opens
	// Organisation is who takes part: registrations, units, jurisdictions, accounts.
	Organisation Object = "organisation"
	Glass        Object = "glass"      // 緊急閲覧
	Delays       Object = "delay"      // that an owner is shown an office's looks later
	Approval     Object = "approval"   // 承認・決裁 inside an organisation
	Collection   Object = "collection" // 社内取りまとめ inside an organisation
	View         Object = "view"       // 保存した条件: conditions of a list, under a name
	Opening      Object = "opening"    // 機能の公開: which functions are open to whom
	DutyCard     Object = "card"       // 当直カード, and the form for when there is no network
	Asset        Object = "asset"      // 機器台帳 (社内台帳): the operator's own, told to nobody else
	Calendar     Object = "calendar"   // 期限カレンダー, and how many days approval takes
	Campaign     Object = "campaign"   // キャンペーン: reports that an office links
	Support      Object = "support"    // 対処支援: a wish for help, and what is said of it
	Consult      Object = "consult"    // 相談窓口: a question of an operator, with the 範囲整理表
	FAQ          Object = "faq"        // よくある相談: what an office publishes of 相談窓口
	Letter       Object = "letter"     // 事務連絡 of an office to operators
	Notice       Object = "notice"     // 気付き連絡 of contractors, and the contacts who may send one
	Advisory     Object = "advisory"   // 脆弱性情報 of the sources, and the files that bring them
	Mandate      Object = "mandate"    // 委任 between an operator and a maintainer
)

// Permission is an action on a kind of object, as routes name it. The zero value is public.
type Permission struct {
	Action Action
	Object Object
}

// Actor is who stands behind a request: a person under one hat, or a service token.
type Actor struct {
	Person  ident.Person
	Token   ident.Token   // set when a service token acts
	Session ident.Session // set when a browser acts
	Card    ident.Object  // set when a code on paper acts, of a 当直カード or of a contact for 気付き連絡: nobody is signed in
	Hat     ident.Hat
	Org     ident.Org
	Unit    ident.Unit
	Kind    party.Kind
	Roles   []Role
	// Bound is the organisation that issued the way in by which a person came: of everything that is the person's own, the
	// actor sees and changes what is that organisation's. Empty: all of it.
	Bound ident.Org
	// Only narrows what the roles allow, for a service token; nil: all of it.
	Only []Permission
	// Under is the mandate (委任) under which somebody of a maintainer acts in the operator's name; zero for everybody else.
	Under Under
}

// Under is what an act under a mandate carries with it: who acts for the organisation of the scope.
type Under struct {
	Mandate ident.Object
	Number  ident.Number
	Agent   string // name of the maintainer
	AgentNo string // its 法人番号
	Org     ident.Org
	Unit    ident.Unit
	Within  []string // names of the facilities to which it is narrowed; none: every one
}

// within reports whether a permission is among those to which the actor is narrowed.
func (a Actor) within(p Permission) bool { return a.Only == nil || slices.Contains(a.Only, p) }

// Signed is a name as it stands under what its bearer does: with 代理 beside it where they act for another, with the maintainer's name where they
// act under a mandate.
func (a Actor) Signed(name string) string {
	if name != "" && a.Under.Agent != "" {
		return name + "(" + a.Under.Agent + ")"
	}
	if name != "" && slices.Contains(a.Roles, Acting) {
		return name + "(代理)"
	}
	return name
}

// SignedBy is the name of who acts, as of the day on which person finds it, Signed; a token is nobody in particular.
func (a Actor) SignedBy(person func(ident.Person) (party.Person, error)) (string, error) {
	if a.Person == "" {
		return "", nil
	}
	p, err := person(a.Person)
	return a.Signed(p.Name), err
}

// ID is the id that log lines and ledger entries carry: the token's, the card's, else the person's.
func (a Actor) ID() string {
	if a.Token != "" {
		return string(a.Token)
	}
	if a.Card != "" {
		return string(a.Card)
	}
	return string(a.Person)
}

// Scope is an actor at an instant. Nothing is read or written without one.
type Scope struct {
	Actor
	At     ident.Instant
	system string
}

// For returns the scope of an actor.
func For(a Actor, at ident.Instant) Scope { return Scope{Actor: a, At: at} }

// System returns the scope of background work. Only serve and cli may call it (archtest).
func System(name string, at ident.Instant) Scope { return Scope{At: at, system: name} }

// Behalf is the scope in which an officer takes down what an operator reports on the telephone: the rows are that operator's, who acts stays
// the officer. It allows nothing by itself, so nothing of the operator's is read in it. Flow submitting alone may call it (archtest).
func (s Scope) Behalf(org ident.Org, unit ident.Unit) Scope {
	a := s.Actor
	a.Org, a.Unit, a.Kind, a.Hat, a.Roles, a.Bound, a.Only, a.Under = org, unit, party.Operator, "", nil, "", []Permission{}, Under{}
	return Scope{Actor: a, At: s.At}
}

// IsSystem reports whether the scope is background work, and its name.
func (s Scope) IsSystem() (string, bool) { return s.system, s.system != "" }

// Relations says by which of the two ways an action on a kind of object is open to the scope, in some state at least.
func (s Scope) Relations(p Permission) (own, addressed bool) {
	return s.Way(p, Own).Open, s.Way(p, Addressed).Open
}

// Way says how far one relation opens records to the scope, for the store's join.
func (s Scope) Way(p Permission, r Relation) Way {
	if !s.within(p) {
		return Way{}
	}
	return table.ways(s.Roles, p, r)
}

// Allows decides about one record. Background work may do everything: what it may not do it is not given.
func (s Scope) Allows(p Permission, r Relation, f Facts) bool {
	return s.system != "" || s.within(p) && table.Allows(s.Roles, p, r, f)
}

// Permit returns nil if some relation could allow the action: whether one of them holds for a
// given record is then the store's join. It returns Denied if the scope may read
// such objects but not do this, Hidden if it may not even read them, or was narrowed to other permissions.
func (s Scope) Permit(p Permission) error {
	if s.system != "" || p == (Permission{}) {
		return nil
	}
	if own, addressed := s.Relations(p); own || addressed {
		return nil
	}
	if own, addressed := s.Relations(Permission{Read, p.Object}); (own || addressed) && s.within(p) {
		return fault.New(fault.Denied, "fault.denied", nil)
	}
	return fault.Absent()
}

// Seen is one office's looks at an object, as its owner is shown them (誰が見たか, R45).
type Seen struct {
	Org      ident.Org
	Unit     ident.Unit
	Office   string
	OfficeEn string // may be empty
	FirstAt  ident.Instant
	LastAt   ident.Instant
	Times    int
}
