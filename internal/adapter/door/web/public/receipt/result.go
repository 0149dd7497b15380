package receipt

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
)

// refused says why, in one sentence, and what to do.
func refused(r *gate.Request, err error) *Result {
	return &Result{Notice: look.Notice{
		Tone: look.Danger, Title: r.T("verify.refused"), Text: []string{ledger.Why(err).In(string(r.Lang)), r.T("verify.refused.next")}, Assert: true,
	}}
}

func proven(r *gate.Request, p ledger.Receipt) *Result {
	v := stated(r, p.Statement)
	v.Notice = look.Notice{Tone: look.Good, Title: r.T("verify.good"), Text: []string{r.T("verify.good.text")}, Assert: true}
	v.Proves = append(v.Proves, r.T("verify.proves.log"))
	add := v.adder(r)
	add("verify.log", p.Checkpoint.Origin)
	add("verify.place", r.T("verify.place.text", "index", look.Number(p.Index), "size", look.Number(p.Checkpoint.Size)))
	return v
}

func provisional(r *gate.Request, p ledger.Provisional) *Result {
	v := stated(r, p.Statement)
	v.Notice = look.Notice{Tone: look.Good, Title: r.T("verify.good.promise"), Text: []string{r.T("verify.good.promise.text")}, Assert: true}
	v.Proves = append(v.Proves, r.T("verify.proves.promise", "by", look.Second(r.Lang, p.By)))
	v.adder(r)("verify.log", p.Statement.Origin)
	return v
}

func (v *Result) adder(r *gate.Request) func(key, text string) {
	return func(key, text string) {
		if text != "" {
			v.Facts = append(v.Facts, look.Answer{Question: r.T(key), Text: text})
		}
	}
}

// stated is what a statement says to people, and what it is proof of.
func stated(r *gate.Request, s ledger.Statement) *Result {
	v := &Result{}
	add := v.adder(r)
	add("verify.kind", s.Kind.Label().In(string(r.Lang)))
	add("verify.number", string(s.Number))
	add("verify.arrived", look.Second(r.Lang, s.Arrived()))
	add("verify.filer", s.Facts[ledger.FactFiler])
	add("mandate.agent", s.Facts[ledger.FactAgent])
	add("mandate.number", s.Facts[ledger.FactMandate])
	add("verify.addressees", s.Facts[ledger.FactAddressees])
	add("verify.corrects", s.Facts[ledger.FactCorrects])
	add("verify.withdraws", s.Facts[ledger.FactWithdraws])
	if d, err := law.ParseDay(s.Facts[ledger.FactDue]); err == nil {
		add("verify.due", look.DayBoth(r.Lang, d))
	}
	add("verify.digest", s.Digest)
	v.Proves = []string{r.T("verify.proves.arrival")}
	if s.Facts[ledger.FactAddressees] == "" {
		v.Proves = append(v.Proves, r.T("verify.proves.nobody"))
	} else {
		v.Proves = append(v.Proves, r.T("verify.proves.addressees"))
	}
	return v
}
