package api_test

import (
	"os"
	"strings"
	"testing"
)

// TestEveryBadInputOfReports is everything bad that reports must answer, each with what is said, or with the test that has it: each is
// looked for, so that none goes away in silence.
func TestEveryBadInputOfReports(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ what, at string }{
		{"awareness before occurrence", "../../keep/store/incident/follow_test.go: ask.before"},
		{"10,000 indicators", "../../../domain/indicator/indicator_test.go: func TestTenThousandAreRead"},
		{"indicators with tricks of the scheme", "../../../domain/indicator/indicator_test.go: func TestReadRefuses"},
		{"200 attachments", "../../keep/store/attaching_test.go: func TestLimitsOfAttachments"},
		{"an attachment of 2 GiB: the limit is told, and nothing of it stays", "../../keep/store/attaching_test.go: io.LimitReader(rand.Reader, 2<<30)"},
		{"an attachment of 2 GiB, through the browser: the limit is told, the draft is as it was, little of it is read", "../../../../web/e2e/attached.spec.mjs: one of 2 GiB, leave the draft as it was"},
		{"an attachment of 2 GiB: no more is read than the limit", "../../keep/store/attaching_test.go: func TestNoMoreOfAFileIsReadThanItsLimit"},
		{"the same report by two colleagues: both answers stay", "drafting_test.go: func TestTwoColleaguesOnOneDraft"},
		{"the same report by two colleagues: it is sent once", "../../keep/store/race_test.go: func TestADraftIsSentOnce"},
		{"a code used twice", "carding_test.go: func TestACodeIsSpentOnce"},
		{"a packet brought twice", "carding_test.go: func TestAPacketIsFiledOnce"},
		{"a packet with the wrong key", "../../format/envelope/envelope_test.go: func TestAnEnvelopeOpensWithItsKeyAlone"},
		{"a packet that was changed by one byte", "../../format/envelope/envelope_test.go: func TestEveryByteThatIsChangedIsRefused"},
		{"an addressee that is down for a day", "../../keep/store/mail_test.go: func TestAnAddresseeThatIsDownForADay"},
	} {
		file, name, _ := strings.Cut(one.at, ": ")
		if source, err := os.ReadFile(file); err != nil || !strings.Contains(string(source), name) {
			t.Errorf("%s: %s has no %q (%v)", one.what, file, name, err)
		}
	}
}
