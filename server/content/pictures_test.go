package content_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/content"
)

// TestATonePutInLaterIsTheRenderersOwn: a large picture is decoded after texts
// with it were saved. What its tone makes of them is what rendering them again
// would, and nobody's version changes.
func TestATonePutInLaterIsTheRenderersOwn(t *testing.T) {
	s := open(t)
	m := image.NewGray(image.Rect(0, 0, 2000, 1200))
	for i := range m.Pix {
		m.Pix[i] = uint8(i*7919>>7) & 31
	}
	m.SetGray(0, 0, color.Gray{255})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	address := s.upload(t, "a.jpg", b.String())
	text := "![It's \"<img src=\"" + address + "\"](" + address + ")\n\n`<img src=\"" + address + "\">` and <b>&lt;img src=\"" + address + "\"</b>\n\nx ![](" + address + ") y"
	before := s.post(t, wire.Post{Title: "A", Content: text, Published: true, PublishedAt: 1})
	if _, _, err := s.SaveProfile(t.Context(), wire.Profile{Name: "Ada", Long: text, Contact: "![](" + address + ")"}); err != nil {
		t.Fatal(err)
	}
	revision := s.Revision()
	info, _ := s.media.Info(t.Context(), address)
	if info.Tone != "" || strings.Contains(before.HTML, "tone-") {
		t.Fatalf("the tone was known too early: %q", info.Tone)
	}
	if err := s.media.MakeVariants(t.Context(), info.Hash); err != nil {
		t.Fatal(err)
	}
	s.run(t)
	eventually(t, "the new revision", func() bool { return s.Revision() != revision })
	after, err := s.store.Post(t.Context(), before.Slug)
	if err != nil {
		t.Fatal(err)
	}
	again, err := content.NewRenderer(s.media).Render(t.Context(), text)
	if err != nil || after.HTML != again.HTML || strings.Count(after.HTML, `class="tone-`) != 2 {
		t.Errorf("it became\n%s\nand rendered again is\n%s\n%v", after.HTML, again.HTML, err)
	}
	if after.Version != before.Version || after.UpdatedAt != before.UpdatedAt {
		t.Errorf("version %d became %d", before.Version, after.Version)
	}
	p, err := s.store.Profile(t.Context())
	if err != nil || p.LongHTML != again.HTML || !strings.Contains(p.ContactHTML, `<img class="tone-`) || p.Long != text {
		t.Errorf("the profile: %v\n%s\n%s", err, p.LongHTML, p.ContactHTML)
	}
}
