package login

import (
	"encoding/base32"
	"fmt"
	"image"
	"image/color"
	"net/url"
	"slices"
	"strings"

	"github.com/pquerna/otp"

	"kanmin/internal/flow/enrolling"
)

// device shows a seed.
func (d *Door) device(begun enrolling.Ceremony, secret string) (enrolling.Device, error) {
	seed := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(begun.Body.Seed)
	account := begun.Body.Mail
	u := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + d.Base.Hostname() + ":" + account,
		RawQuery: url.Values{"secret": {seed}, "issuer": {d.Base.Hostname()}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {fmt.Sprint(enrolling.Dial{}.OrUsual().Period)}}.Encode(),
	}
	out := enrolling.Device{Name: begun.Body.Name, Mail: account, Seed: grouped(seed), Ceremony: secret, Size: 240,
		Waiting: begun.Body.Waiting, Ready: begun.Body.Ready, Joining: begun.Body.Joining, Offered: begun.Body.Offered}
	key, err := otp.NewKeyFromURL(u.String())
	if err != nil {
		return out, err
	}
	picture, err := key.Image(out.Size, out.Size)
	if err != nil {
		return out, err
	}
	out.Path = outline(picture)
	return out, nil
}

func grouped(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// outline writes the dark parts of a picture as the path of an SVG: the content security policy allows no
// image but from a file, and this is none.
func outline(p image.Image) string {
	var b strings.Builder
	box := p.Bounds()
	dark := func(x, y int) bool { return color.GrayModel.Convert(p.At(x, y)) == color.Gray{} }
	row := func(y int) (runs [][2]int) {
		for x := box.Min.X; x < box.Max.X; x++ {
			if !dark(x, y) {
				continue
			}
			from := x
			for x < box.Max.X && dark(x, y) {
				x++
			}
			runs = append(runs, [2]int{from, x - from})
		}
		return runs
	}
	for y := box.Min.Y; y < box.Max.Y; {
		runs, tall := row(y), 1
		for y+tall < box.Max.Y && slices.Equal(runs, row(y+tall)) {
			tall++
		}
		for _, r := range runs {
			fmt.Fprintf(&b, "M%d %dh%dv%dh-%dz", r[0], y, r[1], tall, r[1])
		}
		y += tall
	}
	return b.String()
}
