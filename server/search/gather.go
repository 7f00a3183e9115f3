package search

import (
	"context"
	"reflect"
	"strings"
	"time"

	"vitrine/app/search"
	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// mostTexts bounds all texts together, in bytes: 10,000 posts of 800 words. What
// comes after, the oldest posts, is found by titles, tags, headings and summaries.
const mostTexts = 48 << 20

// record is what the index holds of one page and by what to see that it changed.
type record struct {
	Stamp    stamp           `json:"stamp"`
	Document search.Document `json:"document"`
}

// stamp is equal for equal contents of a record. The time is in it because a
// database that came back from a copy counts its versions anew.
type stamp struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	At      int64  `json:"at"`
	Render  int    `json:"render"`
	Lang    string `json:"lang"`
}

// records are the public pages by their paths.
type records map[string]record

// gathering reads what is public and takes from known what is as it was.
type gathering struct {
	content *content.Service
	known   records
	now     records
	lang    string // of the site
	bytes   int
}

// gather lists everything public. The posts come last, newest first, so that
// what has no room is the oldest.
func gather(ctx context.Context, c *content.Service, known records) (records, error) {
	g := &gathering{content: c, known: known, now: records{}}
	profile, err := c.Profile(ctx)
	if err != nil && wire.CodeOf(err) != wire.NotFound {
		return nil, err
	}
	g.lang = profile.Lang
	g.about(profile)
	for _, read := range []func(context.Context) error{g.pages, g.projects, g.posts} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	return g.now, nil
}

// keep takes the record of a path, as it is known or as read makes it. One that
// ceased to be public since it was listed is left out.
func (g *gathering) keep(path string, s stamp, read func() (search.Document, error)) error {
	r, ok := g.known[path]
	if !ok || r.Stamp != s {
		d, err := read()
		if wire.CodeOf(err) == wire.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		d.Path, d.Lang = path, s.Lang
		r = record{s, d}
	}
	g.add(r)
	return nil
}

func (g *gathering) add(r record) {
	size := 0
	for _, s := range r.Document.Sections {
		size += len(s.Text)
	}
	if g.bytes+size > mostTexts {
		var short []search.Section
		for _, s := range r.Document.Sections {
			if !s.Lede {
				s.Text = ""
			}
			short = append(short, s)
		}
		r.Document.Sections = short
		size = 0
	}
	g.bytes += size
	g.now[r.Document.Path] = r
}

func (g *gathering) posts(ctx context.Context) error {
	list, err := g.content.Posts(ctx, store.PostFilter{})
	if err != nil {
		return err
	}
	for _, p := range list {
		lang := p.Lang
		if lang == "" {
			lang = g.lang
		}
		err := g.keep("/blog/"+p.Slug, stamp{p.ID, p.Version, p.UpdatedAt, p.RenderV, lang}, func() (search.Document, error) {
			p, err := g.content.Post(ctx, p.Slug)
			tags := append([]string(nil), p.Tags...)
			for _, t := range []string{p.Category, p.Series, p.Author} {
				if t != "" {
					tags = append(tags, t)
				}
			}
			return search.Document{Title: p.Title, Kind: wire.KindPost, Date: p.PublishedAt, Tags: tags, Sections: sections(p.Excerpt, p.HTML)}, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering) projects(ctx context.Context) error {
	list, err := g.content.Projects(ctx, store.ProjectFilter{})
	if err != nil {
		return err
	}
	for _, p := range list {
		err := g.keep("/projects/"+p.Slug, stamp{p.ID, p.Version, p.UpdatedAt, p.RenderV, g.lang}, func() (search.Document, error) {
			p, err := g.content.Project(ctx, p.Slug)
			return search.Document{Title: p.Title, Kind: wire.KindProject, Date: started(p.Started), Tags: p.TechStack, Sections: sections(p.Description, p.HTML)}, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering) pages(ctx context.Context) error {
	list, err := g.content.Pages(ctx)
	if err != nil {
		return err
	}
	for _, p := range list {
		err := g.keep("/"+p.Slug, stamp{p.ID, p.Version, p.UpdatedAt, p.RenderV, g.lang}, func() (search.Document, error) {
			p, err := g.content.Page(ctx, p.Slug)
			return search.Document{Title: p.Title, Kind: wire.KindFree, Date: p.UpdatedAt, Sections: sections(p.Description, p.HTML)}, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// about is the page about the owner, when there is one. It has no version, and
// is small enough to be made each time.
func (g *gathering) about(p wire.Profile) {
	if p.Long == "" && p.Short == "" {
		return
	}
	d := search.Document{Path: "/about", Title: "About " + p.Name, Kind: wire.KindAbout, Lang: p.Lang, Sections: sections(p.Short, p.LongHTML)}
	var more []string
	for _, s := range p.Skills {
		more = append(more, s.Name+": "+s.Note)
		for _, skill := range s.Skills {
			d.Tags = append(d.Tags, skill.Name)
		}
	}
	for _, list := range [][]wire.Position{p.Experience, p.Education} {
		for _, at := range list {
			more = append(more, words(at.Title+", "+at.Organisation+". "+at.Summary))
		}
	}
	if len(more) > 0 {
		d.Sections = append(d.Sections, search.Section{Text: strings.Join(more, "\n")})
	}
	g.add(record{stamp{Lang: p.Lang}, d})
}

// sections is a record's summary and its text.
func sections(summary, body string) []search.Section {
	out := cut(body)
	if summary != "" {
		out = append([]search.Section{{Text: words(summary), Lede: true}}, out...)
	}
	return out
}

// started is the moment of "2023" or "2023-04", in ms; 0 of anything else.
func started(s string) int64 {
	for _, form := range []string{"2006-01", "2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UnixMilli()
		}
	}
	return 0
}

// documents are the records as the index takes them.
func (r records) documents() []search.Document {
	docs := make([]search.Document, 0, len(r))
	for _, one := range r {
		docs = append(docs, one.Document)
	}
	return docs
}

// texts are their texts for snippets.
func (r records) texts() search.Texts {
	t := make(search.Texts, len(r))
	for path, one := range r {
		t[path] = one.Document.Sections
	}
	return t
}

// differ lists the paths whose records are new or other than they were, and
// those that are gone.
func differ(old, now records) (changed, gone []string) {
	for path, r := range now {
		before, ok := old[path]
		if !ok || before.Stamp != r.Stamp || path == "/about" && !reflect.DeepEqual(before, r) {
			changed = append(changed, path)
		}
	}
	for path := range old {
		if _, ok := now[path]; !ok {
			gone = append(gone, path)
		}
	}
	return changed, gone
}
