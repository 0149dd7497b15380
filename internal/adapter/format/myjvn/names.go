// Package myjvn reads the MyJVN product dictionary (getVendorList, getProductList) of both API
// generations: XML ("hnd", CPE 2.2 names) and JSON ("oka", jvnpid, CPE 2.3 names, purl).
package myjvn

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

// maxPage is the API's own bound on entries in one answer.
const maxPage = 10_000

// Page is one answer: makers of getVendorList, products of getProductList, and where it stands.
type Page struct {
	Makers  []product.Maker
	Entries []product.Entry
	Lang    string
	Total   int // entries in all
	First   int // place of this answer's first entry, from 1
	Count   int // entries in this answer
}

// Read reads an answer of either generation. An answer that carries an error is a fault with its code.
func Read(b []byte) (*Page, error) {
	t := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\ufeff")), " \t\r\n")
	if len(t) == 0 {
		return nil, fault.New(fault.Invalid, "fault.import.format", fault.Args{"want": "MyJVN"})
	}
	if t[0] == '{' {
		return readJSON(t)
	}
	return readXML(t)
}

type vendorXML struct {
	VID      string `xml:"vid,attr"`
	Name     string `xml:"vname,attr"`
	CPE      string `xml:"cpe,attr"`
	Products []struct {
		PID  string `xml:"pid,attr"`
		Name string `xml:"pname,attr"`
		CPE  string `xml:"cpe,attr"`
	} `xml:"Product"`
}

func readXML(b []byte) (*Page, error) {
	var doc struct {
		XMLName xml.Name `xml:"Result"`
		Info    struct {
			Lang    string      `xml:"lang,attr"`
			Vendors []vendorXML `xml:"Vendor"`
		} `xml:"VendorInfo"`
		Status struct {
			Code  string `xml:"retCd,attr"`
			Err   string `xml:"errCd,attr"`
			Msg   string `xml:"errMsg,attr"`
			Total string `xml:"totalRes,attr"`
			Count string `xml:"totalResRet,attr"`
			First string `xml:"firstRes,attr"`
		} `xml:"Status"`
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = true
	if err := d.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "fault.import.xml", fault.Args{"reason": err.Error()})
	}
	if doc.Status.Code != "" && doc.Status.Code != "0" {
		return nil, refused(doc.Status.Err, doc.Status.Msg)
	}
	p := &Page{Lang: doc.Info.Lang, Total: number(doc.Status.Total), Count: number(doc.Status.Count), First: number(doc.Status.First)}
	for _, v := range doc.Info.Vendors {
		p.maker(v.VID, v.Name, v.CPE)
		for _, x := range v.Products {
			p.entry(row{vid: v.VID, maker: v.Name, pid: x.PID, name: x.Name, cpe: []string{x.CPE}})
		}
	}
	return p, p.bound()
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func refused(code, message string) error {
	return fault.New(fault.Invalid, "fault.import.refused", fault.Args{"code": code, "message": message})
}

func (p *Page) bound() error {
	if len(p.Entries) > maxPage || len(p.Makers) > maxPage {
		return fault.New(fault.Exceeded, "fault.import.rows", fault.Args{"limit": strconv.Itoa(maxPage)})
	}
	return nil
}

func (p *Page) maker(vid, name, code string) {
	name = strings.TrimSpace(name)
	if name == "" {
		return
	}
	m := product.Maker{ID: product.MakerID("myjvn/" + vid), JVN: vid, Names: []product.Name{{Text: name, Lang: p.Lang, Use: product.Official, Origin: product.MyJVN}}}
	if v := cpe.Vendor(code); v != "" {
		m.Vendors = []string{v}
	}
	p.Makers = append(p.Makers, m)
}

// row is one product as either generation gives it.
type row struct {
	vid, maker, pid, name, jvnpid string
	cpe, purl                     []string
}

func (p *Page) entry(r row) {
	name := strings.TrimSpace(r.name)
	if name == "" {
		return
	}
	e := product.Entry{Origin: product.MyJVN, Vendor: r.vid, Count: 1, Names: []product.Name{{Text: name, Lang: p.Lang, Use: product.Alias, Origin: product.MyJVN}}}
	if m := strings.TrimSpace(r.maker); m != "" {
		e.Maker = []product.Name{{Text: m, Lang: p.Lang, Use: product.Official, Origin: product.MyJVN}}
	}
	for _, c := range r.cpe {
		if n, ok := cpe.Parse(c); ok && n.Vendor != "misc" {
			e.Codes = append(e.Codes, product.Code{Scheme: product.SchemeCPE, Value: n.Pair(), Origin: product.MyJVN})
		}
	}
	if r.jvnpid != "" {
		e.Codes = append(e.Codes, product.Code{Scheme: product.SchemeJVN, Value: r.jvnpid, Origin: product.MyJVN})
	}
	if r.pid != "" {
		e.Codes = append(e.Codes, product.Code{Scheme: product.SchemeJVN, Value: r.vid + ":" + r.pid, Origin: product.MyJVN})
	}
	for _, u := range r.purl {
		e.Codes = append(e.Codes, product.Code{Scheme: product.SchemePURL, Value: u, Origin: product.MyJVN})
	}
	p.Entries = append(p.Entries, e)
}

// text is a number or a string: the documents say integer, the examples show strings.
type text string

// UnmarshalJSON accepts both.
func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err == nil {
		*t = text(s)
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	*t = text(n.String())
	return nil
}

type reference struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type vendorJSON struct {
	JVN      string `json:"vendor_id"`
	VID      text   `json:"vid"`
	Name     string `json:"vname"`
	CPE      string `json:"cpe"`
	Products []struct {
		JVN  string `json:"product_id"`
		PID  text   `json:"pid"`
		Name string `json:"pname"`
		IDs  []struct {
			CPE  string      `json:"cpe"`
			Refs []reference `json:"id_refs"`
		} `json:"product_ids"`
	} `json:"products"`
}

func readJSON(b []byte) (*Page, error) {
	var doc struct {
		Dictionary *struct {
			Lang    string       `json:"lang"`
			Vendors []vendorJSON `json:"vendors"`
		} `json:"jvn_product_dictionary"`
		Status struct {
			Code  text   `json:"retCd"`
			Err   string `json:"errCd"`
			Msg   string `json:"errMsg"`
			Total text   `json:"totalRes"`
			Count text   `json:"totalResRet"`
			First text   `json:"firstRes"`
		} `json:"status"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fault.New(fault.Invalid, "fault.import.json", fault.Args{"reason": err.Error()})
	}
	if doc.Status.Code != "" && doc.Status.Code != "0" {
		return nil, refused(doc.Status.Err, doc.Status.Msg)
	}
	if doc.Dictionary == nil {
		return nil, fault.New(fault.Invalid, "fault.import.format", fault.Args{"want": "jvn_product_dictionary"})
	}
	p := &Page{Lang: doc.Dictionary.Lang, Total: number(string(doc.Status.Total)), Count: number(string(doc.Status.Count)), First: number(string(doc.Status.First))}
	for _, v := range doc.Dictionary.Vendors {
		p.maker(string(v.VID), v.Name, v.CPE)
		for _, x := range v.Products {
			r := row{vid: string(v.VID), maker: v.Name, pid: string(x.PID), name: x.Name, jvnpid: x.JVN}
			for _, id := range x.IDs {
				r.cpe = append(r.cpe, id.CPE)
				for _, ref := range id.Refs {
					if ref.Key == "purl" {
						r.purl = append(r.purl, ref.Value)
					}
				}
			}
			p.entry(r)
		}
	}
	return p, p.bound()
}
