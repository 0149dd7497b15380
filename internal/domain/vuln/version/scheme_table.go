package version

import "strings"

// schemes are the products that are not counted generically, by CPE pair; "vendor:" is for all of a vendor.
var schemes = map[string]Scheme{
	"fortinet:":    FortiOS,
	"cisco:ios":    IOS,
	"cisco:ios_xe": IOS,
	"cisco:ios_xr": IOS,
	"cisco:nx-os":  IOS,
	"cisco:adaptive_security_appliance_software": IOS,
	"juniper:junos":            Junos,
	"juniper:junos_os":         Junos,
	"juniper:junos_os_evolved": Junos,
	"paloaltonetworks:pan-os":  PANOS,
	"golang:go":                SemVer,
	"kubernetes:kubernetes":    SemVer,
	"nodejs:node.js":           SemVer,
	"grafana:grafana":          SemVer,
}

// Of is the scheme of a product.
func Of(vendor, product string) Scheme {
	if s, ok := schemes[vendor+":"+product]; ok {
		return s
	}
	if vendor == "microsoft" && strings.HasPrefix(product, "windows_") {
		return Windows
	}
	return schemes[vendor+":"]
}
