// Package storybook shows every part of pages in every state, as a page of the demonstration. Whoever changes how pages
// look sees here what they change; nothing that it shows is of the product.
package storybook

import (
	_ "embed"
	"html/template"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/ident"
)

// Path is the page's address.
const Path = "/look"

// Routes returns the page's route.
func Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + Path, Handle: show}}
}

// part is one template of look with what it can be.
type part struct {
	name   string // of the template
	title  string
	states []state
}

// state is what a part is given, and what that shows.
type state struct {
	title string
	view  any
}

// in is a text in the language of the page.
type in func(ja, en string) string

// parts are all parts, in the order in which somebody who builds a page meets them.
func parts(l look.Lang, now ident.Instant) []part {
	t := in(func(ja, en string) string {
		if l == look.En {
			return en
		}
		return ja
	})
	var list []part
	for _, some := range [][]part{heads(t), forms(l, t), lists(t, now), plots(t), words(t)} {
		list = append(list, some...)
	}
	return list
}

// View is what the page shows.
type View struct {
	Parts []Part
}

// Part is one part.
type Part struct {
	Name, Title string
	States      []State
}

// State is one rendered state.
type State struct {
	Title string
	HTML  template.HTML
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("storybook", source)

func show(w http.ResponseWriter, r *gate.Request) error {
	v, err := view(r.Lang, r.Now)
	if err != nil {
		return err
	}
	return page.Write(w, r.Frame("storybook.title"), v)
}

func view(l look.Lang, now ident.Instant) (v View, err error) {
	for _, p := range parts(l, now) {
		one := Part{Name: p.name, Title: p.title}
		for _, s := range p.states {
			html, err := look.Part(l, p.name, s.view)
			if err != nil {
				return v, err
			}
			one.States = append(one.States, State{Title: s.title, HTML: html})
		}
		v.Parts = append(v.Parts, one)
	}
	return v, nil
}
