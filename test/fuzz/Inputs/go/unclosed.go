package a

/* never closed
#cgo noescape f
import "C"
func x() { C.f("unterminated
