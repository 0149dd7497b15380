package enrolling

import (
	"context"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// MaxHardware bounds the hardware tokens of one organisation, withdrawn ones too.
const MaxHardware = 5000

// StockTx is what handing in hardware tokens needs.
type StockTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	CountHardware() (int, error)
	KnownHardware(serials []string) (map[string]bool, error)
	AddHardware(Hardware) error
}

// Stock takes hardware tokens into an organisation (トークン機器の登録): serial number, seed and dial of each, as their maker
// delivered them.
type Stock struct {
	Act     Act[StockTx]
	Entropy io.Reader
}

// Do takes all of them or none. A serial number that the organisation knows is a Conflict fault that names it. Who may call: an
// administrator of the organisation, within RecentLife of signing in.
func (v Stock) Do(ctx context.Context, s access.Scope, key ident.Key, list []Hardware) (err error) {
	defer fault.Wrap(&err, "enrolling.Stock")
	if err := administers(s); err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.Invalid, "fault.seed.empty", nil)
	}
	_, err = v.Act(ctx, s, key, func(tx StockTx) (ledger.Entry, error) {
		now := tx.Now()
		if err := fresher(tx, s, now); err != nil {
			return ledger.Entry{}, err
		}
		n, err := tx.CountHardware()
		if err != nil {
			return ledger.Entry{}, err
		}
		if n+len(list) > MaxHardware {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.hardware.many", fault.Args{"limit": strconv.Itoa(MaxHardware)})
		}
		serials := make([]string, len(list))
		for i, h := range list {
			serials[i] = h.Serial
		}
		known, err := tx.KnownHardware(serials)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, h := range list {
			if known[h.Serial] {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.hardware.known", fault.Args{"serial": h.Serial})
			}
			h.State, h.CreatedAt = HardwareFree, now
			if h.ID, err = ident.NewID[HardwareID](now, v.Entropy); err != nil {
				return ledger.Entry{}, err
			}
			if err := tx.AddHardware(h); err != nil {
				return ledger.Entry{}, err
			}
		}
		return ledger.Entry{
			Kind: ledger.HardwareTaken, Object: ident.Object(s.Org), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(serials),
			Facts: map[string]string{"count": strconv.Itoa(len(list))},
		}, nil
	})
	return err
}
