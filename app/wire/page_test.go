package wire_test

import (
	"errors"
	"io"
	"reflect"
	"testing"

	"vitrine/app/wire"
)

var htmlType = reflect.TypeFor[wire.HTML]()

// fill gives every fragment below v a body, making what is nil on the way.
func fill(v reflect.Value) {
	switch {
	case v.Type() == htmlType:
		v.Set(reflect.ValueOf(wire.HTML{ID: "id", Body: "<p>body</p>"}))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

// bodies calls found with the path of every fragment that has a body.
func bodies(v reflect.Value, path string, found func(path string)) {
	switch {
	case v.Type() == htmlType:
		if v.Interface().(wire.HTML).Body != "" {
			found(path)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		bodies(v.Elem(), path, found)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			bodies(v.Index(i), path, found)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			bodies(v.Field(i), path+"."+v.Type().Field(i).Name, found)
		}
	}
}

// TestSlim finds a fragment that a new kind of page forgot: it would travel twice.
func TestSlim(t *testing.T) {
	var p wire.Page
	fill(reflect.ValueOf(&p).Elem())
	bodies(reflect.ValueOf(p.Slim()), "Page", func(path string) { t.Errorf("Slim leaves the body of %s", path) })
	before := 0
	bodies(reflect.ValueOf(p), "Page", func(string) { before++ })
	if before < 8 {
		t.Errorf("Slim changed the page it was called on, or the test fills too little: %d fragments", before)
	}
}

func TestErrors(t *testing.T) {
	cause := io.ErrUnexpectedEOF
	err := error(wire.Errorf(wire.TooLarge, "the file is too large: %w", cause))
	if wire.CodeOf(err) != wire.TooLarge || !errors.Is(err, cause) || wire.TooLarge.Status() != 413 {
		t.Errorf("code %s, status %d, cause kept %v", wire.CodeOf(err), wire.TooLarge.Status(), errors.Is(err, cause))
	}
	if wire.CodeOf(nil) != "" || wire.CodeOf(cause) != wire.Internal || wire.Code("new").Status() != 500 {
		t.Error("an error that is not ours must be internal, and no error no code")
	}
}
