// Package e2e holds the tests that run the whole program with a real browser.
package e2e
