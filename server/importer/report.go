package importer

import (
	"bytes"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
)

// Report is what a run did or, after a dry run, would do.
type Report struct {
	Kind   string // "hugo", "jekyll", "plain", "vitrine", "seed"
	DryRun bool

	Posts     Count
	Drafts    int // of Posts
	Scheduled int // of Posts: public once their date has come
	Pages     Count
	Projects  Count
	Profile   Count
	Pictures  Count // and other files that a text links to
	Redirects Count

	Links        int // between texts of this folder, led to their new addresses
	SectionPages int // lists and home pages of the old site: this site makes its own
	PassedOver   int // hidden files, node_modules, a README at the top
	DatesByName  int // no date in the front matter: the file name's was taken
	DatesByFile  int // neither: the file's own time was taken
	Skipped      int // files that could not be brought

	Shortcodes []Shortcode // by name
	Problems   []Problem   // by path and line
}

// Count splits records by what happened to them.
type Count struct{ New, Changed, Unchanged int }

// Total is how many there were.
func (c Count) Total() int { return c.New + c.Changed + c.Unchanged }

// Shortcode is a piece of the old site's template language that stayed in the
// texts as visible words.
type Shortcode struct {
	Name   string // "plotly", "{% include %}", "<Chart>"
	Places []Place
}

// Place is a line of a file; Line is 0 where there is none.
type Place struct {
	Path string
	Line int
}

// String is "path:line", or the path alone.
func (p Place) String() string {
	if p.Line == 0 {
		return p.Path
	}
	return p.Path + ":" + strconv.Itoa(p.Line)
}

// Problem is something the owner may want to put right.
type Problem struct {
	Place
	What    string // what is wrong
	Do      string // what to do about it
	Skipped bool   // the file was left out
}

// String is the line that the report prints.
func (p Problem) String() string {
	s := p.Place.String() + ": " + p.What
	if p.Do != "" {
		s += ": " + p.Do
	}
	return s
}

// Failed says that nothing arrived at all.
func (r Report) Failed() bool {
	return r.Posts.Total()+r.Pages.Total()+r.Projects.Total()+r.Profile.Total() == 0
}

// Changes is how many records, files and redirects the run wrote.
func (r Report) Changes() int {
	n := 0
	for _, c := range []Count{r.Posts, r.Pages, r.Projects, r.Profile, r.Pictures, r.Redirects} {
		n += c.New + c.Changed
	}
	return n
}

// WriteTo prints the report for a person at a terminal.
func (r Report) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	verb := "Imported"
	if r.DryRun {
		verb = "Dry run, nothing written:"
	}
	fmt.Fprintf(&b, "%s %s\n\n", verb, kindNames[r.Kind])
	fmt.Fprintf(&b, "  %-12s %6s %8s %10s\n", "", "new", "changed", "unchanged")
	for _, row := range []struct {
		name string
		Count
	}{
		{"posts", r.Posts}, {"pages", r.Pages}, {"projects", r.Projects},
		{"profile", r.Profile}, {"files", r.Pictures}, {"redirects", r.Redirects},
	} {
		if row.Total() > 0 {
			fmt.Fprintf(&b, "  %-12s %6d %8d %10d\n", row.name, row.New, row.Changed, row.Unchanged)
		}
	}
	b.WriteString("\n")
	for _, row := range []struct {
		n    int
		text string
	}{
		{r.Drafts, "posts are drafts"},
		{r.Scheduled, "posts are scheduled for a later date"},
		{r.Links, "links between texts lead to their new addresses"},
		{r.DatesByName, "dates come from the file name"},
		{r.DatesByFile, "dates come from the file's own time"},
		{r.SectionPages, "section pages left out (this site makes its own lists)"},
		{r.PassedOver, "hidden files, READMEs and the like passed over"},
		{r.Skipped, "files skipped, see below"},
	} {
		if row.n > 0 {
			fmt.Fprintf(&b, "  %6d  %s\n", row.n, row.text)
		}
	}
	switch {
	case r.Failed():
		b.WriteString("  Nothing arrived.\n")
	case r.Changes() == 0:
		b.WriteString("  Nothing has changed since the last import.\n")
	}
	r.writeShortcodes(&b)
	if len(r.Problems) > 0 {
		fmt.Fprintf(&b, "\n%d to look at:\n", len(r.Problems))
		for _, p := range r.Problems {
			fmt.Fprintf(&b, "  %s\n", printable(p.String()))
		}
	}
	return b.WriteTo(w)
}

func (r Report) writeShortcodes(b *bytes.Buffer) {
	if len(r.Shortcodes) == 0 {
		return
	}
	b.WriteString("\nShortcodes that stayed as visible text:\n")
	for _, s := range r.Shortcodes {
		places := make([]string, 0, 4)
		for i, p := range s.Places {
			if i == 3 {
				places = append(places, fmt.Sprintf("and %d more", len(s.Places)-i))
				break
			}
			places = append(places, p.String())
		}
		fmt.Fprintf(b, "  %-16s %4d  %s\n", printable(s.Name), len(s.Places), printable(strings.Join(places, ", ")))
	}
}

// printable keeps a hostile file name from moving the terminal's cursor.
func printable(s string) string {
	q := strconv.Quote(s)
	if q[1:len(q)-1] == s {
		return s
	}
	return strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
}

func (r *Report) problem(p Place, what, do string) {
	r.Problems = append(r.Problems, Problem{Place: p, What: what, Do: do})
}

// skip tells of a file that was left out.
func (r *Report) skip(p Place, what, do string) {
	r.Problems = append(r.Problems, Problem{Place: p, What: what, Do: do, Skipped: true})
	r.Skipped++
}

func (r *Report) shortcode(name string, p Place) {
	for i := range r.Shortcodes {
		if r.Shortcodes[i].Name == name {
			r.Shortcodes[i].Places = append(r.Shortcodes[i].Places, p)
			return
		}
	}
	r.Shortcodes = append(r.Shortcodes, Shortcode{Name: name, Places: []Place{p}})
}

// finish puts the lists in an order that does not depend on the steps' order.
func (r *Report) finish() {
	sort.SliceStable(r.Problems, func(i, j int) bool {
		a, b := r.Problems[i], r.Problems[j]
		if a.Path != b.Path {
			return a.Path < b.Path
		}
		return a.Line < b.Line
	})
	sort.Slice(r.Shortcodes, func(i, j int) bool { return r.Shortcodes[i].Name < r.Shortcodes[j].Name })
}
