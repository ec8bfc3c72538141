// Package main uses a small C library the ways cgo code does: some of its
// functions only look at Go memory, some keep it, some call back.
package main

/*
#cgo noescape packet_checksum
#cgo nocallback packet_checksum
#include "packet.h"

static uint32_t packet_first(const uint8_t *data, size_t n) { return n ? data[0] : 0; }

typedef const uint8_t const_byte; // Go cannot spell const
extern void packetRecord(void *ctx, const_byte *record, size_t n);
static int packet_each(const uint8_t *data, size_t n, void *ctx) {
	return packet_records(data, n, packetRecord, ctx);
}
*/
import "C"

import (
	"fmt"
	"runtime"
	"runtime/cgo"
	"unsafe"
)

//export packetDamaged
func packetDamaged(want, got C.uint32_t) {
	fmt.Printf("damaged: want %08x, got %08x\n", uint32(want), uint32(got))
}

//export packetRecord
func packetRecord(ctx unsafe.Pointer, record *C.const_byte, n C.size_t) {
	names := (*(*cgo.Handle)(ctx)).Value().(*[]string)
	*names = append(*names, C.GoStringN((*C.char)(unsafe.Pointer(record)), C.int(n)))
}

func ptr(b []byte) (*C.uint8_t, C.size_t) {
	return (*C.uint8_t)(unsafe.SliceData(b)), C.size_t(len(b))
}

func main() {
	data, n := ptr([]byte("aaaabbbccd"))
	fmt.Printf("checksum %08x, first %c\n", uint32(C.packet_checksum(data, n)), rune(C.packet_first(data, n)))

	packed, room := ptr(make([]byte, 64))
	used := C.packet_encode(packed, room, data, n)
	plain, space := ptr(make([]byte, 64))
	fmt.Printf("encoded in %d bytes, decoded to %d\n", int(used), int(C.packet_decode(plain, space, packed, used)))

	// What C keeps must stay where it is until C forgets it.
	secret, length := ptr([]byte("secret"))
	var pin runtime.Pinner
	defer pin.Unpin()
	pin.Pin(secret)
	C.packet_set_secret(secret, length)
	fmt.Printf("signed %08x\n", uint32(C.packet_sign(data, n)))
	C.packet_set_secret(nil, 0)

	reader := new(C.packet_reader)
	pin.Pin(data) // packet_open keeps it in *reader
	C.packet_open(reader, data, n)
	fmt.Printf("read %d bytes\n", int(C.packet_read(reader, plain, 4)))

	var names []string
	handle := cgo.NewHandle(&names)
	defer handle.Delete()
	records, size := ptr([]byte("\x03one\x03two\x05three"))
	C.packet_each(records, size, unsafe.Pointer(&handle))
	fmt.Println("records", names)

	broken, size := ptr([]byte("\x00\x00\x00\x00body"))
	fmt.Println("body is inside:", C.packet_body(broken, size) != nil, "verified:", C.packet_verify(broken, size) != 0)
}
