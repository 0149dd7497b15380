// Package status is how the house runs (稼働の状況), for the platform's administrators: the log and its sequencer, messages,
// background work, sessions. It shows numbers of the whole, and no content or count of any organisation.
package status

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/auditing"
)

// Path is the page's address.
const Path = "/admin/status"

// Tx is what the page reads.
type Tx interface {
	Tasks(limit int) ([]task.Task, error)
}

// Running is how the house runs, in numbers.
type Running struct {
	LogSize             int64         // entries that have their place
	Pending             int           // entries that wait for it
	Lag                 time.Duration // for how long the oldest has waited
	MailWait, MailFail  int
	MailOldest          ident.Instant           // of what has somewhere to go; 0: nothing waits
	MailNowhere         int                     // the recipient has no address that takes mail
	MailSent            int                     // within a day
	Refused, Paused     int                     // addresses; none of them is said
	Reports             map[message.Outcome]int // about mails that did not arrive
	Sessions, Alarms    int
	Engine, LogKeyNamed string
}

// Page is filled in by serve.
type Page struct {
	Running func(ctx context.Context) (Running, error)
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Check   auditing.StartCheck
	Retry   auditing.Retry
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	read := access.Permission{Action: access.Read, Object: access.Platform}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: read, Handle: p.show},
		{Pattern: "POST " + Path + "/check", Needs: access.Permission{Action: access.Verify, Object: access.Platform}, Body: 4 << 10, Handle: p.check},
		{Pattern: "POST " + Path + "/mail", Needs: access.Permission{Action: access.Write, Object: access.Platform}, Body: 4 << 10, Handle: p.retry},
	}
}

// Bounds: the sequencer gives an entry its place within seconds; a message leaves within minutes.
const (
	lagWarn  = 10 * time.Second
	mailWarn = 10 * time.Minute
	taskShow = 20
)

// View is what the page shows.
type View struct {
	Notices []look.Notice
	Facts   []look.Answer
	Mail    []look.Answer // 送信の状態
	Failed  bool          // there is something to try again
	Key     string        // of the check
	Work    Work
}

// Work is the part that refreshes itself while something runs.
type Work struct {
	Poll  string
	Tasks []Task
	Empty *look.Empty
}

// Task is one piece of background work.
type Task struct {
	Name     string
	State    look.Tag
	Asked    ident.Instant
	Ended    ident.Instant
	Tries    string
	Result   string
	Bad      bool
	Progress *look.Progress
	Trouble  string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("admin/status", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var tasks []task.Task
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		tasks, err = tx.Tasks(taskShow)
		return err
	})
	if err != nil {
		return err
	}
	work := work(r, tasks)
	if r.Header.Get("HX-Request") == "true" {
		return page.WriteFragment(w, look.Frame{Lang: r.Lang}, "work", work)
	}
	now, err := p.Running(r.Context())
	if err != nil {
		return err
	}
	v := View{Work: work, Facts: facts(r, now), Notices: notices(r, now), Mail: mail(r, now), Failed: now.MailFail > 0}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if r.URL.Query().Get("asked") != "" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("admin.check.asked"), Text: []string{r.T("admin.check.asked.text")}})
	}
	if r.URL.Query().Get("mail") != "" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("admin.retry.asked")})
	}
	return page.Write(w, r.Frame("admin.title"), v)
}

// retry asks that mails that were given up are tried again.
func (p Page) retry(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte(auditing.RetryQueue)))
	if err != nil {
		return err
	}
	if err := p.Retry.Do(r.Context(), r.Scope, key); err != nil {
		return err
	}
	return gate.See(w, Path+"?mail=1")
}

// mail is the state of sending, in counts: no address and no organisation.
func mail(r *gate.Request, n Running) []look.Answer {
	waiting := look.Number(n.MailWait)
	if n.MailOldest != 0 {
		waiting += "\n" + r.T("admin.mail.oldest", "at", look.Moment(r.Lang, n.MailOldest))
	}
	return []look.Answer{
		{Question: r.T("admin.retry.waiting"), Text: waiting},
		{Question: r.T("admin.retry.sent"), Text: look.Number(n.MailSent)},
		{Question: r.T("admin.retry.failed"), Text: look.Number(n.MailFail)},
		{Question: r.T("admin.retry.refused"), Text: r.T("admin.retry.paused", "n", look.Number(n.Refused), "paused", look.Number(n.Paused))},
		{Question: r.T("admin.reports"), Text: r.T("admin.reports.n", "read", look.Number(n.Reports[message.ReportRead]), "unmatched", look.Number(n.Reports[message.ReportUnmatched]), "aside", look.Number(n.Reports[message.ReportAside]))},
	}
}

// check asks for a check of the log; asked twice with one key it is one task.
func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte(auditing.Queue)))
	if err != nil {
		return err
	}
	if _, err := p.Check.Do(r.Context(), r.Scope, key); err != nil {
		return err
	}
	return gate.See(w, Path+"?asked=1")
}

func facts(r *gate.Request, n Running) []look.Answer {
	lag := r.T("admin.lag.none")
	if n.Pending > 0 {
		lag = r.T("admin.lag.some", "n", look.Number(n.Pending), "s", int(n.Lag.Seconds()))
	}
	mail := r.T("admin.mail.some", "waiting", look.Number(n.MailWait), "failed", look.Number(n.MailFail))
	if n.MailOldest != 0 {
		mail += "\n" + r.T("admin.mail.oldest", "at", look.Moment(r.Lang, n.MailOldest))
	}
	return []look.Answer{
		{Question: r.T("admin.log"), Text: r.T("admin.log.size", "n", look.Number(n.LogSize)) + "\n" + n.LogKeyNamed},
		{Question: r.T("admin.lag"), Text: lag},
		{Question: r.T("admin.mail"), Text: mail},
		{Question: r.T("admin.sessions"), Text: r.T("admin.sessions.some", "n", look.Number(n.Sessions))},
		{Question: r.T("admin.engine"), Text: n.Engine},
	}
}

// notices are what an administrator must act on, with what to do.
func notices(r *gate.Request, n Running) (list []look.Notice) {
	if n.Lag > lagWarn {
		list = append(list, look.Notice{Tone: look.Danger, Title: r.T("admin.lag.warn"), Text: []string{r.T("admin.lag.warn.text")}})
	}
	if n.Alarms > 0 {
		list = append(list, look.Notice{Tone: look.Danger, Title: r.T("admin.alarms", "n", look.Number(n.Alarms)), Text: []string{r.T("admin.alarms.text")}, Link: look.Link{To: "/alarms", Text: r.T("alarms.title")}})
	}
	if n.MailFail > 0 {
		list = append(list, look.Notice{Tone: look.Warn, Title: r.T("admin.mail.failed", "n", look.Number(n.MailFail)), Text: []string{r.T("admin.mail.failed.text")}})
	}
	if n.MailNowhere > 0 {
		list = append(list, look.Notice{Tone: look.Warn, Title: r.T("admin.mail.nowhere", "n", look.Number(n.MailNowhere)), Text: []string{r.T("admin.mail.nowhere.text")}})
	}
	if n.MailOldest != 0 && r.Now > n.MailOldest.Add(mailWarn) {
		list = append(list, look.Notice{Tone: look.Warn, Title: r.T("admin.mail.slow"), Text: []string{r.T("admin.mail.slow.text")}})
	}
	return list
}

func work(r *gate.Request, tasks []task.Task) Work {
	w := Work{}
	for _, t := range tasks {
		w.Tasks = append(w.Tasks, view(r, t))
		if t.State == task.Waiting || t.State == task.Running {
			w.Poll = Path
		}
	}
	if len(tasks) == 0 {
		w.Empty = &look.Empty{Title: r.T("admin.task.none"), Text: []string{r.T("admin.task.none.text")}}
	}
	return w
}

func view(r *gate.Request, t task.Task) Task {
	v := Task{Name: t.Queue, Asked: t.CreatedAt, Ended: t.EndedAt, Trouble: t.Trouble}
	switch t.Queue {
	case auditing.Queue:
		v.Name = r.T("admin.task.check")
	case auditing.RetryQueue:
		v.Name = r.T("admin.task.retry")
		if t.State == task.Done {
			v.Result = r.T("admin.task.retried", "n", t.Result)
		}
	}
	switch t.State {
	case task.Waiting:
		v.State = look.Tag{Text: r.T("admin.task.waiting"), Tone: look.Plain}
	case task.Running:
		v.State = look.Tag{Text: r.T("admin.task.running"), Tone: look.Info}
		if t.Total > 0 {
			v.Progress = &look.Progress{Label: r.T("admin.task.progress"), Done: int(t.Done), Total: int(t.Total)}
		}
	case task.Done:
		v.State = look.Tag{Text: r.T("admin.task.done"), Tone: look.Good}
	case task.Failed:
		v.State = look.Tag{Text: r.T("admin.task.failed"), Tone: look.Danger}
	}
	if t.Attempts > 1 {
		v.Tries = r.T("admin.task.tries", "n", t.Attempts, "of", task.Attempts)
	}
	if look.Has(t.Trouble) {
		v.Trouble = r.T(t.Trouble)
	}
	if t.Queue == auditing.Queue && t.State == task.Done {
		v.Result, v.Bad = result(r, t.Result)
		if v.Bad {
			v.State = look.Tag{Text: r.T("admin.task.found"), Tone: look.Danger}
		}
	}
	return v
}

// result is what a check of the log found. Nothing but the place of an entry is said: what it is about is not the
// administrators' to know.
func result(r *gate.Request, kept string) (text string, bad bool) {
	report, err := auditing.ParseResult(kept)
	if err != nil {
		return r.T("admin.check.unread"), true
	}
	if report.Sound() {
		return r.T("admin.check.sound", "n", look.Number(report.Checked)), false
	}
	place := r.T("admin.check.nowhere")
	if report.Index >= 0 {
		place = r.T("admin.check.at", "index", look.Number(report.Index))
	}
	return r.T("admin.check.bad", "place", place, "n", look.Number(report.Checked)), true
}
