package register

import (
	"slices"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/enrolling"
)

// KnownOf says what is registered today of the organisations and addresses of a sheet.
func (r Register) KnownOf(lines []register.Line) (register.Known, error) {
	k := register.Known{Orgs: map[string]register.Org{}, Mails: map[string]register.KnownAccount{}}
	if r.hidden() {
		return k, nil
	}
	for page := range slices.Chunk(lines, 200) {
		if err := r.knownOrgs(page, k); err != nil {
			return k, err
		}
		if err := r.knownMails(page, k); err != nil {
			return k, err
		}
	}
	return k, r.knownNames(lines, k)
}

func (r Register) knownOrgs(lines []register.Line, k register.Known) error {
	byLookup := map[string]string{}
	var lookups []any
	for _, l := range lines {
		if lookup, ok := r.OrgLookup(l.Org.Kind, l.Org.CorporateNumber).([]byte); ok {
			byLookup[string(lookup)] = l.Key()
			lookups = append(lookups, lookup)
		}
	}
	if len(lookups) == 0 {
		return nil
	}
	var a row.Args
	type found struct {
		register.Org
		key, body []byte
		lookup    string
	}
	var list []found
	err := r.Each(`SELECT o.id, o.rev, o.created_at, COALESCE(o.closed_at, 0), o.body, o.lookup, k.wrapped FROM org o JOIN org_key k ON k.org = o.id WHERE o.lookup IN `+row.In(&a, lookups), a.List, func(scan func(...any) error) error {
		var f found
		var lookup []byte
		err := scan(&f.ID, &f.Rev, &f.CreatedAt, &f.ClosedAt, &f.body, &lookup, &f.key)
		f.lookup = string(lookup)
		list = append(list, f)
		return err
	})
	for _, f := range list {
		if err != nil {
			break
		}
		if !r.Keys.Has(f.ID) {
			if err = r.Keys.Unwrap(f.ID, f.key); err != nil {
				break
			}
		}
		err = r.Open(row.OrgPlace(f.ID, f.Rev), f.body, &f.Org.Org)
		k.Orgs[byLookup[f.lookup]] = f.Org
	}
	return err
}

// knownNames finds those that have no 法人番号 by kind and name.
func (r Register) knownNames(lines []register.Line, k register.Known) error {
	if !slices.ContainsFunc(lines, func(l register.Line) bool { return l.Org.CorporateNumber == "" }) {
		return nil
	}
	all, err := r.Directory()
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.CorporateNumber != "" {
			continue
		}
		key := register.Line{Org: party.Org{Kind: e.Kind, Name: e.Name}}.Key()
		if !slices.ContainsFunc(lines, func(l register.Line) bool { return l.Key() == key }) {
			continue
		}
		if k.Orgs[key], err = r.OrgRecord(e.ID); err != nil {
			return err
		}
	}
	return nil
}

func (r Register) knownMails(lines []register.Line, k register.Known) error {
	byLookup := map[string]string{}
	var lookups []any
	for _, l := range lines {
		if l.Admin.Email == "" {
			continue
		}
		mail := enrolling.TidyMail(l.Admin.Email)
		lookup := r.Keys.Digest("login", mail)
		byLookup[string(lookup)] = mail
		lookups = append(lookups, lookup)
	}
	if len(lookups) == 0 {
		return nil
	}
	var a row.Args
	in, at := row.In(&a, lookups), a.Add(r.Scope.At)
	return r.Each(`SELECT l.lookup, l.person, COALESCE(h.org, '') FROM login l LEFT JOIN hat h ON h.person = l.person AND (h.until_at IS NULL OR h.until_at > `+at+`) WHERE l.lookup IN `+in, a.List,
		func(scan func(...any) error) error {
			var lookup []byte
			var person ident.Person
			var org ident.Org
			err := scan(&lookup, &person, &org)
			mail := byLookup[string(lookup)]
			acc := k.Mails[mail]
			acc.Person = person
			if org != "" {
				acc.Orgs = append(acc.Orgs, org)
			}
			k.Mails[mail] = acc
			return err
		})
}
