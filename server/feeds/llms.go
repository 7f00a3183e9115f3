package feeds

import (
	"bytes"
	"context"
	"strings"

	"vitrine/server/content"
	"vitrine/server/store"
)

// llmsPosts is how many posts llms.txt lists: it is a guide to read at once.
const llmsPosts = 100

// llms is llms.txt (llmstxt.org): in Markdown, who this is and where to read
// what, each text at its address in Markdown.
func (b *Builder) llms(ctx context.Context) (Document, error) {
	p, err := b.profile(ctx)
	if err != nil {
		return Document{}, err
	}
	posts, err := b.content.Posts(ctx, store.PostFilter{Limit: llmsPosts})
	if err != nil {
		return Document{}, err
	}
	projects, err := b.content.Projects(ctx, store.ProjectFilter{})
	if err != nil {
		return Document{}, err
	}
	pages, err := b.content.Pages(ctx)
	if err != nil {
		return Document{}, err
	}
	w := &guide{}
	w.line("# ", p.Name)
	w.line("\n> ", p.Short)
	w.line("\n", p.Role)
	w.section("Projects")
	for _, project := range projects {
		w.item(project.Title, b.at("/projects/"+project.Slug+".md"), project.Description)
	}
	w.section("Posts")
	for _, post := range posts {
		w.item(post.Title, b.at("/blog/"+post.Slug+".md"), content.Summary(post))
	}
	w.section("Pages")
	if p.Long != "" {
		w.item("About", b.at("/about.md"), "")
	}
	for _, page := range pages {
		w.item(page.Title, b.at("/"+page.Slug+".md"), page.Description)
	}
	w.section("Optional")
	if len(posts) > 0 {
		w.item("Archive", b.at("/blog/archive"), "every post, by year")
	}
	w.item("Sitemap", b.at("/sitemap.xml"), "every address")
	w.item("Feed", b.at("/feed.json"), "the newest posts, whole, as JSON Feed")
	return Document{Body: w.Bytes(), Type: typeText}, nil
}

// guide writes Markdown; a section without items leaves nothing behind.
type guide struct {
	bytes.Buffer
	heading string
}

// line writes text on one line; nothing when there is no text.
func (w *guide) line(before, text string) {
	if text = oneLine(text); text != "" {
		w.WriteString(before + text + "\n")
	}
}

func (w *guide) section(heading string) { w.heading = heading }

func (w *guide) item(title, address, note string) {
	w.line("\n## ", w.heading)
	if w.heading != "" {
		w.WriteByte('\n')
		w.heading = ""
	}
	w.WriteString("- [" + bracketed.Replace(oneLine(title)) + "](" + address + ")")
	if note = oneLine(note); note != "" {
		w.WriteString(": " + note)
	}
	w.WriteByte('\n')
}

var bracketed = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }
