// Package config is one table of settings. From it come the flags, their
// VITRINE_* twins in the environment, the _FILE forms of secrets, the help, the
// README's section and what `vitrine config print` shows.
//
// A flag wins over the environment, the environment over a file, a file over
// the default. Every bad value is reported, all of them at once, each with its
// name, its value and what would be right.
package config
