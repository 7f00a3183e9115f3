// Package site decides what each public address shows: from a path and its
// query to a wire.Page of plain values. It reads through content, so what is
// not public cannot appear, and knows neither HTTP nor HTML.
package site

import (
	"context"
	"net"
	"net/url"
	"strconv"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// Builder makes pages.
type Builder struct {
	content *content.Service
	base    string // scheme and host, no slash at the end
	name    string // of a site whose owner has not said theirs
	build   string
	find    Find
}

// New gives a Builder. base is the site's public address, build names the
// program and its assets: every page carries it.
func New(c *content.Service, base *url.URL, build string) *Builder {
	name := base.Hostname()
	if name == "localhost" || net.ParseIP(name) != nil {
		name = "Vitrine"
	}
	return &Builder{content: c, base: strings.TrimSuffix(base.String(), "/"), name: name, build: build}
}

// route is one shape of address. A "*" in pattern stands for one segment,
// which draw gets; query names the parameter the page depends on.
type route struct {
	pattern string
	query   string
	draw    func(b *Builder, ctx context.Context, f *frame, segment, query string) error
}

// routes is every public page, the order in which they are tried.
var routes = []route{
	{"/", "", (*Builder).home},
	{"/about", "", (*Builder).about},
	{"/search", "q", (*Builder).search},
	{"/projects", "tech", (*Builder).projects},
	{"/projects/*", "", (*Builder).project},
	{"/blog", "page", (*Builder).blog},
	{"/blog/archive", "", (*Builder).archive},
	{"/blog/*", "", (*Builder).post},
	{"/blog/tags/*", "page", (*Builder).tag},
	{"/blog/categories/*", "page", (*Builder).category},
	{"/blog/series/*", "page", (*Builder).series},
	{"/*", "", (*Builder).free},
}

// Address is the canonical form of a page's path and query: parameters the page
// does not depend on are gone, so that they share one cache entry. ok is false
// where no page can be.
func Address(path string, query url.Values) (address string, ok bool) {
	r, _, ok := match(path)
	if !ok {
		return "", false
	}
	v := query.Get(r.query)
	if r.query == "" || v == "" || (r.query == "page" && v == "1") {
		return path, true
	}
	return path + "?" + r.query + "=" + url.QueryEscape(v), true
}

func match(path string) (r route, segment string, ok bool) {
	for _, r := range routes {
		prefix, wild := strings.CutSuffix(r.pattern, "*")
		if !wild {
			if path == r.pattern {
				return r, "", true
			}
			continue
		}
		if s, found := strings.CutPrefix(path, prefix); found && s != "" && !strings.Contains(s, "/") {
			return r, s, true
		}
	}
	return route{}, "", false
}

// frame is a page being made and what every page needs of the site.
type frame struct {
	wire.Page
	profile  wire.Profile
	projects []wire.Project // public ones, in their order
	posts    int            // how many are public
	base     string
}

// Page is what an address (see Address) shows. Unknown ones give NotFound, taken
// down ones Gone; an old address that moved gives a Page with Redirect alone.
func (b *Builder) Page(ctx context.Context, address string) (wire.Page, error) {
	path, rawQuery, _ := strings.Cut(address, "?")
	f, err := b.frame(ctx, address, path)
	if err != nil {
		return wire.Page{}, err
	}
	r, segment, ok := match(path)
	if ok {
		query, err := url.ParseQuery(rawQuery)
		if err != nil {
			return wire.Page{}, wire.Errorf(wire.Invalid, "The address has a query that cannot be read: %w", err)
		}
		err = r.draw(b, ctx, f, segment, query.Get(r.query))
		if err == nil {
			b.share(ctx, f)
			f.describe()
			return f.Page, nil
		}
		if wire.CodeOf(err) != wire.NotFound {
			return wire.Page{}, err
		}
	}
	return b.moved(ctx, path)
}

// moved looks an address up among the old ones.
func (b *Builder) moved(ctx context.Context, path string) (wire.Page, error) {
	to, err := b.content.Redirect(ctx, path)
	switch {
	case wire.CodeOf(err) == wire.NotFound:
		return wire.Page{}, wire.Errorf(wire.NotFound, "There is no page at this address.")
	case err != nil:
		return wire.Page{}, err
	case to.To == "" || to.Code == wire.Gone.Status():
		return wire.Page{}, wire.Errorf(wire.Gone, "This page was taken down.")
	}
	return wire.Page{Path: path, Build: b.build, Redirect: to.To, Status: to.Code}, nil
}

// Problem is the page that says what went wrong. It never fails: without a
// profile it stands alone.
func (b *Builder) Problem(ctx context.Context, path string, problem *wire.Error) wire.Page {
	f, err := b.frame(ctx, path, path)
	if err != nil {
		f = &frame{base: b.base}
		f.Page = wire.Page{Path: path, Build: b.build, Site: wire.Site{Name: b.name, Lang: "en"}}
	}
	p := &wire.ProblemPage{Code: problem.Code, Message: problem.Message, Reference: problem.Reference}
	switch problem.Code {
	case wire.NotFound:
		p.Heading = "Nothing is here."
		if closest, err := b.content.Closest(ctx, path, 4); err == nil {
			p.Closest = closest
		}
	case wire.Gone:
		p.Heading = "This was taken down."
	case wire.Internal, wire.Unavailable:
		p.Heading = "Something broke on our side."
	default:
		p.Heading = "That request cannot be answered."
	}
	f.Kind, f.Status, f.Page.Problem = wire.KindProblem, problem.Code.Status(), p
	f.title(p.Heading, p.Message)
	f.Head.NoIndex, f.Head.Canonical = true, ""
	return f.Page
}

// frame reads what every page has round it.
func (b *Builder) frame(ctx context.Context, address, path string) (*frame, error) {
	profile, err := b.content.Profile(ctx)
	if err != nil && wire.CodeOf(err) != wire.NotFound {
		return nil, err
	}
	if profile.Lang == "" {
		profile.Lang = "en"
	}
	if profile.Name == "" {
		profile.Name = b.name
	}
	pages, err := b.content.Pages(ctx)
	if err != nil {
		return nil, err
	}
	f := &frame{profile: profile, base: b.base}
	f.Page = wire.Page{Path: address, Build: b.build, Status: 200,
		Head: wire.Head{Canonical: b.base + address, Lang: profile.Lang, Type: "website"},
		Site: wire.Site{Name: profile.Name, Lang: profile.Lang}}
	if err := b.navigation(ctx, f, path); err != nil {
		return nil, err
	}
	for _, p := range pages {
		if p.Listed {
			f.Site.Footer = append(f.Site.Footer, wire.Link{Label: p.Title, Href: "/" + p.Slug})
		}
	}
	f.Site.Footer = append(f.Site.Footer, wire.Link{Label: "Privacy", Href: privacyPath})
	return f, nil
}

// navigation lists the parts of the site that have something to show.
func (b *Builder) navigation(ctx context.Context, f *frame, path string) error {
	var err error
	if f.posts, err = b.content.CountPosts(ctx, store.PostFilter{}); err != nil {
		return err
	}
	if f.projects, err = b.content.Projects(ctx, store.ProjectFilter{}); err != nil {
		return err
	}
	p := f.profile
	for _, part := range []struct {
		there       bool
		label, href string
	}{
		{len(f.projects) > 0, "Work", "/projects"},
		{f.posts > 0, "Writing", "/blog"},
		{aboutSays(p), "About", "/about"},
		{p.Headline+p.Long != "" || f.posts+len(f.projects) > 0, "Contact", "/#contact"},
	} {
		if part.there {
			current := path == part.href || strings.HasPrefix(path, part.href+"/")
			f.Site.Nav = append(f.Site.Nav, wire.NavLink{Label: part.label, Href: part.href, Current: current})
		}
	}
	if f.posts > 0 {
		f.Site.Footer = append(f.Site.Footer, wire.Link{Label: "Archive", Href: "/blog/archive"})
	}
	return nil
}

// title sets the head's title and description; an empty description becomes the site's.
func (f *frame) title(title, description string) {
	switch {
	case title == "" && f.profile.Role == "":
		f.Head.Title = f.profile.Name
	case title == "":
		f.Head.Title = f.profile.Name + ", " + f.profile.Role
	default:
		f.Head.Title = title + " · " + f.profile.Name
	}
	if description == "" {
		description = f.profile.Short
	}
	f.Head.Description = description
}

// picture sets the head's image: a picture of ours, or else the record's card.
func (f *frame) picture(address, alt string) {
	if strings.HasPrefix(address, "/") && !strings.HasSuffix(address, ".svg") {
		f.Head.Image, f.Head.ImageAlt = f.base+address, alt
		return
	}
	f.card()
}

// pageNumber reads ?page=; what is no page of the list is NotFound.
func pageNumber(query string, count, size int) (page, of int, err error) {
	page, of = 1, max(1, (count+size-1)/size)
	if query == "" {
		return page, of, nil
	}
	page, convErr := strconv.Atoi(query)
	if convErr != nil || page < 1 || page > of || strconv.Itoa(page) != query {
		return 0, 0, wire.Errorf(wire.NotFound, "This list has %d pages.", of)
	}
	return page, of, nil
}
