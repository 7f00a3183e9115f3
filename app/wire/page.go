package wire

// Kind names a page's shape: which of Page's pointers is set and which
// component draws it.
type Kind string

// The kinds of page.
const (
	KindWelcome  Kind = "welcome" // an empty site: what to do next
	KindHome     Kind = "home"
	KindAbout    Kind = "about"
	KindProjects Kind = "projects"
	KindProject  Kind = "project"
	KindList     Kind = "list" // the blog, a tag, a category, a series
	KindPost     Kind = "post"
	KindArchive  Kind = "archive"
	KindFree     Kind = "free"
	KindProblem  Kind = "problem" // not found, gone, error
)

// Page is everything one address shows. The server encodes it to HTML and puts
// the same value beside it, so that the client's first tree is the server's.
type Page struct {
	Path     string `json:"path"`  // canonical path with its query: "/blog?page=2"
	Build    string `json:"build"` // of the server that made it
	Kind     Kind   `json:"kind"`
	Status   int    `json:"status"`
	Redirect string `json:"redirect,omitempty"` // set alone: the page is there
	Head     Head   `json:"head"`
	Site     Site   `json:"site"`

	Home     *HomePage     `json:"home,omitempty"`
	About    *AboutPage    `json:"about,omitempty"`
	Projects *ProjectsPage `json:"projects,omitempty"`
	Project  *ProjectPage  `json:"project,omitempty"`
	List     *ListPage     `json:"list,omitempty"`
	Post     *PostPage     `json:"post,omitempty"`
	Archive  *ArchivePage  `json:"archive,omitempty"`
	Free     *FreeTextPage `json:"free,omitempty"`
	Contact  *ContactPage  `json:"contact,omitempty"`
	Search   *SearchPage   `json:"search,omitempty"`
	Problem  *ProblemPage  `json:"problem,omitempty"`
}

// Head is what a page says of itself to browsers, feeds and cards.
type Head struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Canonical   string `json:"canonical"`             // absolute
	Image       string `json:"image,omitempty"`       // absolute
	ImageAlt    string `json:"image_alt,omitempty"`   //
	ImageWidth  int    `json:"image_width,omitempty"` // in pixels, where they are known
	ImageHeight int    `json:"image_height,omitempty"`
	Type        string `json:"type"`                // Open Graph: website, article, profile
	Lang        string `json:"lang"`                //
	Published   string `json:"published,omitempty"` // RFC 3339
	Modified    string `json:"modified,omitempty"`  //
	NoIndex     bool   `json:"noindex,omitempty"`   //
	Prev        string `json:"prev,omitempty"`      // of a paginated list
	Next        string `json:"next,omitempty"`      //
	AlternateMD string `json:"alternate,omitempty"` // the page's Markdown

	// What only the HTML document carries: robots and feed readers do not run the client.
	Feeds  []Feed   `json:"-"`
	Me     []string `json:"-"` // the owner's profiles elsewhere, which link back
	JSONLD any      `json:"-"` // schema.org; made by package site
}

// Site is the frame round every page.
type Site struct {
	Name   string    `json:"name"`
	Lang   string    `json:"lang"`
	Nav    []NavLink `json:"nav"`
	Footer []Link    `json:"footer"`
}

// NavLink is an entry of the site's navigation.
type NavLink struct {
	Label   string `json:"label"`
	Href    string `json:"href"`
	Current bool   `json:"current,omitempty"`
}

// HTML is a safe fragment that the server made. ID is its element's id: a
// client that starts over a server-rendered page adopts that element and gets
// no Body (see Page.Slim); a client that fetched the page gets both.
type HTML struct {
	ID   string `json:"id"`
	Body string `json:"body,omitempty"`
}

// Date is a moment as machines and people read it.
type Date struct {
	ISO  string `json:"iso"`  // "2026-11-03"
	Text string `json:"text"` // "3 Nov 2026"
}

// Segment is a run of the headline; with a number it is a claim that links to its evidence.
type Segment struct {
	Text string `json:"text"`
	Href string `json:"href,omitempty"`
	No   int    `json:"no,omitempty"`
	// Trail is punctuation that belongs before the number: "queues that lose nothing,¹".
	Trail string `json:"trail,omitempty"`
}

// ProjectCard is a project in a list.
type ProjectCard struct {
	No          int      `json:"no"`
	Title       string   `json:"title"`
	Href        string   `json:"href"`
	Description string   `json:"description"`
	Plate       HTML     `json:"plate,omitzero"`  // an inline drawing, or
	Image       *Image   `json:"image,omitempty"` // a picture, or neither
	Tech        []string `json:"tech"`
	Span        string   `json:"span"` // "2023 – now"
	Status      string   `json:"status"`
}

// Image is a picture with its size in CSS pixels, so that nothing shifts when it comes.
type Image struct {
	Src    string `json:"src"`
	Alt    string `json:"alt"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Srcset string `json:"srcset,omitempty"` // its variants
	Sizes  string `json:"sizes,omitempty"`  // how wide it is shown
	Tone   string `json:"tone,omitempty"`   // "00" to "63", see Media
}

// PostCard is a post in a list.
type PostCard struct {
	Title   string `json:"title"`
	Href    string `json:"href"`
	Excerpt string `json:"excerpt"`
	Date    Date   `json:"date"`
	Minutes int    `json:"minutes"`
	Tags    []Link `json:"tags,omitempty"`
}

// Filter is one choice of a filter row.
type Filter struct {
	Label   string `json:"label"`
	Href    string `json:"href"`
	Count   int    `json:"count"`
	Current bool   `json:"current,omitempty"`
}

// HomePage is "/".
type HomePage struct {
	Headline     []Segment     `json:"headline"`
	References   []Reference   `json:"references"`
	Name         string        `json:"name"`
	Role         string        `json:"role"`
	Short        string        `json:"short"`
	About        HTML          `json:"about"` // the first paragraphs of the long biography
	Facts        []Fact        `json:"facts"`
	Projects     []ProjectCard `json:"projects"` // featured ones
	ProjectCount int           `json:"project_count"`
	Skills       []SkillRow    `json:"skills"`
	Posts        []PostCard    `json:"posts"` // the newest
	PostCount    int           `json:"post_count"`
	Contact      Contact       `json:"contact"`
}

// SkillRow is a group of skills and where on this site to see them.
type SkillRow struct {
	Name   string  `json:"name"`
	Note   string  `json:"note"`
	Skills []Skill `json:"skills"`
	Seen   []Link  `json:"seen"` // "6 projects" → /projects?tech=go, "14 posts" → /blog/tags/go
}

// Contact is how to reach the owner.
type Contact struct {
	Email string `json:"email"`
	Text  HTML   `json:"text"`
	Links []Link `json:"links"`
}

// AboutPage is /about.
type AboutPage struct {
	Name         string     `json:"name"`
	Role         string     `json:"role"`
	Short        string     `json:"short"`
	Avatar       *Image     `json:"avatar,omitempty"`
	Long         HTML       `json:"long"`
	Location     string     `json:"location"`
	Availability string     `json:"availability"`
	Facts        []Fact     `json:"facts"`
	Skills       []SkillRow `json:"skills"`
	Experience   []Position `json:"experience"`
	Education    []Position `json:"education"`
	Contact      Contact    `json:"contact"`
}

// ProjectsPage is /projects, whole or filtered by a technology.
type ProjectsPage struct {
	Heading  string        `json:"heading"`
	Span     string        `json:"span"` // "2017 to now"
	Filters  []Filter      `json:"filters"`
	Projects []ProjectCard `json:"projects"`
}

// ProjectPage is /projects/<slug>.
type ProjectPage struct {
	ProjectCard
	LiveURL       string     `json:"live_url,omitempty"`
	RepositoryURL string     `json:"repository_url,omitempty"`
	TechLinks     []Link     `json:"tech_links"`
	TOC           []Heading  `json:"toc"`
	Body          HTML       `json:"body"`
	Posts         []PostCard `json:"posts"` // that speak of it
	Prev          *Link      `json:"prev,omitempty"`
	Next          *Link      `json:"next,omitempty"`
}

// ListPage is a list of posts: the blog, a tag, a category or a series.
type ListPage struct {
	Label   string     `json:"label"` // "Writing", "Tag", "Category", "Series"
	Heading string     `json:"heading"`
	Count   int        `json:"count"`
	Posts   []PostCard `json:"posts"`
	Lead    bool       `json:"lead,omitempty"` // the first post is the newest of all and stands larger
	Filters []Filter   `json:"filters,omitempty"`
	Pages   Pagination `json:"pages"`
	Archive string     `json:"archive,omitempty"` // where all of them are listed

	Categories []Filter `json:"categories,omitempty"` // of the whole blog
}

// Pagination places a page in a list. Pages are numbered from 1.
type Pagination struct {
	Page  int    `json:"page"`
	Of    int    `json:"of"`
	Newer string `json:"newer,omitempty"`
	Older string `json:"older,omitempty"`

	OldestFirst bool `json:"oldest_first,omitempty"` // Older is the page before, Newer the one after
}

// PostPage is /blog/<slug>.
type PostPage struct {
	Title    string     `json:"title"`
	Lede     string     `json:"lede"`
	Date     Date       `json:"date"`
	Edited   *Date      `json:"edited,omitempty"`
	Minutes  int        `json:"minutes"`
	Author   string     `json:"author,omitempty"`
	Category *Link      `json:"category,omitempty"`
	Series   *Link      `json:"series,omitempty"`
	Tags     []Link     `json:"tags"`
	Image    *Image     `json:"image,omitempty"`
	Plate    HTML       `json:"plate,omitzero"`
	TOC      []Heading  `json:"toc"`
	Body     HTML       `json:"body"`
	Related  []PostCard `json:"related"`
	Older    *Link      `json:"older,omitempty"`
	Newer    *Link      `json:"newer,omitempty"`

	SeriesPosts []NavLink `json:"series_posts,omitempty"` // of Series, oldest first; in a long one those round this post
	SeriesPart  int       `json:"series_part,omitempty"`  // this post's place in Series, from 1
	SeriesCount int       `json:"series_count,omitempty"` //
	Origin      *Link     `json:"origin,omitempty"`       // where the post was published first, when that is another site
}

// ArchivePage is /blog/archive: every post by year.
type ArchivePage struct {
	Count      int      `json:"count"`
	Years      []Year   `json:"years"`
	Tags       []Filter `json:"tags"`
	Categories []Filter `json:"categories"`
	Series     []Filter `json:"series"`
}

// Year is one year of the archive.
type Year struct {
	Year  string     `json:"year"`
	Posts []PostCard `json:"posts"`
}

// FreeTextPage is a page of its own.
type FreeTextPage struct {
	Title   string    `json:"title"`
	Lede    string    `json:"lede,omitempty"`
	Updated Date      `json:"updated"`
	TOC     []Heading `json:"toc"`
	Body    HTML      `json:"body"`
}

// ProblemPage says what went wrong and where to go instead.
type ProblemPage struct {
	Code      Code   `json:"code"`
	Heading   string `json:"heading"`
	Message   string `json:"message"`
	Reference string `json:"reference,omitempty"`
	Closest   []Link `json:"closest,omitempty"`
}

// Slim is the page without the fragments that stand in the document already:
// the client adopts those elements, so they travel once.
func (p Page) Slim() Page {
	slim := func(h *HTML) { h.Body = "" }
	cards := func(in []ProjectCard) []ProjectCard {
		out := append([]ProjectCard(nil), in...)
		for i := range out {
			slim(&out[i].Plate)
		}
		return out
	}
	if p.Home != nil {
		v := *p.Home
		v.Projects = cards(v.Projects)
		slim(&v.About)
		slim(&v.Contact.Text)
		p.Home = &v
	}
	if p.About != nil {
		v := *p.About
		slim(&v.Long)
		slim(&v.Contact.Text)
		p.About = &v
	}
	if p.Projects != nil {
		v := *p.Projects
		v.Projects = cards(v.Projects)
		p.Projects = &v
	}
	if p.Project != nil {
		v := *p.Project
		slim(&v.Plate)
		slim(&v.Body)
		p.Project = &v
	}
	if p.Post != nil {
		v := *p.Post
		slim(&v.Plate)
		slim(&v.Body)
		p.Post = &v
	}
	if p.Free != nil {
		v := *p.Free
		slim(&v.Body)
		p.Free = &v
	}
	if p.Contact != nil {
		v := *p.Contact
		slim(&v.Contact.Text)
		p.Contact = &v
	}
	return p
}
