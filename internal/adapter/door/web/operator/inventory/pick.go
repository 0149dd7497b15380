package inventory

import (
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/product"
)

// Maker and product are completed while one types, as everywhere (naming.SuggestPath). The product of the dictionary that was chosen is kept with the row.

var mayName = access.Permission{Action: access.Read, Object: access.Name}

// asksNames reports whether a form only asks for completions, or chose one of them.
func asksNames(fields url.Values) bool {
	return fields.Get("do") == "suggest" || fields.Get("pick") != ""
}

// offer shows the form with completions of what was typed, or with the one that was chosen. It writes nothing.
func (p Pages) offer(w http.ResponseWriter, r *gate.Request, l loaded, f rowForm, fields url.Values) error {
	if err := r.Scope.Permit(mayName); err != nil {
		return err
	}
	asked, err := naming.Fill(r.Lang, picker(r.Lang), p.Names, fields.Get)
	if err != nil {
		return err
	}
	for column, text := range map[string]string{asset.Maker: asked.Maker.Value, asset.Product: asked.Product.Value, asset.Identity: asked.Picked} {
		if delete(f.Cells, column); text != "" {
			f.Cells[column] = form.Value{Texts: []string{text}}
		}
	}
	f.asked = asked
	return l.form(w, r, f)
}

func picker(lang look.Lang) look.Picker {
	k := look.NewPicker(lang, "", naming.SuggestPath)
	k.PickedName = asset.Identity
	return k
}

// pick puts maker and product of a part into one picker, where names are open to whoever looks.
func (p *Part) pick(r *gate.Request, i asset.Item, asked look.Picker) {
	at := slices.IndexFunc(p.Fields, func(f look.Field) bool { return f.ID == asset.Maker })
	if at < 0 || at+1 >= len(p.Fields) || p.Fields[at+1].ID != asset.Product || r.Scope.Permit(mayName) != nil {
		return
	}
	k := picker(r.Lang)
	completes := k.Product.Completes
	k.Maker, k.Product, k.Picked, k.Asked, k.List = p.Fields[at], p.Fields[at+1], i.Text(asset.Identity), asked.Asked, asked.List
	if k.Product.Completes = completes; k.Picked != "" {
		k.Product.Hint += r.T("inventory.identity")
	}
	p.Fields, p.After, p.Picker = p.Fields[:at], p.Fields[at+2:], &k
}

// faithful leaves the chosen product of the dictionary out where maker and product no longer are what the dictionary calls it: without script, nobody else notices.
func (p Pages) faithful(cells form.Values) form.Values {
	id := cells[asset.Identity].Text()
	if id == "" {
		return cells
	}
	c, err := p.Names.Find(product.ID(id))
	for _, lang := range []string{"ja", "en"} {
		if maker, name := c.In(lang); err == nil && maker == cells[asset.Maker].Text() && name == cells[asset.Product].Text() {
			return cells
		}
	}
	delete(cells, asset.Identity)
	return cells
}
