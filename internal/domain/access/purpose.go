package access

import "slices"

// Purposes of looks at protected records, as their owner is shown them (誰が見たか, R45).
const (
	LookOpen    = "open"    // 記録を開いた
	LookList    = "list"    // 一覧で見出しを見た
	LookAct     = "act"     // 照会や回答のために開いた
	LookReceipt = "receipt" // 受付証を受け取った
	LookExport  = "export"  // 書き出した
	LookFile    = "file"    // took an attachment out
	LookTable   = "table"   // 侵害指標の表で照合した: its indicators were read beside those of other reports
	LookGlass   = "glass"   // 緊急閲覧
)

// Purposes lists them in the order in which people are told.
var Purposes = []string{LookOpen, LookAct, LookReceipt, LookExport, LookFile, LookTable, LookList, LookGlass}

// InGlass reports whether the acting hat is that of a 緊急閲覧.
func (s Scope) InGlass() bool { return slices.Contains(s.Roles, GlassReader) }

// Purpose is why the scope looks at something, whatever the door says: who reads by a 緊急閲覧 reads for nothing else.
func (s Scope) Purpose(door string) string {
	if s.InGlass() {
		return LookGlass
	}
	return door
}
