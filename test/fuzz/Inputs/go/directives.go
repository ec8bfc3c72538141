// Package seeds has what cgo reads: a preamble with directives, names, and calls in every position.
package seeds

/*
#cgo CFLAGS: -DX="a b" -I${SRCDIR}/include
#cgo linux,!arm64 LDFLAGS: -lz
#cgo noescape f
#cgo nocallback f
#cgo noescape g
#include <stdlib.h>

typedef struct { int *p; char name[8]; } T;
enum K { A, B };
static int f(const T *t, int n) { return t->p[n]; }
static void g(void *p) { free(p); }
*/
import "C"

import (
	. "fmt"
	u "unsafe"
)

//export goBack
func goBack(n C.int, p u.Pointer) (C.long, error) { return C.long(n), nil }

func calls(b []byte, s string) {
	t := C.T{p: (*C.int)(u.Pointer(&b[0]))}
	if n, err := C.f(&t, C.int(len(b))); err != nil || n > C.A {
		Println(`raw "C.f(" text`, "C.g(\"", 'C', '\'', s[1:len(s)-1])
	}
	defer C.g(u.Pointer(C.CString(s)))
	go func(p *C.struct_T) { C.g(u.Pointer(p)) }(nil)
	_ = map[string]func(*C.T, C.int) C.int{"f": func(t *C.T, n C.int) C.int { return C.f(t, n) }}
	_ = C.sizeof_T + C.enum_K(C.B) /* C.f(nil) */ // C.g(nil)
}
