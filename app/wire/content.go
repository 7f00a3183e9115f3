package wire

// Profile is the person the site is about.
type Profile struct {
	Name         string       `json:"name" yaml:"name"`
	Role         string       `json:"role" yaml:"role"`                   // "software engineer"
	Headline     string       `json:"headline" yaml:"headline"`           // one sentence; [words](/address) become numbered references
	References   []Reference  `json:"references" yaml:"references"`       // what the headline's numbers point at, in their order
	WorkTitle    string       `json:"work_title" yaml:"work_title"`       // heads the catalogue; "" says how many there are
	WritingTitle string       `json:"writing_title" yaml:"writing_title"` // heads the blog
	Short        string       `json:"short" yaml:"short"`                 // one or two sentences
	Long         string       `json:"long" yaml:"long"`                   // Markdown
	Location     string       `json:"location" yaml:"location"`           //
	Availability string       `json:"availability" yaml:"availability"`   //
	Email        string       `json:"email" yaml:"email"`                 //
	Contact      string       `json:"contact" yaml:"contact"`             // Markdown: how to reach me and what to expect
	Avatar       string       `json:"avatar" yaml:"avatar"`               // address of a picture
	Accent       string       `json:"accent" yaml:"accent"`               // "#rrggbb"
	Lang         string       `json:"lang" yaml:"lang"`                   // BCP 47
	Links        []Link       `json:"links" yaml:"links"`
	Facts        []Fact       `json:"facts" yaml:"facts"`
	Skills       []SkillGroup `json:"skills" yaml:"skills"`
	Experience   []Position   `json:"experience" yaml:"experience"`
	Education    []Position   `json:"education" yaml:"education"`

	LongHTML    string `json:"long_html,omitempty" yaml:"-"`      // rendered from Long when saved
	ContactHTML string `json:"contact_html,omitempty" yaml:"-"`   // rendered from Contact when saved
	RenderV     int    `json:"render_version,omitempty" yaml:"-"` // of the renderer that made both
}

// Reference is the evidence behind one numbered claim of the headline.
type Reference struct {
	Label string `json:"label" yaml:"label"`
	Href  string `json:"href" yaml:"href"`
	Note  string `json:"note" yaml:"note"`
}

// Link is a labelled address.
type Link struct {
	Label string `json:"label" yaml:"label"`
	Href  string `json:"href" yaml:"href"`
}

// Fact is one short answer: "Works in", "UTC+1, remotely".
type Fact struct {
	Label string `json:"label" yaml:"label"`
	Value string `json:"value" yaml:"value"`
}

// SkillGroup is a row of the skills table: a name, a sentence, and the skills in it.
type SkillGroup struct {
	Name   string  `json:"name" yaml:"name"`
	Note   string  `json:"note" yaml:"note"`
	Skills []Skill `json:"skills" yaml:"skills"`
}

// Skill is one skill. Level is a word ("daily", "comfortable", "learning"), never a percentage.
type Skill struct {
	Name  string `json:"name" yaml:"name"`
	Level string `json:"level" yaml:"level"`
	Years int    `json:"years" yaml:"years"`
}

// Position is a stretch of work or study.
type Position struct {
	Title        string `json:"title" yaml:"title"`
	Organisation string `json:"organisation" yaml:"organisation"`
	Place        string `json:"place,omitempty" yaml:"place"`
	Href         string `json:"href,omitempty" yaml:"href"`
	From         string `json:"from" yaml:"from"` // "2019" or "2019-04"
	To           string `json:"to" yaml:"to"`     // "" means now
	Summary      string `json:"summary,omitempty" yaml:"summary"`
}

// Project is a piece of work.
type Project struct {
	ID            string   `json:"id"` // UUIDv7
	Slug          string   `json:"slug"`
	Title         string   `json:"title"`
	Description   string   `json:"description"`
	Image         string   `json:"image_url"` // address of a picture or a drawing
	ImageAlt      string   `json:"image_alt"`
	TechStack     []string `json:"tech_stack"`
	LiveURL       string   `json:"live_url"`
	RepositoryURL string   `json:"github_url"`
	Featured      bool     `json:"featured"`
	Published     bool     `json:"published"`
	Status        string   `json:"status"` // "running", "finished", "retired": the owner's word
	Started       string   `json:"started"`
	Ended         string   `json:"ended"`
	Order         int      `json:"order"` // low comes first
	Body          string   `json:"body"`  // Markdown
	Source        string   `json:"source,omitempty"`
	CreatedAt     int64    `json:"created_at"` // ms since 1970, UTC
	UpdatedAt     int64    `json:"updated_at"`
	Version       int      `json:"version"`

	Rendered
}

// Post is an entry of the blog.
type Post struct {
	ID            string   `json:"id"` // UUIDv7
	Slug          string   `json:"slug"`
	Title         string   `json:"title"`
	Content       string   `json:"content"` // Markdown: the truth
	Excerpt       string   `json:"excerpt"`
	FeaturedImage string   `json:"featured_image"`
	FeaturedAlt   string   `json:"featured_alt"`
	Category      string   `json:"category"`
	Tags          []string `json:"tags"`
	Series        string   `json:"series"`
	Author        string   `json:"author"` // "" is the site's owner
	Lang          string   `json:"lang"`   // "" is the site's
	Canonical     string   `json:"canonical"`
	Published     bool     `json:"published"`
	Views         int64    `json:"views"`
	PublishedAt   int64    `json:"published_at"` // ms; in the future: scheduled
	CreatedAt     int64    `json:"created_at"`
	UpdatedAt     int64    `json:"updated_at"`
	EditedAt      int64    `json:"edited_at"`        // ms; 0: never since it was published. Shown to readers, unlike UpdatedAt
	Source        string   `json:"source,omitempty"` // where an import took it from: a second run finds it again
	Version       int      `json:"version"`          // raised by each save; a save with an older one is a Conflict

	Rendered
}

// FreePage is a page of its own: /colophon, /uses.
type FreePage struct {
	ID          string `json:"id"`
	Slug        string `json:"slug"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Content     string `json:"content"` // Markdown
	Published   bool   `json:"published"`
	Listed      bool   `json:"listed"` // linked from the footer
	CreatedAt   int64  `json:"created_at"`
	UpdatedAt   int64  `json:"updated_at"`
	Source      string `json:"source,omitempty"`
	Version     int    `json:"version"`

	Rendered
}

// Rendered is what is made from a record's Markdown, once, when it is saved.
type Rendered struct {
	HTML    string    `json:"html"`           // safe
	Plate   string    `json:"plate"`          // the record's picture, when it is a drawing that can stand inline; safe SVG
	TOC     []Heading `json:"toc"`            //
	Words   int       `json:"words"`          //
	Summary string    `json:"summary"`        // the text's first words, for lists whose record has no excerpt
	RenderV int       `json:"render_version"` // of the renderer that made it
}

// Heading is one entry of a table of contents.
type Heading struct {
	Level int    `json:"level"` // 2 or 3
	ID    string `json:"id"`
	Text  string `json:"text"`
}

// Redirect sends an old address to a new one. To == "" means Gone.
type Redirect struct {
	From string `json:"from"` // a path: "/2014/11/18/announcing"
	To   string `json:"to"`   // a path or an absolute URL
	Code int    `json:"code"` // 301, 302, 308 or 410
}

// Media is a stored file. Its address is /media/<Hash>/<Name>.
type Media struct {
	Hash      string `json:"hash"` // first 32 hex digits of the SHA-256 of its bytes
	Name      string `json:"name"`
	Type      string `json:"type"` // sniffed: image/png, image/svg+xml …
	Bytes     int64  `json:"bytes"`
	Width     int    `json:"width"` // pixels; 0 when unknown
	Height    int    `json:"height"`
	Tone      string `json:"tone,omitempty"`     // its colour while it loads, "00" to "63"; "": unknown, or it lets the page shine through
	Animated  bool   `json:"animated,omitempty"` //
	CreatedAt int64  `json:"created_at"`
}

// Address is where the file is served.
func (m Media) Address() string { return "/media/" + m.Hash + "/" + m.Name }

// Term is a tag, a category, a series or a technology, with how many public records carry it.
type Term struct {
	Name  string `json:"name"`
	Slug  string `json:"slug"`
	Count int    `json:"count"`
}
