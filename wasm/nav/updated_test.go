package nav_test

import (
	"testing"

	"vitrine/wasm/nav"
)

func TestUpdatedIsSaidOnceForABuild(t *testing.T) {
	for _, tt := range []struct {
		name            string
		left, now, said string
		want            bool
	}{
		{"an ordinary load", "", "b2", "", false},
		{"the first document of another build", "b1", "b2", "", true},
		{"a cache gave the old document again", "b1", "b1", "", false},
		{"and then the new one", "b1", "b2", "b2", false},
		{"a third build", "b2", "b3", "b2", true},
	} {
		if got := nav.Updated(tt.left, tt.now, tt.said); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
