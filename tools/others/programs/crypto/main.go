// Crypto derives keys, hashes, encrypts and signs (golang.org/x/crypto).
package main

import (
	"crypto/sha256"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/pbkdf2"
	"golang.org/x/crypto/scrypt"
	"golang.org/x/crypto/sha3"

	"others/work"
)

func main() {
	r := work.NewRandom(8)
	text := make([]byte, 1<<20)
	for i := range text {
		text[i] = byte(r.Next())
	}
	work.Do(func() ([]byte, error) {
		out := argon2.IDKey(text[:16], text[16:32], 1, 4<<10, 1, 32)
		derived, err := scrypt.Key(text[:16], text[32:48], 1<<11, 8, 1, 32)
		if err != nil {
			return nil, err
		}
		out = append(append(out, derived...), pbkdf2.Key(text[:16], text[48:64], 5000, 32, sha256.New)...)
		hash := blake2b.Sum512(text)
		sponge := sha3.Sum256(text)
		out = append(append(out, hash[:]...), sponge[:]...)
		cipher, err := chacha20poly1305.NewX(out[:32])
		if err != nil {
			return nil, err
		}
		sealed := cipher.Seal(nil, out[:chacha20poly1305.NonceSizeX], text, nil)
		out = append(out, sealed[len(sealed)-16:]...)
		point := curve25519.Basepoint
		for range 20 {
			if point, err = curve25519.X25519(out[:32], point); err != nil {
				return nil, err
			}
		}
		return append(out, point...), nil
	})
}
