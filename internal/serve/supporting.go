package serve

import (
	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/web/support"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/supporting"
)

// supports are the pages of 対処支援 of one side.
func (d *doors) supports(office bool) support.Pages {
	v := d.supporting()
	return support.Pages{
		Office: office, Look: store.Look[support.Tx](d.h.DB), Ask: v.Ask, Write: v.Write, Move: v.Move, Hand: v.Hand, Share: v.Share, Unshare: v.Unshare,
	}
}

// supporting are the flows of 対処支援.
func (d *doors) supporting() api.Supporting {
	db, entropy := d.h.DB, d.h.Entropy
	return api.Supporting{
		Look: store.Look[api.SupportTx](db), Ask: supporting.Ask{Act: store.Act[supporting.AskTx](db), Entropy: entropy}, Write: supporting.Write{Act: store.Act[supporting.Tx](db), Entropy: entropy},
		Move: supporting.Move{Act: store.Act[supporting.Tx](db), Entropy: entropy}, Hand: supporting.Hand{Act: store.Act[supporting.HandTx](db), Entropy: entropy},
		Share: supporting.Share{Act: store.Act[supporting.ShareTx](db), Entropy: entropy}, Unshare: supporting.Unshare{Act: store.Act[supporting.UnshareTx](db), Entropy: entropy},
	}
}
