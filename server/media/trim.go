package media

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void give_back(void) { malloc_trim(0); }
#else
static void give_back(void) {}
#endif
*/
import "C"

import "runtime/debug"

// giveBack returns what pictures took to the system: serving never needs it.
// Go gives its own memory back, and glibc keeps what libwebp has freed (27 MB
// after one screen without loss) until it is told.
func giveBack() {
	debug.FreeOSMemory()
	C.give_back()
}
