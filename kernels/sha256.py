"""Proof of work, a hash with leading zeros: sha256.go in Python. The hash is written out, as it is there: hashlib's would be
another program."""

import struct

TEXT = "Hello, world!"
NONE = (1 << 63) - 1
MASK = 0xFFFFFFFF  # words have 32 bits, and Python's numbers any

# The first 32 bits of the fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64.
START = [
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
]
ROUND = [
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
]


def sha256_short(text):
    """The SHA-256 of a text of at most 55 letters, which with its padding fills a single block, as eight words."""
    block = [ord(letter) for letter in text] + [0x80]
    block += [0] * (62 - len(block)) + [8 * len(text) >> 8, 8 * len(text) & 0xFF]

    w = [0] * 64
    for i in range(16):
        w[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3]
    # A word turned right by k bits is w >> k | w << (32 - k); what then stands above its 32 bits, MASK takes away.
    for i in range(16, 64):
        a = w[i - 15]
        b = w[i - 2]
        s = ((a >> 7 | a << 25) ^ (a >> 18 | a << 14) ^ (a >> 3)) & MASK
        t = ((b >> 17 | b << 15) ^ (b >> 19 | b << 13) ^ (b >> 10)) & MASK
        w[i] = (w[i - 16] + w[i - 7] + s + t) & MASK
    a, b, c, d, e, f, g, h = START[0], START[1], START[2], START[3], START[4], START[5], START[6], START[7]
    for i in range(64):
        s = ((e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)) & MASK
        t = h + ROUND[i] + w[i] + ((e & f) ^ (~e & g)) + s
        s = ((a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)) & MASK
        u = ((a & b) ^ (a & c) ^ (b & c)) + s
        a, b, c, d, e, f, g, h = (t + u) & MASK, a, b, c, (d + t) & MASK, e, f, g
    return [(x + y) & MASK for x, y in zip(START, [a, b, c, d, e, f, g, h])]


def search(bits, lo, hi):
    """The smallest number in the range whose hash begins with so many zero bits, or the largest word if there is none."""
    best = NONE
    for nonce in range(lo, hi):
        if sha256_short(TEXT + str(nonce))[0] >> (32 - bits) == 0 and nonce < best:
            best = nonce
    return best


def run(args, round, state, lo, hi):
    return struct.pack("<q", search(args["bits"], lo, hi))


if __name__ == "__main__":
    print(search(16, 4000, 4300))
