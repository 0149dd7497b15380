package lookup

import "kanmin/internal/domain/product"

// english are the English names of what is first named in Japanese.
type english struct{ makers, items inEnglish }

type inEnglish map[int32]string

// learn keeps the first English name among names, when another comes first.
func (e inEnglish) learn(at int32, names []product.Name) {
	for i, n := range names {
		if n.Lang == "en" && n.Use == product.Official {
			if i > 0 {
				e[at] = n.Text
			}
			return
		}
	}
}

func (e inEnglish) or(at int32, name string) string {
	if en, ok := e[at]; ok {
		return en
	}
	return name
}

// Called is how a product is called in both languages; the English names are those of the first where the dictionary has
// no others.
type Called struct{ Maker, Name, EnglishMaker, EnglishName string }

// In gives the names for people who read a language ("ja", "en").
func (c Called) In(lang string) (maker, name string) {
	if lang == "en" && c.EnglishName != "" {
		return c.EnglishMaker, c.EnglishName
	}
	return c.Maker, c.Name
}

func (x *Index) called(item int32) Called {
	if one := x.one[item]; x.items[one].shipped { // found under a register's vendor, called as the dictionary calls it
		item = one
	}
	it := &x.items[item]
	maker := x.makers[it.maker].name
	return Called{Maker: maker, Name: it.name, EnglishMaker: x.english.makers.or(it.maker, maker), EnglishName: x.english.items.or(item, it.name)}
}
