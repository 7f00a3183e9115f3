package ui

import (
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// ArticleOptions says how a list of posts is drawn.
type ArticleOptions struct {
	Lead   bool   // the first stands larger
	Year   string // is said by the heading above: dates go without it
	Brief  bool   // title and date alone
	NoTags bool   // leave tags and minutes out
}

// Articles is a list of posts: date, name, one sentence. Titles are <h3>.
func Articles(posts []wire.PostCard, o ArticleOptions) goapp.UI {
	items := make([]goapp.UI, 0, len(posts))
	for i, p := range posts {
		date := p.Date
		if o.Year != "" {
			date.Text = strings.TrimSuffix(date.Text, " "+o.Year)
		}
		row := []goapp.UI{goapp.H3().Body(Anchor(p.Href, "", goapp.Text(p.Title)))}
		if date.ISO != "" {
			row = append(row, goapp.P().Class("meta").Body(Time(date)))
		}
		if !o.Brief {
			if p.Excerpt != "" {
				row = append(row, goapp.P().Class("says").Text(p.Excerpt))
			}
			if !o.NoTags {
				row = append(row, Tags(p.Tags, p.Minutes))
			}
		}
		class := ""
		if o.Lead && i == 0 {
			class = "lead"
		}
		items = append(items, goapp.Li().Class(class).Body(row...))
	}
	list := goapp.Ul().Class("list")
	if o.Brief {
		list.Class("brief")
	}
	return list.Body(items...)
}

// Time is a date for people and machines.
func Time(d wire.Date) goapp.UI {
	return goapp.Time().DateTime(d.ISO).Text(d.Text)
}
