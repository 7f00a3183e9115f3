package web

import (
	"fmt"

	"vitrine/server/card"
)

// accentCSS turns the owner's colour ("#0f766e") into the three numbers that
// the stylesheet's tokens are made from. What is not a colour gives none, and
// the stylesheet's own accent stays.
func accentCSS(hex string) string {
	l, c, h, ok := card.Oklch(hex)
	if !ok {
		return ""
	}
	return fmt.Sprintf("@layer tokens{:root{--accent-l:%.4f;--accent-c:%.4f;--accent-h:%.2f}}\n", l, c, h)
}
