package web

import (
	"encoding/binary"
	"fmt"
	"net/http"

	"vitrine/server/card"
)

// iconSizes are the sides of the owner's sign as PNG: 180 is Apple's, 192 and
// 512 are what a web app is installed with.
var iconSizes = []int{180, 192, 512}

// icoSize is the side of the picture in /favicon.ico: search engines show no
// smaller one.
const icoSize = 48

// addIcons lists the owner's sign and the colours that go with it.
func (b *bundle) addIcons(mark *card.Mark, accent string) error {
	b.links.Icon = b.add("icon.svg", typeSVG, mark.SVG())
	b.icons = map[int]string{}
	for _, size := range iconSizes {
		png, err := mark.PNG(size)
		if err != nil {
			return err
		}
		b.icons[size] = b.add(fmt.Sprintf("icon-%d.png", size), "image/png", png)
	}
	b.links.Touch = b.icons[180]
	b.links.Light, b.links.Dark = card.Grounds(accent)
	png, err := mark.PNG(icoSize)
	if err != nil {
		return err
	}
	b.favicon = encode(ico(png, icoSize), "image/x-icon")
	return nil
}

// ico wraps one PNG as a Windows icon, which every reader of that format since
// 2007 takes.
func ico(png []byte, size int) []byte {
	const header = 6 + 16
	out := []byte{0, 0, 1, 0, 1, 0, byte(size), byte(size), 0, 0, 1, 0, 32, 0}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(png)))
	out = binary.LittleEndian.AppendUint32(out, header)
	return append(out, png...)
}

// ico answers GET /favicon.ico. Feed readers and search engines ask there
// without reading a page; a redirect to the SVG would give most of them nothing.
func (s *Server) ico(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Cache-Control"] = cacheIcon
	send(w, r, s.look.Load().bundle.favicon)
	return nil
}
