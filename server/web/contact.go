package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"vitrine/app/wire"
	"vitrine/server/contact"
	"vitrine/server/site"
	"vitrine/server/ssr"
)

// contactForm is the page with the form and the two ways to send it. Nothing of it
// touches the page cache: each page carries a token of its own.
type contactForm struct {
	s      *Server
	desk   *contact.Desk
	origin *http.CrossOriginProtection
}

// newContactForm makes the form of a server whose base URL is base.
func newContactForm(s *Server, desk *contact.Desk) (*contactForm, error) {
	origin := http.NewCrossOriginProtection()
	// Behind a proxy that writes its own Host, browsers still say this origin.
	return &contactForm{s, desk, origin}, origin.AddTrustedOrigin(s.o.BaseURL.String())
}

// serve is /contact: GET gives the form, POST sends it.
func (f *contactForm) serve(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodPost {
		return f.send(w, r)
	}
	form, sent := wire.ContactForm{Token: f.desk.Token()}, r.URL.Query().Get("sent") == "1"
	return f.show(w, r, http.StatusOK, form, sent)
}

// props is the page for the browser client.
func (f *contactForm) props(w http.ResponseWriter, r *http.Request) error {
	p, err := f.s.look.Load().site.Contact(r.Context(), wire.ContactForm{Token: f.desk.Token()}, false)
	if err != nil {
		return err
	}
	b, err := json.Marshal(p)
	if err != nil {
		return wire.Errorf(wire.Internal, "the page could not be encoded: %w", err)
	}
	writeBody(w, r, http.StatusOK, typeJSON, b)
	return nil
}

// send takes a form as browsers post it. A refusal is the form again, with every
// word that was typed.
func (f *contactForm) send(w http.ResponseWriter, r *http.Request) error {
	if err := f.allowed(r, "application/x-www-form-urlencoded"); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, wire.MaxContactBody)
	if err := r.ParseForm(); err != nil {
		return unreadable(err, "The form could not be read. Please send it from its page.")
	}
	in := r.PostForm
	m := wire.ContactMessage{Name: in.Get("name"), Email: in.Get("email"), Message: in.Get("message"),
		Homepage: in.Get("homepage"), Token: in.Get("token")}
	err := f.desk.Accept(r.Context(), network(ClientAddress(r, f.s.o.TrustedProxies)), m)
	if err == nil {
		w.Header().Set("Location", "/contact?sent=1")
		w.Header()["Cache-Control"] = cacheNever
		w.WriteHeader(http.StatusSeeOther)
		return nil
	}
	form := wire.ContactForm{Token: f.desk.Renew(m.Token),
		Name: wire.FormField{Value: m.Name}, Email: wire.FormField{Value: m.Email}, Message: wire.FormField{Value: m.Message}}
	var faults contact.Faults
	if errors.As(err, &faults) {
		form.Name.Error, form.Email.Error, form.Message.Error = faults.Of("name"), faults.Of("email"), faults.Of("message")
		return f.show(w, r, faults[0].Code.Status(), form, false)
	}
	problem := f.s.told(r, err)
	if form.Problem = problem.Message; problem.Reference != "" {
		form.Problem += " The reference is " + problem.Reference + "."
	}
	if problem.RetryAfter > 0 {
		w.Header().Set("Retry-After", decimal(problem.RetryAfter))
	}
	return f.show(w, r, problem.Code.Status(), form, false)
}

// told is what a visitor may see of an error; a fault of ours goes to the log,
// under the reference they get.
func (s *Server) told(r *http.Request, err error) *wire.Error {
	problem := visible(err)
	if problem.Code.Status() >= http.StatusInternalServerError {
		problem.Reference = reference()
		s.o.Log.Error("a request failed", "reference", problem.Reference, "method", r.Method, "path", r.URL.Path, "error", err)
	}
	return problem
}

func (f *contactForm) show(w http.ResponseWriter, r *http.Request, status int, form wire.ContactForm, sent bool) error {
	l := f.s.look.Load()
	p, err := l.site.Contact(r.Context(), form, sent)
	if err != nil {
		return err
	}
	p.Status = status
	var b bytes.Buffer
	if err := ssr.Document(&b, p, l.bundle.links); err != nil {
		return err
	}
	body := b.Bytes()
	h := w.Header()
	h["Vary"] = varyEncoding
	if choose(r.Header["Accept-Encoding"], false, true) == gzipped {
		h["Content-Encoding"] = inGzip
		body = compressGzip(body)
	}
	writeBody(w, r, status, typeHTML, body)
	return nil
}

// api takes a message as JSON: POST /api/contact.
func (f *contactForm) api(w http.ResponseWriter, r *http.Request) error {
	if err := f.allowed(r, "application/json"); err != nil {
		return err
	}
	in := json.NewDecoder(http.MaxBytesReader(w, r.Body, wire.MaxContactBody))
	in.DisallowUnknownFields()
	var m wire.ContactMessage
	const want = `Send one JSON object with the texts "name", "email" and "message".`
	if err := in.Decode(&m); err != nil {
		return unreadable(err, want)
	}
	if _, err := in.Token(); err != io.EOF {
		return unreadable(err, want)
	}
	if err := f.desk.Accept(r.Context(), network(ClientAddress(r, f.s.o.TrustedProxies)), m); err != nil {
		return err
	}
	writeBody(w, r, http.StatusOK, typeJSON, []byte(`{"sent":true}`+"\n"))
	return nil
}

// allowed refuses what another site made a visitor's browser send, and bodies of
// another kind: those that need no permission to be sent across sites among them.
func (f *contactForm) allowed(r *http.Request, kind string) error {
	if err := f.origin.Check(r); err != nil {
		return &wire.Error{Code: wire.Forbidden, Message: "This form takes messages from pages of this site only.", Err: err}
	}
	if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != kind {
		return &wire.Error{Code: wire.Invalid, Message: "Send the message as " + kind + ".", Err: err}
	}
	return nil
}

// unreadable is the error for a body that cannot be read; too long ones say so.
func unreadable(err error, message string) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return &wire.Error{Code: wire.TooLarge, Message: "That is more than this address takes: at most " + decimal(int(long.Limit)) + " bytes.", Err: err}
	}
	return &wire.Error{Code: wire.Invalid, Message: message, Err: err}
}

// privacy is what /privacy says of this server.
func (s *Server) privacy(desk *contact.Desk) site.Privacy {
	return site.Privacy{Mails: desk.Mails(), Keep: desk.Keep(), Remembered: contact.Remembered, Proxy: len(s.o.TrustedProxies) > 0, Debug: s.o.RequestsAtDebug}
}
