package oracle

import (
	"slices"
	"strings"
)

// family is a product with its versions in the order in which they were released. Rungs with an odd number may be bounds; between any two of them,
// before the first and behind the last, lies one that never is.
type family struct {
	names  [][3]string // part, vendor, product: its own, then others of the same product
	ladder []string
	series string // a series, and by its beginning what belongs to it
	splits string // where the maker's names cut off the update
	wild   []string
	scheme bool // it is counted in a way of its own
}

var families = []family{
	{names: [][3]string{{"a", "acme", "server"}, {"a", "acme_project", "server"}}, wild: []string{"1.*", "?.0"},
		ladder: []string{"0.1", "1.0-beta", "1.0-rc1", "1.0", "1.0a", "1.0.2", "1.0.2k", "1.9", "1.10", "2.0", "3.0"}},
	{names: [][3]string{{"h", "bolt", "box"}, {"o", "bolt", "box_firmware"}}, wild: []string{"3.*"},
		ladder: []string{"2.0", "3.0", "3.1", "3.9", "3.10", "3.11", "4"}},
	{names: [][3]string{{"o", "fortinet", "fortios"}, {"o", "fortinet", "fortigate"}}, series: "7.4", wild: []string{"7.4.*", "?.4.9"}, scheme: true,
		ladder: []string{"6.0.1", "6.4.9", "7.2.1", "7.2.9", "7.2.12", "7.4.0", "7.4.1", "7.4.3", "7.4.4", "7.4.9", "7.4.10", "7.4.11", "7.4.30", "7.6.0", "7.6.9"}},
	{names: [][3]string{{"o", "cisco", "ios"}, {"o", "cisco", "ios_xe"}}, wild: []string{"15.*"}, scheme: true,
		ladder: []string{"12.0(1)", "12.2(33)SXJ9", "12.2(33)SXJ9a", "12.2(33)SXJ10", "12.4(1)", "15.2(4)M5", "15.2(4)M5a", "15.2(4)M6", "15.2(4)M6a", "15.2(4)M7", "15.9(1)"}},
	{names: [][3]string{{"o", "juniper", "junos"}, {"o", "juniper", "junos_os"}}, series: "21.4", splits: "R", wild: []string{"21.4*"}, scheme: true,
		ladder: []string{"20.4R9", "21.3R1", "21.4B2", "21.4R1", "21.4R1-S1", "21.4R3", "21.4R3-S1", "21.4R3-S5", "21.4R3-S6", "21.4R3-S10", "21.4R9", "22.1R1", "22.4R1"}},
	{names: [][3]string{{"o", "paloaltonetworks", "pan-os"}}, series: "10.2", splits: "-", wild: []string{"10.2.?", "10.2.9*"}, scheme: true,
		ladder: []string{"9.1.0", "10.2.0", "10.2.8", "10.2.9", "10.2.9-h1", "10.2.9-h9", "10.2.9-h10", "10.2.10", "10.2.12", "11.0.0", "11.1.0"}},
	{names: [][3]string{{"o", "microsoft", "windows_10_22h2"}}, series: "10.0.19045", wild: []string{"10.0.*"}, scheme: true,
		ladder: []string{"10.0.17763.5", "10.0.19044.1", "10.0.19045.7", "10.0.19045.3803", "10.0.19045.3900", "10.0.19045.3930", "10.0.19045.5000", "10.0.22631.1", "10.0.22631.9"}},
}

// members are the rungs of the series.
func (f family) members() (list []int) {
	for i, v := range f.ladder {
		if strings.HasPrefix(v, f.series) {
			list = append(list, i)
		}
	}
	return list
}

// find is the rung of a version, if it is one.
func (f family) find(version string) []int {
	if i := slices.Index(f.ladder, version); i >= 0 {
		return []int{i}
	}
	return nil
}
