// Package mail hands stored messages to a mail server, which brings them to the
// owner. One call is one try; whoever calls tries again.
package mail
