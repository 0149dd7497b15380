package calendar

import "strings"

// AnnouncedUntil is the last day for which the State has announced the holidays (the Cabinet
// Office's 祝日 csv; 春分の日 and 秋分の日 of the next year are announced each February). Later
// days follow the statute as it stands and are forecasts.
var AnnouncedUntil = MustDay("2027-12-31")

// tableFirst and tableLast bound holidayTable. Outside it the statute's rules answer.
var (
	tableFirst = MustDay("1970-01-01")
	tableLast  = MustDay("2050-12-31")
)

// holidays holds, for each day of the table, 0 or the index of its name plus one.
var holidays = readTable()

func readTable() []uint8 {
	days := make([]uint8, tableLast.Since(tableFirst)+1)
	for i, line := range holidayTable {
		for entry := range strings.FieldsSeq(line) {
			month, day := int(entry[0]-'0')*10+int(entry[1]-'0'), int(entry[2]-'0')*10+int(entry[3]-'0')
			d := Day{fromCivil(1970+i, month, day)}
			days[d.Since(tableFirst)] = entry[4] - 'a' + 1
		}
	}
	return days
}

// IsHoliday reports whether d is a holiday of 国民の祝日に関する法律.
func IsHoliday(d Day) bool {
	if d.Before(tableFirst) || d.After(tableLast) {
		return Statutory(d) != ""
	}
	return holidays[d.Since(tableFirst)] != 0
}

// Holiday returns the name of the holiday, or "". Days given by 3条2項 and 3項 are called 休日.
func Holiday(d Day) string {
	if d.Before(tableFirst) || d.After(tableLast) {
		return Statutory(d)
	}
	if i := holidays[d.Since(tableFirst)]; i != 0 {
		return holidayNames[i-1]
	}
	return ""
}

func holidayEnglish(ja string) string {
	if en, ok := holidayNamesEn[ja]; ok {
		return en
	}
	return "national holiday"
}

var holidayNamesEn = map[string]string{
	"元日": "New Year's Day", "成人の日": "Coming of Age Day", "建国記念の日": "National Foundation Day",
	"天皇誕生日": "The Emperor's Birthday", "春分の日": "Vernal Equinox Day", "昭和の日": "Showa Day",
	"憲法記念日": "Constitution Day", "みどりの日": "Greenery Day", "こどもの日": "Children's Day",
	"海の日": "Marine Day", "山の日": "Mountain Day", "敬老の日": "Respect for the Aged Day",
	"秋分の日": "Autumnal Equinox Day", "スポーツの日": "Sports Day", "体育の日": "Health and Sports Day",
	"文化の日": "Culture Day", "勤労感謝の日": "Labour Thanksgiving Day",
	"休日": "holiday in lieu or between holidays (Act on National Holidays, art. 3)",
}
