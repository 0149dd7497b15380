// Package lawtest counts legal periods a second time, written apart from package calendar: Julian day
// numbers instead of civil arithmetic, one formula instead of the three clauses of 民法143条, equinoxes
// from the sun's position instead of a formula for Japan. It imports nothing of the first and exists only to
// disagree with it in tests.
package lawtest

import "math"

// Civil is a date.
type Civil struct{ Year, Month, Day int }

// Period is a length as the law states it.
type Period struct {
	N          int
	Months     bool // else days
	CountFirst bool // the opening day is day 1
	Moves      bool // past closed days of administrative organs
}

// Almanac knows the closed days of the years 2020–2100 under the Act on National Holidays as it has stood since 2022, with the
// moved days of 2020 and 2021.
type Almanac struct{ holidays map[int]bool } // by Julian day number

// New works out the holidays.
func New() *Almanac {
	a := &Almanac{map[int]bool{}}
	for y := 2019; y <= 2101; y++ {
		a.year(y)
	}
	a.restDays()
	return a
}

// End returns the last day of a period that opens on c.
func (a *Almanac) End(c Civil, p Period) Civil {
	first := julian(c.Year, c.Month, c.Day)
	if !p.CountFirst {
		first++
	}
	last := first + p.N - 1
	if p.Months {
		f := civil(first)
		total := f.Year*12 + f.Month - 1 + p.N
		begin := julian(total/12, total%12+1, 1)
		length := julian((total+1)/12, (total+1)%12+1, 1) - begin
		last = begin + min(f.Day-1, length) - 1
	}
	if p.Moves {
		for a.closed(last) {
			last++
		}
	}
	return civil(last)
}

// Closed reports whether administrative organs are closed.
func (a *Almanac) Closed(c Civil) bool { return a.closed(julian(c.Year, c.Month, c.Day)) }

func (a *Almanac) closed(j int) bool {
	if j%7 >= 5 || a.holidays[j] { // Julian day 0 was a Monday
		return true
	}
	c := civil(j)
	return c.Month == 12 && c.Day > 28 || c.Month == 1 && c.Day < 4
}

// year enters the named holidays of a year.
func (a *Almanac) year(y int) {
	put := func(m, d int) { a.holidays[julian(y, m, d)] = true }
	monday := func(m, nth int) {
		j := julian(y, m, 1)
		for j%7 != 0 {
			j++
		}
		a.holidays[j+7*(nth-1)] = true
	}
	for _, d := range [][2]int{{1, 1}, {2, 11}, {2, 23}, {4, 29}, {5, 3}, {5, 4}, {5, 5}, {11, 3}, {11, 23}} {
		put(d[0], d[1])
	}
	monday(1, 2)
	monday(9, 3)
	switch y {
	case 2020:
		put(7, 23)
		put(7, 24)
		put(8, 10)
	case 2021:
		put(7, 22)
		put(7, 23)
		put(8, 8)
	default:
		monday(7, 3)
		put(8, 11)
		monday(10, 2)
	}
	for _, j := range []int{equinox(y, march), equinox(y, september)} {
		a.holidays[j] = true
	}
}

// restDays adds the days of art. 3(2) and 3(3).
func (a *Almanac) restDays() {
	var more []int
	for j := range a.holidays {
		if j%7 == 6 { // a Sunday
			next := j + 1
			for a.holidays[next] {
				next++
			}
			more = append(more, next)
		}
		if a.holidays[j+2] && !a.holidays[j+1] {
			more = append(more, j+1)
		}
	}
	for _, j := range more {
		a.holidays[j] = true
	}
}

// julian is the Julian day number of a civil date at noon (Fliegel and Van Flandern).
func julian(y, m, d int) int {
	t := (m - 14) / 12
	return 1461*(y+4800+t)/4 + 367*(m-2-12*t)/12 - 3*((y+4900+t)/100)/4 + d - 32075
}

func civil(j int) Civil {
	l := j + 68569
	n := 4 * l / 146097
	l -= (146097*n + 3) / 4
	i := 4000 * (l + 1) / 1461001
	l = l - 1461*i/4 + 31
	m := 80 * l / 2447
	d := l - 2447*m/80
	l = m / 11
	return Civil{100*(n-49) + i + l, m + 2 - 12*l, d}
}

type season struct{ a, b, c, d, e float64 }

// The mean equinoxes after Meeus, Astronomical Algorithms, for years after 1000.
var (
	march     = season{2451623.80984, 365242.37404, 0.05169, -0.00411, -0.00057}
	september = season{2451810.21715, 365242.01767, -0.11575, 0.00337, 0.00078}
)

// terms are amplitude, phase and rate (degrees) of the periodic corrections.
var terms = [...][3]float64{
	{485, 324.96, 1934.136}, {203, 337.23, 32964.467}, {199, 342.08, 20.186}, {182, 27.85, 445267.112}, {156, 73.14, 45036.886},
	{136, 171.52, 22518.443}, {77, 222.54, 65928.934}, {74, 296.72, 3034.906}, {70, 243.58, 9037.513}, {58, 119.81, 33718.147},
	{52, 297.17, 150.678}, {50, 21.02, 2281.226}, {45, 247.54, 29929.562}, {44, 325.15, 31555.956}, {29, 60.93, 4443.417},
	{18, 155.12, 67555.328}, {17, 288.79, 4562.452}, {16, 198.04, 62894.029}, {14, 199.76, 31436.921}, {12, 95.39, 14577.848},
	{12, 287.11, 31931.756}, {12, 320.81, 34777.259}, {9, 227.73, 1222.114}, {8, 15.45, 16859.074},
}

// equinox returns the Julian day number of the day in Japan on which the sun stands at the equinox.
func equinox(year int, s season) int {
	y := float64(year-2000) / 1000
	mean := s.a + y*(s.b+y*(s.c+y*(s.d+y*s.e)))
	t := (mean - 2451545) / 36525
	w := radians(35999.373*t - 2.47)
	lambda := 1 + 0.0334*math.Cos(w) + 0.0007*math.Cos(2*w)
	var sum float64
	for _, k := range terms {
		sum += k[0] * math.Cos(radians(k[1]+k[2]*t))
	}
	const dynamical, japan = 72.0 / 86400, 9.0 / 24 // clock time runs some 72 s behind dynamical time
	at := mean + 0.00001*sum/lambda - dynamical + japan
	return int(math.Floor(at + 0.5))
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
