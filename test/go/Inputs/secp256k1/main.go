package main

import (
	"bytes"
	"fmt"

	"github.com/ethereum/go-ethereum/crypto/secp256k1"
)

func main() {
	key, hash := bytes.Repeat([]byte{7}, 32), bytes.Repeat([]byte{9}, 32)
	x, y := secp256k1.S256().ScalarBaseMult(key)
	public := secp256k1.S256().Marshal(x, y)
	sig, err := secp256k1.Sign(hash, key)
	recovered, err2 := secp256k1.RecoverPubkey(hash, sig)
	fmt.Println(bytes.Equal(public, recovered), secp256k1.VerifySignature(public, hash, sig[:64]), err, err2)
	sig[3] ^= 1
	fmt.Println(secp256k1.VerifySignature(public, hash, sig[:64]))
}
