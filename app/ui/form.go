package ui

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Field is one line or, with Rows, several that a visitor fills: its label above,
// and what is wrong with it below, in words that are read out with it.
type Field struct {
	ID       string // of the element; its error's is ID-error
	Name     string // in the form
	Label    string
	Type     string // of an input: text, email
	Complete string // what browsers may fill in: name, email; "" is off
	Most     int    // characters
	Rows     int    // 0: an input
	Focus    bool   // takes the focus when the page opens
	Field    wire.FormField
}

// UI draws the field. It is required: there is no other kind yet.
func (f Field) UI() goapp.UI {
	complete := f.Complete
	if complete == "" {
		complete = "off"
	}
	// Words may be of any script, whatever the page's.
	var control goapp.UI
	if f.Rows > 0 {
		t := goapp.Textarea().Class("input").ID(f.ID).Name(f.Name).Rows(f.Rows).Required(true).MaxLength(f.Most).
			Dir("auto").AutoFocus(f.Focus).Text(f.Field.Value)
		if f.Field.Error != "" {
			t.Aria("invalid", "true").Aria("describedby", f.ID+"-error")
		}
		control = t
	} else {
		i := goapp.Input().Class("input").ID(f.ID).Name(f.Name).Type(f.Type).Required(true).MaxLength(f.Most).
			Attr("autocomplete", complete).Dir("auto").AutoFocus(f.Focus).Value(f.Field.Value)
		if f.Field.Error != "" {
			i.Aria("invalid", "true").Aria("describedby", f.ID+"-error")
		}
		control = i
	}
	parts := []goapp.UI{goapp.Label().For(f.ID).Text(f.Label), control}
	if f.Field.Error != "" {
		parts = append(parts, goapp.P().Class("error").ID(f.ID+"-error").Text(f.Field.Error))
	}
	return goapp.Div().Class("field").Body(parts...)
}

// ContactForm is the form by which visitors write to the owner. It is sent by the
// browser itself, with script and without. After a refusal the focus is on the
// first thing to put right.
func ContactForm(form wire.ContactForm) goapp.UI {
	name := Field{ID: "contact-name", Name: "name", Label: "Your name", Type: "text", Complete: "name", Most: wire.MaxContactName, Field: form.Name}
	email := Field{ID: "contact-email", Name: "email", Label: "Your mail address", Type: "email", Complete: "email", Most: wire.MaxEmail, Field: form.Email}
	message := Field{ID: "contact-message", Name: "message", Label: "Message", Most: wire.MaxContactMessage, Rows: 7, Field: form.Message}
	send := goapp.Button().Type("submit").Class("btn main").Text("Send")
	switch {
	case form.Name.Error != "":
		name.Focus = true
	case form.Email.Error != "":
		email.Focus = true
	case form.Message.Error != "":
		message.Focus = true
	case form.Problem != "":
		send.AutoFocus(true)
	}
	parts := []goapp.UI{name.UI(), email.UI(), message.UI(), trap()}
	if form.Token != "" {
		parts = append(parts, goapp.Input().Type("hidden").Name("token").Value(form.Token))
	}
	if form.Problem != "" {
		// Beside the button, which has the focus: on a telephone the top is out of sight.
		parts = append(parts, goapp.P().Class("error").ID("contact-problem").Role("alert").Text(form.Problem))
		send.Aria("describedby", "contact-problem")
	}
	parts = append(parts, goapp.P().Class("sending").Body(send, goapp.Text(" "),
		goapp.A().Href("/privacy").Text("What is stored")))
	return goapp.Form().Class("form").Method("post").Action("/contact").Body(parts...)
}

// trap is a field that people neither see nor reach, and robots fill.
func trap() goapp.UI {
	return goapp.Div().Class("trap").Aria("hidden", "true").Body(
		goapp.Label().For("contact-homepage").Text("Leave this empty"),
		goapp.Input().ID("contact-homepage").Name("homepage").Type("text").TabIndex(-1).Attr("autocomplete", "off"),
	)
}
