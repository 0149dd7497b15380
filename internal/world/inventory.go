package world

import (
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
)

// Inventory is what an operator of the world keeps in 機器台帳: a facility with its segments, and the products on its machines. Some rows lack their day, some come from an SBOM.
func (w *World) Inventory() (place asset.Asked, rows []form.Values) {
	place = asset.Asked{
		Name: "発電所監視制御システム", Role: "critical", InPlace: law.Yes, Internet: "separated", Media: "occasional", Cloud: "none", Note: "年1回の定期点検で停止します。",
		Segments: []scope.Segment{{Name: "制御LAN", Role: "facility"}, {Name: "保守DMZ", Role: "dmz"}},
	}
	const maker = "架空制御システム"
	for _, r := range []struct{ number, segment, machine, kind, layer, maker, product, version, roles, on, inPlace, bom string }{
		{"G-0001", "制御LAN", "監視サーバー1号", asset.Software, "os", "Red Hat", "Red Hat Enterprise Linux", "9.4", "is_facility", "", "yes", "urn:cdx:5d1c2b9a-7c40-4b1e-8f7e-2f0f6c3f9a10/1#os"},
		{"G-0002", "制御LAN", "監視サーバー1号", asset.Software, "application", maker, "発電統合監視", "3.2", "is_facility", "", "yes", "urn:cdx:5d1c2b9a-7c40-4b1e-8f7e-2f0f6c3f9a10/1#scada"},
		{"G-0003", "制御LAN", "監視サーバー2号", asset.Software, "os", "Red Hat", "Red Hat Enterprise Linux", "9.4", "is_facility", "", "yes", ""},
		{"G-0004", "制御LAN", "履歴サーバー", asset.Software, "middleware", "Oracle", "Oracle Database", "19c", "stores", "2026-11-10", "no", ""},
		{"G-0005", "保守DMZ", "保守用ファイアウォール", asset.Appliance, "", "Fortinet", "FortiGate 100F", "7.4.3", "controls", "", "yes", ""},
		{"G-0006", "保守DMZ", "遠隔保守装置", asset.Appliance, "", "北斗ネットワークス", "HX-700", "2.1", "global_address", "", "no", ""},
		{"G-0007", "保守DMZ", "認証サーバー", asset.Software, "os", "Microsoft", "Windows Server", "2022", "authenticates", "", "", ""},
		{"G-0008", "制御LAN", "予備の監視端末", asset.Software, "os", "Microsoft", "Windows 11", "24H2", "none", "2026-10-20", "no", ""},
	} {
		v := form.Values{}
		for column, s := range map[string]string{
			asset.Facility: place.Name, asset.Number: r.number, asset.Segment: r.segment, asset.Machine: r.machine, asset.Kind: r.kind, asset.Layer: r.layer, asset.Maker: r.maker, asset.Product: r.product,
			"version": r.version, asset.Roles: r.roles, asset.Day: r.on, "in_place": r.inPlace, asset.Bom: r.bom, asset.Use: asset.InUse,
		} {
			if s != "" {
				v[column] = form.Value{Texts: []string{s}}
			}
		}
		rows = append(rows, v)
	}
	return place, rows
}
