package card

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"strings"

	"vitrine/app/wire"
)

// layout is the version of what Draw makes of a Card: raise it with any change
// that can be seen, so that every card gets a new address.
const layout = 1

// Card is what a card shows. Every field may be empty.
type Card struct {
	Site   string         // whose site it is
	Kind   string         // "Post"
	Date   string         // "3 Nov 2026"
	Host   string         // "example.com"
	Title  []wire.Segment // claims stand on the accent
	Accent string         // "#0f766e"; "" is the site's own green
	Plate  string         // a drawing in the form that media.SafeDrawing gives
	Seed   string         // names the record: the pattern is made from it
}

// Plain is a title without claims.
func Plain(title string) []wire.Segment { return []wire.Segment{{Text: title}} }

// Hash names what a card looks like: twelve digits that change with anything it
// shows.
func (c Card) Hash() string {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%d %#v", layout, c) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// atOnce is how many cards are drawn at a time. One takes 8 MB and, while it is
// drawn, one core.
const atOnce = 2

// Painter draws cards. Its methods may be called from many goroutines.
type Painter struct {
	shelf *shelf
	slots chan struct{}
}

// New makes a Painter that looks for letters the Go fonts lack in folders, such
// as Folders. It reads nothing before the first card that needs it.
func New(folders []string) *Painter {
	return &Painter{shelf: &shelf{folders: folders}, slots: make(chan struct{}, atOnce)}
}

// Draw gives a card as PNG. It waits for its turn as long as ctx lasts. The
// same card on the same machine is always the same bytes.
func (p *Painter) Draw(ctx context.Context, c Card) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, &wire.Error{Code: wire.Unavailable, Message: "Many cards are being drawn. Try again in a moment.", RetryAfter: 2, Err: ctx.Err()}
	}
	k := newInks(c.Accent)
	d := &drawing{card: c, inks: k, canvas: newCanvas(k.ground), setter: setter{shelf: p.shelf}}
	d.all()
	return d.canvas.png(Width, Height)
}

// Where things stand, in pixels.
const (
	margin  = 64
	label   = 216               // the width of the label column
	object  = 320               // where the object column begins
	right   = Width - margin    // where words end
	top     = margin            // the rules
	first   = top + 38          // the upper edge of the first capitals
	bottom  = Height - edgeRise // where the edge begins
	rule    = 6
	hair    = 2
	under   = 5  // an underline of the edge
	leastUp = 40 // between a title and its drawing
	inset   = 40 // between a case and what is in it

	edgeRise  = 12
	leastCase = 280 // a drawing gets at least this height
)

// drawing is a card on its way.
type drawing struct {
	card   Card
	inks   inks
	canvas *canvas
	setter setter
}

func (d *drawing) all() {
	k := d.inks
	d.canvas.box(0, bottom, Width, Height, k.edge)
	d.label()
	d.canvas.box(object, top, right, top+hair, k.line)

	title := d.setter.letters(d.card.Title, regular())
	plate, drawn := readPlate(d.card.Plate, &d.inks)
	if title == nil {
		if !drawn || !d.exhibit(plate, top) {
			d.pattern(image.Rect(object, top, Width, bottom))
		}
		return
	}
	room, most := bottom-margin+12-first, largest
	if drawn {
		most = withPlate
		room = bottom - leastCase - leastUp - first
	}
	t := d.setter.text(title, tightly)
	size, rows := t.fit(right-object, float64(room), most)
	if drawn {
		lower := float64(first) + size*(capital+below+leading*float64(len(rows)-1))
		if !d.exhibit(plate, int(lower)+leastUp) {
			// Not a drawing for a card: the words get the whole room.
			size, rows = t.fit(right-object, float64(bottom-margin+12-first), largest)
		}
	}
	d.title(t, rows, size, leftward(title))
}

// exhibit puts a drawing in its case, from y to the edge; it reports false, and
// leaves the ground bare, when the drawing cannot be drawn.
func (d *drawing) exhibit(p *plate, y int) bool {
	box := image.Rect(object, y, Width, bottom)
	d.canvas.box(box.Min.X, box.Min.Y, box.Max.X, box.Max.Y, d.inks.sink)
	if err := p.draw(d.canvas, box.Inset(inset)); err != nil {
		d.canvas.box(box.Min.X, box.Min.Y, box.Max.X, box.Max.Y, d.inks.ground)
		return false
	}
	return true
}

// hanging are marks that stand before the column, so that the letters after
// them line up, as far as the gap between the columns allows.
const (
	hanging  = "“„”‘‚’\"'"
	mostHung = 24
)

// title sets the title's rows. Claims stand on the edge, as on the home page.
func (d *drawing) title(t *text, rows []row, size float64, fromRight bool) {
	y := float64(first) + size*capital
	for _, r := range rows {
		line := d.line(t, r, fromRight)
		x := float64(object)
		if len(line) > 0 && strings.ContainsRune(hanging, line[0].r) {
			x -= min(line[0].advance*size, mostHung)
		}
		if fromRight {
			x = right - d.length(line, size, t.track)
		}
		d.words(line, x, y, size, t.track, d.inks.ink)
		y += size * leading
	}
}

// line is a row's letters from left to right.
func (d *drawing) line(t *text, r row, fromRight bool) []letter {
	line := append([]letter{}, t.letters[r.from:r.to]...)
	if r.hyphen || r.dots {
		mark := '-'
		if r.dots {
			mark = ellipsis
		}
		if l, ok := d.setter.letter(regular(), mark); ok {
			line = append(line, l)
		}
	}
	return d.setter.visual(line, fromRight)
}

// length is a line's width in pixels, from its first letter's leftmost point to
// its last one's rightmost.
func (d *drawing) length(line []letter, size, track float64) float64 {
	w := -track
	for i, l := range line {
		if l.r == softHyphen {
			continue
		}
		w += l.advance + track
		if i+1 < len(line) {
			w += d.setter.kern(l, line[i+1])
		}
	}
	if len(line) > 0 {
		before, _ := d.setter.bearing(line[0])
		_, after := d.setter.bearing(line[len(line)-1])
		w -= before + after
	}
	return w * size
}

// words paints a line whose first letter's stem stands at x, on the line y.
func (d *drawing) words(line []letter, x, y, size, track float64, ink rgb) {
	if len(line) == 0 {
		return
	}
	before, _ := d.setter.bearing(line[0])
	x -= before * size
	out := &path{m: identity}
	from := -1.0 // where a claim began
	for i, l := range line {
		if l.claim && from < 0 {
			b, _ := d.setter.bearing(l)
			from = x + b*size
		}
		if l.r != softHyphen {
			d.setter.outline(out, l, x, y, size)
			x += (l.advance + track) * size
			if i+1 < len(line) {
				x += d.setter.kern(l, line[i+1]) * size
			}
		}
		if from >= 0 && (i+1 == len(line) || !line[i+1].claim) {
			line := &path{m: identity}
			line.rect(from, y+size*.115, x-track*size-from, max(3, size*.05))
			d.canvas.fill(line, d.inks.edge, 1, canvasRect)
			from = -1
		}
	}
	d.canvas.fill(out, ink, 1, canvasRect)
}

var canvasRect = image.Rect(0, 0, Width, Height)

// label sets the narrow column: whose, what, when, and where.
func (d *drawing) label() {
	d.canvas.box(margin, top, margin+label, top+rule, d.inks.ink)
	y := float64(first)
	y = d.column(d.card.Site, bold(), 30, y, 3, d.inks.ink)
	y = d.column(d.card.Kind, regular(), 24, y+6, 3, d.inks.soft)
	d.column(d.card.Date, mono(), 21, y+4, 2, d.inks.soft)

	host := d.setter.letters(Plain(d.card.Host), mono())
	size := 20.0
	for d.length(host, size, 0) > label && size > 13 {
		size--
	}
	if w := d.length(host, size, 0); w > 0 && w <= object-margin-16 {
		d.words(host, margin, bottom-32, size, 0, d.inks.ink)
	}
}

// column sets some words of the label from y down and gives where the next
// begin.
func (d *drawing) column(s string, f *face, size, y float64, most int, ink rgb) float64 {
	letters := d.setter.letters(Plain(s), f)
	if letters == nil {
		return y
	}
	t := d.setter.text(letters, loosely)
	chunks := t.chunks()
	// A long name is set smaller before it is parted.
	least := size * .75
	rows, whole := t.rows(chunks, label/size, false)
	for ; !whole && size > least; size-- {
		rows, whole = t.rows(chunks, label/(size-1), false)
	}
	limit := label / size
	if !whole {
		rows, _ = t.rows(chunks, limit, true)
	}
	if len(rows) > most {
		rows = rows[:most]
		rows[most-1] = t.ended(chunks, rows[most-1], limit)
	}
	fromRight := leftward(letters)
	for _, r := range rows {
		y += size * capital
		d.words(d.line(t, r, fromRight), margin, y, size, loosely, ink)
		y += size * (1.32 - capital)
	}
	return y
}
