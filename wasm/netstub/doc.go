// Package netstub holds stand-ins for the standard packages that the component
// library names and a browser never uses: net/http (its server side), regexp
// (its routes by pattern) and the ciphers of its encrypted storage. Builds of
// the client replace the real ones by the go command's -overlay, see Overlay;
// that takes the smallest client from 1.41 to 0.91 MB of brotli.
//
// The stand-ins are ordinary packages, so that vet and the compiler read them
// in every native build too. They do nothing: whatever would need the real
// package fails at once and says so.
package netstub
