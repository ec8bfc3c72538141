package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/DataDog/zstd"
)

func main() {
	text := bytes.Repeat([]byte("a fast way to say the same again. "), 1000)
	packed, err := zstd.CompressLevel(nil, text, 9)
	plain, err2 := zstd.Decompress(nil, packed)
	fmt.Println(len(packed) < len(text)/10, bytes.Equal(plain, text), err, err2)

	var stream bytes.Buffer
	w := zstd.NewWriter(&stream)
	w.Write(text)
	w.Close()
	r := zstd.NewReader(&stream)
	plain, err = io.ReadAll(r)
	r.Close()
	fmt.Println(bytes.Equal(plain, text), err)
}
