package site

import (
	"context"
	"html"
	"strconv"
	"strings"
	"time"

	"vitrine/app/wire"
)

// privacyPath is where a site says what it knows of its visitors.
const privacyPath = "/privacy"

// Privacy is what of the settings a visitor may want to know.
type Privacy struct {
	Mails      bool          // messages are mailed to the owner
	Keep       time.Duration // how long messages are kept; 0: until the owner deletes them
	Remembered time.Duration // how long an address is known, in memory, after a message
	Proxy      bool          // others stand between visitors and this program
	Debug      bool          // every request is a line of the log
}

// Privacy is /privacy: what this program does, by its settings, and nothing that
// it does not.
func (b *Builder) Privacy(ctx context.Context, s Privacy) (wire.Page, error) {
	f, err := b.frame(ctx, privacyPath, privacyPath)
	if err != nil {
		return wire.Page{}, err
	}
	f.Kind = wire.KindFree
	lede := "What this site knows of you, and for how long."
	f.title("Privacy", lede)
	page := &wire.FreeTextPage{Title: "Privacy", Lede: lede}
	var body strings.Builder
	for _, part := range s.parts(f.profile) {
		page.TOC = append(page.TOC, wire.Heading{Level: 2, ID: "h-" + part.id, Text: part.title})
		body.WriteString(`<h2 id="h-` + part.id + `">` + part.title + `</h2>`)
		for _, p := range part.says {
			body.WriteString("<p>" + p + "</p>")
		}
	}
	page.Body = fragment("text-privacy", body.String())
	f.Free = page
	return f.Page, nil
}

// part is a heading and the paragraphs under it, as HTML.
type part struct {
	id, title string
	says      []string
}

func (s Privacy) parts(p wire.Profile) []part {
	name := html.EscapeString(p.Name)
	reading := part{"reading", "When you read", []string{
		"This site sets no cookies, counts nobody and loads nothing from anybody else: its pages, pictures and scripts all come from here, and your browser is told to refuse everything else.",
		"If you choose the light or the dark theme, your browser remembers that. It is not sent to us.",
		"While you are connected, the number of your open connections is counted by your network address, in memory. It is forgotten when the last of them closes.",
	}}
	if s.Debug {
		reading.says = append(reading.says, "At the moment each request is written to a log: the time, the page and how long it took. Where a connection breaks, the log may name your network address.")
	} else {
		reading.says = append(reading.says, "Requests are not logged. A request that fails on our side is: the page, the fault and a number by which you can ask for it, without your network address.")
	}
	reading.says = append(reading.says, "If the site's own script breaks down, your browser reports it once: the fault, the build and the page's path, for the log. Your network address is counted in memory against floods and not written down.")
	if s.Proxy {
		reading.says = append(reading.says, "Another server passes your requests on to this program. What it notes down is up to those who run it; ask "+name+".")
	}

	writing := part{"writing", "When you write", []string{
		"The contact form stores your name, your mail address, your message and the time, so that " + name + " can answer. Your network address and what browser you use are not stored.",
		"Against floods of messages, your network address is remembered in memory for at most " + strconv.Itoa(int(s.Remembered/time.Minute)) + " minutes after you wrote, and never written to disk.",
	}}
	if s.Mails {
		writing.says = append(writing.says, "The message also goes by mail to "+name+". From then on a copy is in that mailbox, with whoever runs it.")
	}
	if days := int(s.Keep / (24 * time.Hour)); days > 0 {
		writing.says = append(writing.says, "What is stored here is deleted after "+strconv.Itoa(days)+" days, or earlier by hand.")
	} else {
		writing.says = append(writing.says, "What is stored here stays until "+name+" deletes it.")
	}

	writing.says = append(writing.says, "Copies of the whole site that "+name+" keeps against loss may hold it longer.")

	how := `by <a href="/contact">the form</a>`
	if p.Email != "" {
		address := html.EscapeString(p.Email)
		how = `at <a href="mailto:` + address + `">` + address + `</a> or ` + how
	}
	rights := part{"asking", "When you want to know or to have it deleted", []string{
		"Write to " + name + " " + how + ". A message is found by the mail address it came from.",
		"Links to other sites lead to places with rules of their own.",
	}}
	return []part{reading, writing, rights}
}
