// Package contact takes what visitors write to the owner: it checks, bounds and
// stores it, and puts the mail that tells the owner into the queue.
//
// A message is refused in words or stored; none is dropped silently. What looks
// like spam is stored with marks that say why. Of the visitor's address only a
// limiter in memory knows, and only until the limit has passed.
package contact
