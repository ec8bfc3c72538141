package a
// #cgo nocallback f 
// static int f(void) { return 0; }
import "C"

var x = C.f()
