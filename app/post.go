package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Post is "/blog/<slug>". Lang is the post's language when it is not the
// site's, "" otherwise: the frame stays in the site's language and direction.
type Post struct {
	goapp.Compo

	Page wire.PostPage
	Lang string
}

// Render draws the title, the picture, then the contents in a label that stays
// in view beside the text.
func (v *Post) Render() goapp.UI {
	p := v.Page
	parts := []goapp.UI{v.head()}
	if plate := ui.Plate(p.Plate, p.Image, true); plate != nil {
		parts = append(parts, goapp.Div().Class("wrap plated").Body(plate))
	}
	parts = append(parts, v.body())
	article := goapp.Article().Class("post").Body(parts...)
	return goapp.Div().Body(article, v.related(), ui.Turn("More posts", "Older", p.Older, "Newer", p.Newer))
}

func (v *Post) head() goapp.UI {
	p := v.Page
	label := []goapp.UI{}
	if p.Category != nil {
		label = append(label, goapp.P().Class("what").Body(ui.Anchor(p.Category.Href, "", goapp.Text(p.Category.Label))))
	} else {
		label = append(label, goapp.P().Class("what").Body(ui.Anchor("/blog", "", goapp.Text("Writing"))))
	}
	if p.Date.ISO != "" {
		label = append(label, goapp.P().Body(ui.Time(p.Date)))
	}
	if p.Minutes > 0 {
		label = append(label, goapp.P().Text(count(p.Minutes, "minute", "minutes")))
	}
	if p.Author != "" {
		label = append(label, goapp.P().Text("By "+p.Author))
	}
	if p.Edited != nil {
		label = append(label, goapp.P().Body(goapp.Text("Edited "), ui.Time(*p.Edited)))
	}
	if p.Origin != nil {
		label = append(label, goapp.P().Body(goapp.Text("First published at "), ui.Anchor(p.Origin.Href, "", goapp.Text(p.Origin.Label))))
	}
	title := []goapp.UI{goapp.H1().Text(p.Title)}
	if p.Lede != "" {
		title = append(title, goapp.P().Class("lede").Text(p.Lede))
	}
	return ui.Head(label, goapp.Div().Lang(v.Lang).Dir(ui.Direction(v.Lang)).Body(title...))
}

func (v *Post) body() goapp.UI {
	p := v.Page
	label := []goapp.UI{}
	// A list of one heading leads nowhere the reader is not already.
	if len(p.TOC) > 1 {
		label = append(label, ui.TOC("In this post", p.TOC, v.Lang))
	}
	if p.Series != nil {
		label = append(label, ui.Part(*p.Series, p.SeriesPart, p.SeriesCount))
		if len(p.SeriesPosts) > 1 {
			label = append(label, ui.Parts(p.SeriesPosts))
		}
	}
	if len(p.Tags) > 0 {
		label = append(label, ui.Tags(p.Tags, 0))
	}
	object := goapp.Div().Class("object")
	if p.Body.ID != "" {
		object.Body(&ui.Fragment{HTML: p.Body, Class: "prose", Lang: v.Lang})
	}
	if len(label) == 0 {
		return goapp.Div().Class("case bare tight wrap").Body(object.Class("at-object"))
	}
	return goapp.Div().Class("case bare tight wrap").Body(goapp.Div().Class("label").Body(label...), object)
}

func (v *Post) related() goapp.UI {
	if len(v.Page.Related) == 0 {
		return nil
	}
	return ui.Section("related", "", []goapp.UI{ui.Heading("related", "Related"),
		goapp.P().Text(strconv.Itoa(len(v.Page.Related)) + " on the same subject")},
		ui.Articles(v.Page.Related, ui.ArticleOptions{NoTags: true}))
}
