package main

import (
	"fmt"
	"os"
	"strings"

	"vitrine/app/wire"
)

// drawing is a drawing of the first-run site, as the server puts it inline.
func drawing(name string) (wire.HTML, error) {
	b, err := os.ReadFile("data/seed/media/" + name + ".svg")
	if err != nil {
		return wire.HTML{}, err
	}
	svg := strings.Replace(string(b), `<svg xmlns="http://www.w3.org/2000/svg"`, `<svg role="img"`, 1)
	return wire.HTML{ID: "plate-" + name, Body: svg}, nil
}

type work struct{ name, title, text, tech, span, status string }

var works = []work{
	{"holdfast", "Holdfast", "A durable job queue inside one SQLite file. If the machine dies between two instructions, the job is either done or waits; there is no third place.", "Go, SQLite, Linux", "2023 – now", "running"},
	{"lantern", "Lantern", "Server-rendered pages as plain Go functions, with an encoder that escapes by construction. It was fuzzed for a month before it met a visitor.", "Go, HTML, WebAssembly", "2024 – now", "running"},
	{"onebell", "Onebell", "Takes two thousand alarms and rings once, with the one sentence you need at three in the morning.", "Go, Prometheus", "2022 – 2025", "handed over"},
	{"plumbline", "Plumbline", "Backups that prove themselves: every night it restores yesterday into an empty room and counts the rows.", "Go, PostgreSQL", "2021 – 2024", "finished"},
	{"slackwater", "Slackwater", "A rate limiter that says how long to wait, to the second, and is right.", "Go, Redis", "2020 – 2022", "retired"},
	{"pitchpipe", "Pitchpipe", "A tuner for organ builders who wear gloves.", "TypeScript", "2019", "retired"},
}

func cards(n int) ([]wire.ProjectCard, error) {
	out := []wire.ProjectCard{}
	for i, w := range works[:n] {
		plate, err := drawing(w.name)
		if err != nil {
			return nil, err
		}
		out = append(out, wire.ProjectCard{No: i + 1, Title: w.title, Href: "/projects/" + w.name, Description: w.text,
			Plate: plate, Tech: strings.Split(w.tech, ", "), Span: w.span, Status: w.status})
	}
	return out, nil
}

func link(label string) wire.Link {
	return wire.Link{Label: label, Href: "/blog/tags/" + label}
}

func posts() []wire.PostCard {
	return []wire.PostCard{
		{Title: "One flush, many promises", Href: "/blog/one-flush", Excerpt: "A disk that needs fourteen milliseconds to keep a promise can keep seventy a second, or nine thousand.", Date: wire.Date{ISO: "2026-11-03", Text: "3 Nov 2026"}, Minutes: 11, Tags: []wire.Link{link("go"), link("sqlite"), link("queues")}},
		{Title: "Six alarms a day", Href: "/blog/six-alarms", Excerpt: "A post-mortem of a post-mortem: why our best-written alert went unopened for five weeks.", Date: wire.Date{ISO: "2026-09-18", Text: "18 Sep 2026"}, Minutes: 7, Tags: []wire.Link{link("on-call")}},
		{Title: "Let the compiler do the escaping", Href: "/blog/escaping", Excerpt: "If a string can reach the page, the compiler should have an opinion about it.", Date: wire.Date{ISO: "2026-08-02", Text: "2 Aug 2026"}, Minutes: 9, Tags: []wire.Link{link("go"), link("security"), link("html")}},
		{Title: "Restore drills for people with one database, one afternoon and no second pair of hands", Href: "/blog/drills", Excerpt: "You do not have a backup, you have a hope. Thirty minutes a month turns it into a backup.", Date: wire.Date{ISO: "2025-11-12", Text: "12 Nov 2025"}, Minutes: 8, Tags: []wire.Link{link("postgres"), link("backups")}},
		{Title: "A week without a cache", Href: "/blog/no-cache", Date: wire.Date{ISO: "2025-05-09", Text: "9 May 2025"}, Minutes: 6},
		{Title: "What organ builders know about interfaces", Href: "/blog/organs", Excerpt: "Four centuries of hot-swappable parts, and not one version number.", Date: wire.Date{ISO: "2024-01-21", Text: "21 Jan 2024"}, Minutes: 5, Tags: []wire.Link{link("craft")}},
	}
}

func skills() []wire.SkillRow {
	seen := []wire.Link{{Label: "6 projects", Href: "/projects?tech=go"}, {Label: "14 posts", Href: "/blog/tags/go"}}
	return []wire.SkillRow{
		{Name: "Go", Note: "Servers, command-line tools and the odd compiler target. Nine years, daily.", Seen: seen, Skills: []wire.Skill{{Name: "Go", Level: "daily", Years: 9}, {Name: "WebAssembly", Level: "comfortable", Years: 4}, {Name: "Fuzzing and property tests", Level: "comfortable", Years: 6}}},
		{Name: "Databases", Note: "From the first table to the night it has to be restored.", Seen: seen, Skills: []wire.Skill{{Name: "SQLite", Level: "daily", Years: 7}, {Name: "PostgreSQL", Level: "daily", Years: 10}}},
		{Name: "Running things", Note: "Machines, deploys, alerts and the reports written afterwards.", Seen: seen[:1], Skills: []wire.Skill{{Name: "Linux", Level: "daily", Years: 11}}},
		{Name: "Still learning", Skills: []wire.Skill{{Name: "Rust", Level: "learning", Years: 1}, {Name: "TLA+", Level: "learning"}}},
	}
}

func contact() wire.Contact {
	return wire.Contact{
		Email: "elisha@example.com",
		Text:  wire.HTML{ID: "contact-text", Body: `<p>I answer within two working days, and say no plainly when it is a no. For a bug, <a href="https://example.com" rel="noopener">open an issue</a> instead.</p><p>I do not take recruiters’ calls, paid links or guest posts.</p>`},
		Links: []wire.Link{{Label: "GitHub", Href: "https://github.com/x"}, {Label: "Mastodon", Href: "https://social.example/@x"}, {Label: "PGP key", Href: "https://example.com/key"}},
	}
}

func facts() []wire.Fact {
	return []wire.Fact{{Label: "Now", Value: "Staff engineer, payments"}, {Label: "Before", Value: "A logistics start-up, a newspaper"}, {Label: "Works in", Value: "UTC+1, remotely"}, {Label: "Speaks", Value: "English, French, some Twi"}}
}

const aboutText = `<p>I look after the part of a product that has no screen: the queue behind the button, the page before it reaches the browser, the deploy nobody was told about. What I am proudest of usually fits on one page and survives having its plug pulled.</p><p>I came to it sideways, through an organ workshop. Nearly all of an organ is inside the case, it has to hold for two centuries, and nobody should hear it fail.</p>`

func home(n int) (*wire.HomePage, error) {
	c, err := cards(n)
	if err != nil {
		return nil, err
	}
	return &wire.HomePage{
		Headline: []wire.Segment{
			{Text: "I build software whose best review is silence: "},
			{Text: "queues that forget nothing", Href: "/projects/holdfast", No: 1, Trail: ","}, {Text: " "},
			{Text: "pages that come complete", Href: "/projects/lantern", No: 2}, {Text: " and "},
			{Text: "alerts that speak once", Href: "/projects/onebell", No: 3, Trail: "."},
		},
		References: []wire.Reference{
			{Label: "Holdfast", Href: "/projects/holdfast", Note: "Job queue. 41 million jobs since 2023, none lost."},
			{Label: "Lantern", Href: "/projects/lantern", Note: "Page renderer. First byte in 3 ms, no script needed."},
			{Label: "Onebell", Href: "/projects/onebell", Note: "Alert router. From 2,000 alarms a day to 6."},
		},
		Name: "Elisha", Role: "software engineer", Short: "Backend and infrastructure, mostly in Go.",
		About: wire.HTML{ID: "about-text", Body: aboutText}, Facts: facts(),
		Projects: c, ProjectCount: 7, Skills: skills(), Posts: posts()[:3], PostCount: 39, Contact: contact(),
	}, nil
}

func samples() (map[string]wire.Page, error) {
	out := map[string]wire.Page{}
	add := func(name, current string, kind wire.Kind, p wire.Page) {
		p.Kind, p.Status, p.Site, p.Path = kind, 200, site(current), current
		if p.Head.Lang == "" {
			p.Head.Lang = "en"
		}
		p.Head.Title = name
		out[name] = p
	}
	for _, n := range []int{0, 1, 2, 3, 4, 6} {
		h, err := home(n)
		if err != nil {
			return nil, err
		}
		add(fmt.Sprintf("home-%d", n), "/", wire.KindHome, wire.Page{Home: h})
	}
	bare, err := home(4)
	if err != nil {
		return nil, err
	}
	bare.Projects[0].Plate, bare.Projects[2].Plate = wire.HTML{}, wire.HTML{}
	bare.Projects[1].Plate, bare.Projects[1].Image = wire.HTML{}, photo()
	bare.References, bare.Skills, bare.Facts, bare.About = nil, nil, nil, wire.HTML{}
	bare.Headline = []wire.Segment{{Text: "Ellisif Þorgerðardóttir-Wolfeschlegelsteinhausen photographs harbours, and the people who wait in them."}}
	add("home-bare", "/", wire.KindHome, wire.Page{Home: bare})
	if err := addPages(add); err != nil {
		return nil, err
	}
	mirrored, err := home(4)
	if err != nil {
		return nil, err
	}
	hebrew(mirrored)
	add("home-rtl", "/", wire.KindHome, wire.Page{Home: mirrored, Head: wire.Head{Lang: "he"}})
	p := out["home-rtl"]
	p.Site.Lang, p.Site.Name = "he", mirrored.Name
	out["home-rtl"] = p
	p = out["list"]
	p.Site.Lang, p.Head.Lang = "he", "he"
	out["list-rtl"] = p
	add("welcome", "/", wire.KindWelcome, wire.Page{})
	add("problem", "/nowhere", wire.KindProblem, wire.Page{Problem: &wire.ProblemPage{Code: wire.NotFound, Heading: "Nothing is shown here.",
		Message: "The page was moved, was taken down, or the address has a slip in it. These are close:", Closest: []wire.Link{{Label: "One flush, many promises", Href: "/blog/one-flush"}, {Label: "Work", Href: "/projects"}, {Label: "Home", Href: "/"}}}})
	add("problem-500", "/x", wire.KindProblem, wire.Page{Problem: &wire.ProblemPage{Code: wire.Internal, Heading: "Something broke on our side.", Message: "It has been written down. Try again in a minute.", Reference: "0198f2c4-77aa"}})
	return out, nil
}

// hebrew gives a home page the words of an owner who writes Hebrew, Latin words
// and numbers among them.
func hebrew(h *wire.HomePage) {
	h.Name, h.Role, h.Short = "אלישע", "מהנדס תוכנה", "צד שרת ותשתיות, בעיקר ב-Go."
	h.Headline = []wire.Segment{{Text: "אני בונה תוכנה שהשבח הטוב ביותר לה הוא שקט: "}, {Text: "תורים שלא שוכחים דבר", Href: "/projects/holdfast", No: 1, Trail: ","}, {Text: " "},
		{Text: "דפים שמגיעים שלמים", Href: "/projects/lantern", No: 2}, {Text: " ו"}, {Text: "התראות שמדברות פעם אחת", Href: "/projects/onebell", No: 3, Trail: "."}}
	h.About = wire.HTML{ID: "about-text", Body: `<p>אני אחראי על החלק במוצר שאין לו מסך: התור מאחורי הכפתור, הדף לפני שהוא מגיע לדפדפן.</p><p>SQLite היא הכלי שאני אוהב יותר מכול: 41 מיליון עבודות מאז 2023, ואף אחת לא אבדה.</p>`}
	h.Projects[0].Description = "תור עבודות עמיד בתוך קובץ SQLite אחד."
	h.Posts[0].Title, h.Posts[0].Excerpt = "Go, שקט ותורים", "דיסק שצריך 14 אלפיות שנייה כדי לקיים הבטחה, יכול לקיים 9,000 בשנייה."
	h.Posts[1].Title, h.Posts[1].Excerpt = "שש התראות ביום", "תחקיר של תחקיר."
	h.Facts = []wire.Fact{{Label: "עכשיו", Value: "מהנדס בכיר, תשלומים"}, {Label: "שפות", Value: "עברית, English, français"}}
}

// photo is a picture of one colour, inline, so that a sample needs no file.
func photo() *wire.Image {
	return &wire.Image{Src: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1600' height='1200'%3E%3Crect width='1600' height='1200' fill='%23789'/%3E%3Ccircle cx='800' cy='600' r='320' fill='%23e8c27a'/%3E%3C/svg%3E", Alt: "A low sun over a harbour", Width: 1600, Height: 1200}
}
