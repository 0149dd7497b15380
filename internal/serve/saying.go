package serve

import (
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/product/spelling"
)

// Saying is the catalogue in a language ("ja", "en"), for commands that need no server.
type Saying string

// Fault is the sentence of what is wrong with a field.
func (s Saying) Fault(f fault.Field) string { return look.SayArgs(look.Lang(s), f.Code, f.Args) }

// Remark is what is remarkable about a pair of maker and product.
func (s Saying) Remark(m memory.Remark) string { return look.Remark(look.Lang(s), m) }

// Damaged says how a text was destroyed (文字化け), and what to do.
func (s Saying) Damaged(d spelling.Damage) string { return look.Damaged(look.Lang(s), d) }

// Text is a sentence of the catalogue.
func (s Saying) Text(key string) string { return look.Say(look.Lang(s), key) }
