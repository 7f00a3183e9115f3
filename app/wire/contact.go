package wire

// KindContact is the page with the form; Page.Contact is its value.
const KindContact Kind = "contact"

// Limits on what a visitor writes in the contact form.
const (
	MaxContactName    = 120      // characters
	MaxEmail          = 254      // bytes: the longest address SMTP can carry (RFC 5321, 4.5.3.1.3)
	MaxContactMessage = 5000     // characters
	MaxContactBody    = 64 << 10 // bytes of a whole request: 5,000 characters of any script, escaped, are less
)

// ContactMessage is what a visitor sends: the fields of the form, and the same
// as JSON.
type ContactMessage struct {
	Name    string `json:"name"`
	Email   string `json:"email"`
	Message string `json:"message"`
	// Homepage is the field that people do not see: who fills it is a robot.
	Homepage string `json:"homepage,omitempty"`
	// Token says when the form was asked for and makes sending it twice
	// harmless. A form that stands in a page everybody shares has none.
	Token string `json:"token,omitempty"`
}

// Message is a stored one.
type Message struct {
	ID        string   `json:"id"` // UUIDv7
	Name      string   `json:"name"`
	Email     string   `json:"email"`
	Message   string   `json:"message"`
	Marks     []string `json:"marks"`      // what about it looks like spam; empty mostly
	CreatedAt int64    `json:"created_at"` // ms since 1970, UTC
	MailedAt  int64    `json:"mailed_at"`  // 0: not yet, or nobody is mailed
}

// ContactPage is /contact.
type ContactPage struct {
	Name    string      `json:"name"` // of the owner
	Contact Contact     `json:"contact"`
	Form    ContactForm `json:"form"`
	Sent    bool        `json:"sent,omitempty"` // says thanks in place of the form
}

// ContactForm is the form with what was typed and what is wrong with it.
type ContactForm struct {
	Problem string    `json:"problem,omitempty"` // about the whole
	Name    FormField `json:"name,omitzero"`
	Email   FormField `json:"email,omitzero"`
	Message FormField `json:"message,omitzero"`
	Token   string    `json:"token,omitempty"`
}

// FormField is one field as it was typed, with what is wrong in words.
type FormField struct {
	Value string `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}
