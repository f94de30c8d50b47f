"""Planets around a sun, many times over: nbody.go in Python."""

import math
import struct

STEP = 0.01  # years
DAYS_PER_YEAR = 365.24
SOLAR_MASS = 4 * math.pi * math.pi

# Position in astronomical units, velocity in AU a day, and mass in suns: Jupiter, Saturn, Uranus and Neptune.
PLANETS = [
    [4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
     1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04],
    [8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
     -2.76742510726411899e-03, 4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04],
    [1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
     2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05],
    [1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
     2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05],
]


class Body(object):
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.mass = mass


def solar_system(i):
    """The Sun and its planets, these faster by i millionths."""
    speed = DAYS_PER_YEAR * (1 + 1e-6 * i)
    sun = Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SOLAR_MASS)
    system = [sun]
    px = py = pz = 0.0
    for x, y, z, vx, vy, vz, mass in PLANETS:
        b = Body(x, y, z, vx * speed, vy * speed, vz * speed, mass * SOLAR_MASS)
        system.append(b)
        px += b.vx * b.mass
        py += b.vy * b.mass
        pz += b.vz * b.mass
    # The Sun moves so that the whole stands still.
    sun.vx = -px / SOLAR_MASS
    sun.vy = -py / SOLAR_MASS
    sun.vz = -pz / SOLAR_MASS
    return system


def advance(system, pairs, dt):
    for a, b in pairs:
        dx = a.x - b.x
        dy = a.y - b.y
        dz = a.z - b.z
        d2 = dx * dx + dy * dy + dz * dz
        pull = dt / (d2 * math.sqrt(d2))
        a.vx -= dx * b.mass * pull
        a.vy -= dy * b.mass * pull
        a.vz -= dz * b.mass * pull
        b.vx += dx * a.mass * pull
        b.vy += dy * a.mass * pull
        b.vz += dz * a.mass * pull
    for b in system:
        b.x += dt * b.vx
        b.y += dt * b.vy
        b.z += dt * b.vz


def nearest(x):
    """The whole number nearest to x; of two, the one farther from zero. (What round does has changed since Python 2.)"""
    whole = int(math.floor(abs(x)))
    if abs(x) - whole >= 0.5:
        whole += 1
    return whole if x > 0 else -whole


def energy(system):
    """The sum of kinetic and potential energy, in whole billionths."""
    e = 0.0
    for i, a in enumerate(system):
        e += a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz) / 2
        for b in system[i + 1:]:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            e -= a.mass * b.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    return nearest(e * 1e9)


def follow(steps, lo, hi):
    """In billionths: system 0's energy before and after (0 where the range does not hold it), and the sums over the range
    before and after."""
    words = [0, 0, 0, 0]
    for i in range(lo, hi):
        system = solar_system(i)
        pairs = [(a, b) for k, a in enumerate(system) for b in system[k + 1:]]
        before = energy(system)
        for _ in range(steps):
            advance(system, pairs, STEP)
        after = energy(system)
        if i == 0:
            words[0] = before
            words[1] = after
        words[2] += before
        words[3] += after
    return words


def run(args, round, state, lo, hi):
    return b"".join([struct.pack("<q", word) for word in follow(args["steps"], lo, hi)])


if __name__ == "__main__":
    print(follow(1000, 0, 1))
