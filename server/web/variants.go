package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vitrine/app/wire"
	"vitrine/server/media"
)

var varyAccept = []string{"Accept"}

// forms are what f_… may say, and the files it means in their order. There is
// no encoder of AVIF: f_avif is not found, and f_auto never gives it.
var forms = map[string][]media.Form{
	"auto": {media.JPEG, media.PNG},
	"webp": {media.WebP},
	"jpeg": {media.JPEG},
	"png":  {media.PNG},
}

// variantOf reads "w_640,q_75,f_auto": a listed width, the one quality and a
// form. Nothing else is an address, so that nobody can have the server make or
// keep a thousand forms of one picture.
func variantOf(name string) (width int, form string, ok bool) {
	rest, isWidth := strings.CutPrefix(name, "w_")
	digits, rest, _ := strings.Cut(rest, ",")
	form, isForm := strings.CutPrefix(rest, "q_75,f_")
	width, err := strconv.Atoi(digits)
	ok = isWidth && isForm && err == nil && digits == strconv.Itoa(width) &&
		slices.Contains(wire.VariantWidths[:], width) && forms[form] != nil
	return width, form, ok
}

// variant serves a picture at a width: GET /media/<hash>/w_<width>,q_75,f_<form>.
// Until its variants are made the original stands in, which nobody may keep.
func (s *Server) variant(w http.ResponseWriter, r *http.Request) error {
	hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/media/"), "/")
	width, form, ok := variantOf(name)
	if !ok {
		return wire.Errorf(wire.NotFound, "There is no such file.")
	}
	h := w.Header()
	wanted := forms[form]
	if form == "auto" {
		h["Vary"] = varyAccept
		if acceptsWebP(r.Header["Accept"]) {
			wanted = append([]media.Form{media.WebP}, wanted...)
		}
	}
	v, err := s.o.Media.Variant(r.Context(), hash, width, form == "auto", wanted...)
	if err != nil {
		return err
	}
	defer v.File.Close()
	h["Cache-Control"] = cacheNever
	if v.Final {
		h["Cache-Control"] = cacheForever
		h.Set("ETag", `"`+v.Tag+`"`)
	}
	h["Content-Security-Policy"] = filePolicyList
	h["Cross-Origin-Resource-Policy"] = crossOrigin // feeds show it in their readers
	h.Set("Content-Type", v.Type)
	http.ServeContent(w, r, "", time.Time{}, v.File)
	return nil
}

// acceptsWebP says that a client names WebP among what it takes. "image/*" is
// what browsers say that are too old for it.
func acceptsWebP(accept []string) bool {
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			kind, params, _ := strings.Cut(part, ";")
			if strings.EqualFold(strings.TrimSpace(kind), "image/webp") && weight(params) > 0 {
				return true
			}
		}
	}
	return false
}
