// Package message owns what leaves the house to say that something is there, and never what it is.
package message

import (
	"errors"
	"fmt"
	"strings"

	"kanmin/internal/domain/ident"
)

// ErrRefused is the error of an address that does not take the message and will not later: it is not tried again.
var ErrRefused = errors.New("message: the address does not take it")

// Urgency is one of the three subjects that a mail may have (R15).
type Urgency string

// The urgencies.
const (
	Urgent Urgency = "urgent" // 【至急】
	Action Urgency = "action" // 【要対応】
	Notice Urgency = "notice" // 【お知らせ】
)

// marks are what a subject begins with.
var marks = map[Urgency]string{Urgent: "【至急】", Action: "【要対応】", Notice: "【お知らせ】"}

// Personal is what a mail tells one person of their own account: that something became of it, and no more.
type Personal string

// What a person is told of.
const (
	AccountOpen Personal = "opened" // what they registered, or agreed to, opens now
	HatEnded    Personal = "ended"  // an administrator ended a hat of theirs
)

// Message is one mail to one address.
type Message struct {
	ID      string // Message-ID without its brackets; the same at each attempt
	To      string // address
	Urgency Urgency
	Number  ident.Number
	At      ident.Instant // when it was queued
	Path    string        // of an invitation's link; empty for every other mail
	Link    string        // Path at the address of this installation: whoever sends fills it in
	Tells   Personal      // of the person's own account; empty for every other mail
	Trial   bool          // an administrator tries whether the address takes mail
	Morning Numbers       // of the digest of an office
	Dates   int           // how many dates people are reminded of in one mail; 0 for every other mail
	For     string        // organisation and unit that it concerns; empty where the organisation does not allow that (R15)
}

// Numbers are what an office's digest says: how many, and never of what.
type Numbers struct {
	Now     int // need an action now
	Arrived int // since 08:45 of the last working day
	Soon    int // answers wished within seven days
}

// Zero reports whether there is nothing to say.
func (n Numbers) Zero() bool { return n == Numbers{} }

// Letter is what the mail of an offer of a hat carries until it has left: its address, and the path of its link.
type Letter struct{ To, Path string }

// Subject is one of three fixed sentences with the number (R15).
func (m Message) Subject() string {
	mark, ok := marks[m.Urgency]
	if !ok {
		mark = marks[Notice]
	}
	return strings.TrimSpace(mark + "官民連携基盤 " + string(m.Number))
}

// Body is one fixed text with the number: no name, no content. Only an invitation has a link; a scanner that follows
// it changes nothing.
func (m Message) Body() string {
	if m.For != "" {
		return "あて先: " + m.For + "\n\n" + m.body()
	}
	return m.body()
}

func (m Message) body() string {
	n := string(m.Number)
	switch {
	case m.Trial:
		return "このメールは、あて先に届くかどうかを確かめるためのものです。\n届いていれば、ほかにすることはありません。\n\n" +
			"This mail tries whether the address takes mail. There is nothing else to do.\n"
	case m.Tells == AccountOpen:
		return "アカウントを使えるようになりました。\nいつものブックマークから開き、登録した方法でサインインしてください。\n心当たりがないときは、組織の管理者か相談窓口へお尋ねください。\n\n" +
			"Your account is open. Please open the platform from your own bookmark and sign in the way you registered.\nIf you did not expect this, ask your administrator or the help desk.\n"
	case m.Tells == HatEnded:
		return "あなたの立場に変更がありました。\n内容はメールに書いていません。\nサインインできないときは、組織の管理者か相談窓口へお尋ねください。\n\n" +
			"There is a change of a hat of yours. This mail does not say which.\nIf you cannot sign in, ask your administrator or the help desk.\n"
	case m.Dates > 0:
		return fmt.Sprintf("期限のお知らせが%[1]d件あります。\n内容はメールに書いていません。\nいつものブックマークから「期限カレンダー」を開いてください。\n\n"+
			"Dates to be reminded of: %[1]d.\nThis mail does not say what they are.\nPlease open the calendar of dates from your own bookmark.\n", m.Dates)
	case !m.Morning.Zero():
		return fmt.Sprintf("本日の対応のまとめです。\n\n今すぐ対応するもの: %[1]d件\n前の開庁日の8時45分より後に届いたもの: %[2]d件\n7日以内に期限が来るもの(過ぎたものを含む): %[3]d件\n\n"+
			"内容はメールに書いていません。\nいつものブックマークから「本日の対応」を開いてください。\n\n"+
			"Your desk today. To be dealt with now: %[1]d. Arrived since 8:45 of the last working day: %[2]d. Due within seven days, or past: %[3]d.\n"+
			"This mail does not say what they are.\nPlease open the platform from your own bookmark.\n", m.Morning.Now, m.Morning.Arrived, m.Morning.Soon)
	}
	if m.Path != "" && n == "" { // of an organisation to somebody who is to act for it
		return "官民連携基盤への招待が届いています。\n次のリンクを開き、別の方法でお渡しする登録コードを入力してください。\nリンクを開くだけでは、何も変わりません。\n心当たりがないときは、このメールを捨ててください。\n\n" + m.Link +
			"\n\nYou are invited to the platform. Open the link and type the code that reaches you another way.\nOpening the link changes nothing by itself. If you expect no invitation, throw this mail away.\n"
	}
	if m.Path != "" {
		return "官民連携基盤の利用を始めるための案内です(整理番号 " + n + ")。\n郵便で届く登録コードと、次のリンクの両方が必要です。\nリンクを開くだけでは、何も変わりません。\n\n" + m.Link +
			"\n\nThis is how to begin using the platform (number " + n + ").\nYou need this link and the activation code that comes by letter.\nOpening the link changes nothing by itself.\n"
	}
	return "お知らせが1件あります(整理番号 " + n + ")。\n内容はメールに書いていません。\nいつものブックマークから開いてください。\n\n" +
		"There is one item for you (number " + n + ").\nThis mail does not say what it is.\nPlease open the platform from your own bookmark.\n"
}
