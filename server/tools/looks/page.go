package main

import (
	"vitrine/app/wire"
)

var toc = []wire.Heading{
	{Level: 2, ID: "h-cost", Text: "What a flush costs"}, {Level: 2, ID: "h-share", Text: "Sharing one"},
	{Level: 3, ID: "h-window", Text: "How long to hold the door"}, {Level: 2, ID: "h-old", Text: "From an old blog"},
}

// addPages adds every kind but home, welcome and problem.
func addPages(add func(name, current string, kind wire.Kind, p wire.Page)) error {
	all, err := cards(6)
	if err != nil {
		return err
	}
	filters := []wire.Filter{{Label: "All", Href: "/projects", Count: 6, Current: true}, {Label: "Go", Href: "/projects?tech=go", Count: 5}, {Label: "PostgreSQL", Href: "/projects?tech=postgresql", Count: 2}, {Label: "TypeScript", Href: "/projects?tech=typescript", Count: 1}}
	add("projects", "/projects", wire.KindProjects, wire.Page{Projects: &wire.ProjectsPage{Heading: "Six things that are still running, or were taken down on purpose.", Span: "2019 to now", Filters: filters, Projects: all}})
	plain := append([]wire.ProjectCard(nil), all...)
	plain[1].Plate, plain[1].Image = wire.HTML{}, photo()
	plain[2].Plate = wire.HTML{}
	add("projects-mixed", "/projects", wire.KindProjects, wire.Page{Projects: &wire.ProjectsPage{Heading: "Go", Projects: plain[:4]}})

	add("project", "/projects", wire.KindProject, wire.Page{Project: &wire.ProjectPage{ProjectCard: all[0], LiveURL: "https://holdfast.example.com", RepositoryURL: "https://github.com/x/holdfast",
		TechLinks: []wire.Link{{Label: "Go", Href: "/projects?tech=go"}, {Label: "SQLite", Href: "/projects?tech=sqlite"}}, TOC: toc[:3],
		Body: wire.HTML{ID: "project-holdfast", Body: projectText}, Posts: posts()[:2], Next: &wire.Link{Label: "Lantern", Href: "/projects/lantern"}}})

	tags := []wire.Filter{{Label: "All", Href: "/blog", Count: 39, Current: true}, {Label: "go", Href: "/blog/tags/go", Count: 14}, {Label: "postgres", Href: "/blog/tags/postgres", Count: 9}, {Label: "on-call", Href: "/blog/tags/on-call", Count: 11}}
	add("list", "/blog", wire.KindList, wire.Page{List: &wire.ListPage{Label: "Writing", Heading: "Notes on software that has to hold.", Count: 39, Posts: posts(), Lead: true, Filters: tags,
		Pages: wire.Pagination{Page: 2, Of: 3, Newer: "/blog", Older: "/blog?page=3"}, Archive: "/blog/archive"}})
	add("list-empty", "/blog", wire.KindList, wire.Page{List: &wire.ListPage{Label: "Tag", Heading: "sqlite"}})
	years := []wire.Year{{Year: "2026", Posts: posts()[:3]}, {Year: "2025", Posts: posts()[3:5]}, {Year: "2024", Posts: posts()[5:]}}
	add("archive", "/blog", wire.KindArchive, wire.Page{Archive: &wire.ArchivePage{Count: 39, Years: years, Tags: tags[1:], Categories: []wire.Filter{{Label: "Storage", Href: "/blog/categories/storage", Count: 12}}}})

	last := posts()
	post := wire.PostPage{Title: "One flush, many promises", Lede: last[0].Excerpt, Date: last[0].Date, Edited: &wire.Date{ISO: "2026-11-09", Text: "9 Nov 2026"}, Minutes: 11,
		Category: &wire.Link{Label: "Storage", Href: "/blog/categories/storage"}, Series: &wire.Link{Label: "Small machines", Href: "/blog/series/small-machines"}, Tags: last[0].Tags,
		TOC: toc, Body: wire.HTML{ID: "post-one-flush", Body: postText}, Related: last[1:4], Older: &wire.Link{Label: last[1].Title, Href: last[1].Href}, Newer: &wire.Link{Label: last[3].Title, Href: last[3].Href}}
	add("post", "/blog", wire.KindPost, wire.Page{Post: &post})
	long := post
	long.Title = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, and other names that did not fit in one column of our database"
	long.Image, long.TOC, long.Series, long.Category, long.Author = photo(), nil, nil, nil, "Adwoa Mensah"
	long.Body = wire.HTML{ID: "post-long", Body: "<p>A short text, without headings. https://example.com/a/very/long/address/that/nobody/would/type/by/hand?and=it&amp;goes=on&amp;and=on&amp;and=on</p>"}
	add("post-photo", "/blog", wire.KindPost, wire.Page{Post: &long})
	rtl := post
	rtl.Title, rtl.Lede = "تدفق واحد، وعود كثيرة", "القرص الذي يحتاج أربعة عشر جزءًا من الألف من الثانية ليفي بوعد يستطيع أن يفي بتسعة آلاف."
	rtl.Body = wire.HTML{ID: "post-rtl", Body: rtlText}
	add("post-rtl", "/blog", wire.KindPost, wire.Page{Post: &rtl, Head: wire.Head{Lang: "ar"}})

	about := wire.AboutPage{Name: "Elisha", Role: "Software engineer", Short: "Backend and infrastructure, mostly in Go. Before that, a repairer of church organs.", Avatar: photo(),
		Long:     wire.HTML{ID: "about-text", Body: aboutText + `<h2 id="h-now"><a href="#h-now">What I do now</a></h2><p>I am a staff engineer at Quittance, which moves money between small shops and their suppliers.</p><ul><li><strong>I measure first.</strong> A number on the first day saves a fortnight of opinions.</li><li>I rehearse.</li></ul>`},
		Location: "Strasbourg, France", Availability: "Employed full time, and not looking to move. From January I take on one outside piece of work a month, on Fridays.", Facts: facts(), Skills: skills(),
		Experience: []wire.Position{{Title: "Staff engineer", Organisation: "Quittance", Place: "Lyon, remotely", Href: "https://quittance.example.com", From: "2023-04", Summary: "Leads the ledger team of six. Replaced a message broker and two outboxes with one durable queue, which took duplicate payouts from 14 in 2022 to none since March 2024."},
			{Title: "Backend engineer", Organisation: "The Evening Courier", From: "2015-09", To: "2019-01", Summary: "Moved a newspaper from PHP to Go page by page over fourteen months."}},
		Education: []wire.Position{{Title: "Licence in computer science", Organisation: "Institut du Quai", From: "2012", To: "2015"}}, Contact: contact()}
	add("about", "/about", wire.KindAbout, wire.Page{About: &about})
	cv := about
	cv.Avatar = nil
	cv.Skills = append(append([]wire.SkillRow{}, skills()...), skills()[:2]...)
	cv.Experience = append(append([]wire.Position{}, about.Experience...), about.Experience...)
	cv.Education = append(append([]wire.Position{}, about.Education...), about.Education...)
	add("about-cv", "/about", wire.KindAbout, wire.Page{About: &cv})
	add("free", "/colophon", wire.KindFree, wire.Page{Free: &wire.FreeTextPage{Title: "Colophon", Lede: "How this site is made.", Updated: wire.Date{ISO: "2026-10-01", Text: "1 Oct 2026"}, Body: wire.HTML{ID: "page-colophon", Body: projectText}}})
	return nil
}
