package site

import (
	"context"

	"vitrine/app/wire"
)

// contactPath is where the form is.
const contactPath = "/contact"

// Contact is the page with the form as it was filled, or, after it was sent, the
// one that says thanks. It is made for one visitor and must not be kept.
func (b *Builder) Contact(ctx context.Context, form wire.ContactForm, sent bool) (wire.Page, error) {
	f, err := b.frame(ctx, contactPath, contactPath)
	if err != nil {
		return wire.Page{}, err
	}
	p := f.profile
	page := &wire.ContactPage{Name: p.Name, Contact: contact(p), Form: form, Sent: sent}
	f.Kind, f.Page.Contact = wire.KindContact, page
	wrong := form.Problem+form.Name.Error+form.Email.Error+form.Message.Error != ""
	switch {
	case sent:
		f.title("Thank you", "Your message is here.")
		f.Path = contactPath + "?sent=1"
	case wrong:
		f.title("Not sent yet", "Something in the form is to be put right.")
	default:
		f.title("Contact", "Write to "+p.Name+".")
	}
	f.Head.NoIndex = sent || wrong
	return f.Page, nil
}
