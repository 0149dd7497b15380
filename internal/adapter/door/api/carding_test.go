package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/packets"
	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/packet"
	"kanmin/internal/flow/carding"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// packetDoor is the door of a stage, as serve puts it together; nobody is too many here.
func packetDoor(s *stagetest.Stage) packets.Door {
	key, err := envelope.KeyOf(s.Keys.Digest("packet", ""))
	if err != nil {
		panic(err)
	}
	type tx interface {
		OpeningsFor() ([]opening.Act, error)
	}
	return packets.Door{
		Key: key, Read: store.Read[packets.Tx](s.DB), File: submitting.File{Act: store.Act[submitting.FileTx](s.DB), Entropy: s.DB.Entropy}, Now: s.Clock.Now,
		Openings: func(ctx context.Context, scope access.Scope) (list []opening.Act, err error) {
			err = store.Read[tx](s.DB)(ctx, scope, func(tx tx) (err error) {
				list, err = tx.OpeningsFor()
				return err
			})
			return list, err
		},
		Knock: func(context.Context) error { return nil }, Welcome: func(context.Context) {},
	}
}

func cardingOf(s *stagetest.Stage) api.Carding {
	return api.Carding{
		Read: store.Read[api.DutyCardTx](s.DB), Issue: carding.Issue{Act: store.Act[carding.IssueTx](s.DB), Entropy: s.Entropy}, End: carding.End{Act: store.Act[carding.EndTx](s.DB)},
		Take: packetDoor(s).Take,
	}
}

// card issues one and returns its codes.
func (h *house) card(t *testing.T) (codes []string) {
	t.Helper()
	r := h.must("operator-admin", "POST", "organisation/card", "{}", http.StatusCreated)
	list, _ := r.json(t)["codes"].([]any)
	for _, c := range list {
		codes = append(codes, c.(string)) //nolint:errcheck,forcetypeassert // of our own answer
	}
	if len(codes) != 10 {
		t.Fatalf("%d codes: %s", len(codes), r.body)
	}
	return codes
}

// written is a packet as the offline form seals it.
func (h *house) written(t *testing.T, alter func(*packet.Packet)) string {
	t.Helper()
	p := packet.Packet{
		Form: packet.Form().ID, Version: packet.Version(), Operator: h.corporate(t), WrittenAt: ident.At(time.Date(2026, 11, 23, 3, 30, 0, 0, ident.JST)),
		Answers: []byte(`{"what_kind":["malware"],"aware_at":"2026-11-23T02:15","which":null,"impact":null,"callback":"当直 髙木 03-0000-0000"}`),
	}
	alter(&p)
	inside, err := p.Write()
	if err != nil {
		t.Fatal(err)
	}
	file, err := envelope.Seal(packetDoor(h.Stage).Key.PublicKey(), inside)
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

// corporate is the 法人番号 of the operator.
func (h *house) corporate(t *testing.T) string {
	t.Helper()
	filer, _ := h.must("operator-filer", "GET", "reports/"+h.filed(), "", http.StatusOK).json(t)["filer"].(map[string]any)
	number, _ := filer["corporate_number"].(string)
	if len(number) != 13 {
		t.Fatalf("法人番号 %q", number)
	}
	return number
}

// bring uploads a packet, as nobody.
func (h *house) bring(file string) reply {
	h.t.Helper()
	return h.do("", "POST", "packets", file, "Content-Type", "application/octet-stream")
}

// R7: a report that was written without a network is filed once, for the operator whose card it was; whatever else is brought gets
// one answer and leaves nothing.
func TestAPacketIsFiledOnce(t *testing.T) { both(t, packetFiledOnce) }

func packetFiledOnce(t *testing.T, h *house) {
	h.tries([]tried{
		{"operator-filer", "POST organisation/card", "{}", http.StatusForbidden, ""},
		{"ministry-supervisor", "POST organisation/card", "{}", http.StatusNotFound, ""},
		{"operator-admin", "POST organisation/card/end", "{}", http.StatusConflict, "fault.card.none"},
		{"operator-admin", "GET organisation/card", "", http.StatusOK, `"name":""`},
	})
	codes := h.card(t)
	good := h.written(t, func(p *packet.Packet) { p.Code = codes[2] })
	before := h.arrived()
	first := h.bring(good)
	if first.status != http.StatusCreated {
		t.Fatalf("%d %s", first.status, first.body)
	}
	number := first.text(t, "number")
	if again := h.bring(good); again.body != first.body {
		t.Errorf("the same packet is answered %d %s, not %s", again.status, again.body, first.body)
	}
	if got := h.arrived(); got != before+1 {
		t.Errorf("%d reports arrived, not one", got-before)
	}
	n, err := ident.ParseNumber(number)
	if err != nil {
		t.Fatal(err)
	}
	h.tries([]tried{
		{"operator-filer", "GET reports/" + n.ASCII(), "", http.StatusOK, `"written_at":"2026-11-23T03:30:00+09:00"`},
		{"operator-filer", "GET reports/" + n.ASCII(), "", http.StatusOK, "当直 髙木"},
		{"ministry-officer", "GET reports/" + n.ASCII(), "", http.StatusOK, `"written_at":"2026-11-23T03:30:00+09:00"`},
		{"other-operator-filer", "GET reports/" + n.ASCII(), "", http.StatusNotFound, ""},
		{"operator-filer", "GET organisation/card", "", http.StatusOK, number},
		{"operator-filer", "GET organisation/card", "", http.StatusOK, `"left":9`},
		{"operator-site-filer", "GET organisation/card", "", http.StatusOK, `"name":""`},
		{"other-operator-filer", "GET organisation/card", "", http.StatusOK, `"name":""`},
	})
	if arrived := h.must("operator-filer", "GET", "reports/"+n.ASCII(), "", http.StatusOK).text(t, "arrived_at"); arrived != first.text(t, "arrived_at") {
		t.Errorf("it arrived %s, and was told %s", arrived, first.text(t, "arrived_at"))
	}
	h.refusals(t, codes, before+1, good)
}

// refusals are all that is not taken in: one answer, and nothing is left.
func (h *house) refusals(t *testing.T, codes []string, arrived int, good string) {
	t.Helper()
	stranger, err := ident.NewCheckedCode(h.DB.Entropy)
	if err != nil {
		t.Fatal(err)
	}
	other, err := envelope.KeyOf([]byte(strings.Repeat("other", 10)))
	if err != nil {
		t.Fatal(err)
	}
	inside, err := envelope.Open(packetDoor(h.Stage).Key, []byte(h.written(t, func(p *packet.Packet) { p.Code = codes[3] })))
	if err != nil {
		t.Fatal(err)
	}
	arrived += 2 // written asks for the 法人番号 of a report of its own
	elsewhere, err := envelope.Seal(other.PublicKey(), inside)
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(good)
	changed[len(changed)/2] ^= 1
	used := h.written(t, func(p *packet.Packet) { p.Code = codes[2] })
	unknown := h.written(t, func(p *packet.Packet) { p.Code = stranger })
	absent := h.written(t, func(p *packet.Packet) { p.Operator, p.Code = "1234567890123", codes[3] })
	arrived += 2
	var answer string
	for name, file := range map[string]string{"used": used, "unknown": unknown, "another operator": absent, "another key": string(elsewhere), "changed": string(changed), "no packet": "<!doctype html>"} {
		r := h.bring(file)
		if answer == "" {
			answer = r.body
		}
		if r.status != http.StatusUnprocessableEntity || r.body != answer || !strings.Contains(r.body, "fault.packet.refused") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if got := h.arrived(); got != arrived {
		t.Errorf("%d reports arrived by what was refused", got-arrived)
	}
}

// What the writer's clock could not ask is not asked; what cannot be read is named, and the code stays good. A card that was ended, or
// followed by another, opens nothing; what it brought before is answered as before.
func TestACardEnds(t *testing.T) { both(t, cardEnds) }

func cardEnds(t *testing.T, h *house) {
	codes := h.card(t)
	unread := h.written(t, func(p *packet.Packet) {
		p.Code, p.Answers = codes[0], []byte(`{"what_kind":["fire"],"aware_at":"2026-11-23T02:15"}`)
	})
	if r := h.bring(unread); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "what_kind") || !strings.Contains(r.body, "callback") {
		t.Errorf("%d %s", r.status, r.body)
	}
	ahead := h.written(t, func(p *packet.Packet) {
		p.Code, p.Answers = codes[0], []byte(`{"what_kind":["malware"],"aware_at":"2026-12-24T02:15","which":null,"impact":null,"callback":"03-0000-0000"}`)
	})
	first := h.bring(ahead)
	if first.status != http.StatusCreated {
		t.Fatalf("%d %s", first.status, first.body)
	}
	later := h.written(t, func(p *packet.Packet) { p.Code = codes[1] })
	next := h.card(t)
	if r := h.bring(later); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a code of the card before: %d %s", r.status, r.body)
	}
	if r := h.bring(ahead); r.body != first.body {
		t.Errorf("%d %s", r.status, r.body)
	}
	last := h.written(t, func(p *packet.Packet) { p.Code = next[0] })
	h.must("operator-admin", "POST", "organisation/card/end", "{}", http.StatusOK)
	if r := h.bring(last); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a card that ended: %d %s", r.status, r.body)
	}
}

// Many bring packets with one code at once: one is filed.
func TestACodeIsSpentOnce(t *testing.T) { both(t, codeSpentOnce) }

func codeSpentOnce(t *testing.T, h *house) {
	codes := h.card(t)
	var files []string
	for i := range 4 {
		files = append(files, h.written(t, func(p *packet.Packet) { p.Code, p.WrittenAt = codes[0], p.WrittenAt.Add(time.Duration(i)*time.Minute) }))
	}
	before := h.arrived()
	done := make(chan int)
	for _, f := range files {
		go func() {
			done <- h.send("", "POST", "packets", f, "Content-Type", "application/octet-stream").status
		}()
	}
	filed := 0
	for range files {
		if status := <-done; status == http.StatusCreated {
			filed++
		} else if status != http.StatusUnprocessableEntity {
			t.Errorf("%d", status)
		}
	}
	if got := h.arrived() - before; filed != 1 || got != 1 {
		t.Errorf("%d were told that it arrived, and %d reports did", filed, got)
	}
}

// arrived counts what the operator filed.
func (h *house) arrived() int {
	h.t.Helper()
	return strings.Count(h.must("operator-filer", "GET", "reports?limit=100", "", http.StatusOK).body, `"arrived_at"`)
}
