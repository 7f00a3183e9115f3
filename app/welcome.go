package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
)

// Welcome is the home page of a site that has nothing in it yet. It speaks to
// the owner, and it is gone with the first thing they publish.
type Welcome struct {
	goapp.Compo
}

const (
	welcomeFolder = `<figure class="code"><figcaption><span>my-site/</span></figcaption>` +
		`<pre tabindex="0" role="region" aria-label="Code, the folder of a site"><code>my-site/
├── profile.yaml          <span class="c">who you are</span>
├── projects/
│   └── 01-holdfast.md    <span class="c">one piece of work a file</span>
├── posts/
│   └── hello.md          <span class="c">one post a file</span>
├── pages/
│   └── colophon.md       <span class="c">a page of its own</span>
└── media/                <span class="c">pictures and drawings</span></code></pre></figure>`

	welcomeProfile = `<figure class="code"><figcaption><span>profile.yaml</span></figcaption>` +
		`<pre tabindex="0" role="region" aria-label="Code, profile.yaml"><code><span class="k">name</span>: Your Name
<span class="k">role</span>: what you do
<span class="k">headline</span>: <span class="s">"I make [one thing](/projects/one-thing), and it holds."</span>
<span class="k">short</span>: One or two sentences about you.
<span class="k">email</span>: you@example.com
<span class="k">accent</span>: <span class="s">"#0f7a63"</span></code></pre></figure>`

	welcomePost = `<figure class="code"><figcaption><span>posts/hello.md</span></figcaption>` +
		`<pre tabindex="0" role="region" aria-label="Code, posts/hello.md"><code><span class="c">---</span>
<span class="k">title</span>: Hello
<span class="k">date</span>: <span class="n">2026-11-03</span>
<span class="k">tags</span>: [first]
<span class="c">---</span>
The text, in Markdown.</code></pre></figure>`

	welcomeImport = `<figure class="code"><figcaption><span>shell</span></figcaption>` +
		`<pre tabindex="0" role="region" aria-label="Code, shell"><code>vitrine import my-site</code></pre></figure>`
)

// Render says three things to do, in order.
func (w *Welcome) Render() goapp.UI {
	return goapp.Div().Body(
		ui.Head([]goapp.UI{goapp.P().Class("what").Text("Welcome"), goapp.P().Text("An empty case")},
			goapp.H1().Text("The glass is clean. Put something in it."),
			goapp.P().Class("lede").Text("This site runs and has nothing to show yet. Three steps fill it; this page then makes room by itself."),
		),
		step("one", "1", "Write a folder",
			goapp.P().Text("Plain text files, in any editor, under any version control. Only the parts you want need to be there."),
			goapp.Raw(welcomeFolder)),
		step("two", "2", "Say who you are",
			goapp.P().Text("Words in square brackets become numbered references in the first sentence of your home page."),
			goapp.Raw(welcomeProfile), goapp.Raw(welcomePost)),
		step("three", "3", "Put it on display",
			goapp.P().Body(
				goapp.Text("In the folder of this site, run the command below with the path of yours. A blog you already keep as Markdown files comes in the same way. Run it again after every change: "),
				goapp.Code().Text("vitrine import"), goapp.Text(" only touches what is different.")),
			goapp.Raw(welcomeImport)),
	)
}

func step(id, no, title string, object ...goapp.UI) goapp.UI {
	label := []goapp.UI{goapp.H2().ID(id+"-h").Body(goapp.B().Class("no").Text(no), goapp.Text(" "+title))}
	return ui.Section(id, "tight", label, goapp.Div().Class("prose plain").Body(object...))
}
