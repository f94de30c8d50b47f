// Planets around a sun, many times over: nbody.go in JavaScript.

const STEP = 0.01; // years
const DAYS_PER_YEAR = 365.24;
const SOLAR_MASS = 4 * Math.PI * Math.PI;

// Position in astronomical units, velocity in AU a day, and mass in suns: Jupiter, Saturn, Uranus and Neptune.
const PLANETS = [
  [
    4.8414314424647209, -1.16032004402742839, -1.03622044471123109e-1, 1.66007664274403694e-3, 7.69901118419740425e-3,
    -6.90460016972063023e-5, 9.54791938424326609e-4,
  ],
  [
    8.34336671824457987, 4.12479856412430479, -4.03523417114321381e-1, -2.76742510726411899e-3, 4.99852801234917238e-3,
    2.30417297573763929e-5, 2.85885980666130812e-4,
  ],
  [
    1.2894369562139131e1, -1.51111514016986312e1, -2.23307578892655734e-1, 2.96460137564761618e-3,
    2.3784717395948095e-3, -2.96589568540237556e-5, 4.36624404335156298e-5,
  ],
  [
    1.53796971148509165e1, -2.59193146099879641e1, 1.79258772950371181e-1, 2.68067772490389322e-3,
    1.62824170038242295e-3, -9.5159225451971587e-5, 5.15138902046611451e-5,
  ],
];

class Body {
  constructor(x, y, z, vx, vy, vz, mass) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.vx = vx;
    this.vy = vy;
    this.vz = vz;
    this.mass = mass;
  }
}

/** The Sun and its planets, these faster by i millionths. */
function solarSystem(i) {
  const speed = DAYS_PER_YEAR * (1 + 1e-6 * i);
  const planets = PLANETS.map(
    ([x, y, z, vx, vy, vz, mass]) => new Body(x, y, z, vx * speed, vy * speed, vz * speed, mass * SOLAR_MASS),
  );
  let px = 0;
  let py = 0;
  let pz = 0;
  for (const b of planets) {
    px += b.vx * b.mass;
    py += b.vy * b.mass;
    pz += b.vz * b.mass;
  }
  // The Sun moves so that the whole stands still.
  const sun = new Body(0, 0, 0, -px / SOLAR_MASS, -py / SOLAR_MASS, -pz / SOLAR_MASS, SOLAR_MASS);
  return [sun, ...planets];
}

function advance(system, dt) {
  for (let i = 0; i < system.length; i++) {
    const a = system[i];
    for (let j = i + 1; j < system.length; j++) {
      const b = system[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      const d2 = dx * dx + dy * dy + dz * dz;
      const pull = dt / (d2 * Math.sqrt(d2));
      a.vx -= dx * b.mass * pull;
      a.vy -= dy * b.mass * pull;
      a.vz -= dz * b.mass * pull;
      b.vx += dx * a.mass * pull;
      b.vy += dy * a.mass * pull;
      b.vz += dz * a.mass * pull;
    }
  }
  for (const b of system) {
    b.x += dt * b.vx;
    b.y += dt * b.vy;
    b.z += dt * b.vz;
  }
}

/** The sum of kinetic and potential energy, in whole billionths. */
function energy(system) {
  let e = 0;
  for (let i = 0; i < system.length; i++) {
    const a = system[i];
    e += (a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)) / 2;
    for (let j = i + 1; j < system.length; j++) {
      const b = system[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      e -= (a.mass * b.mass) / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return Math.sign(e) * Math.round(Math.abs(e * 1e9)); // halves away from zero, as Go rounds
}

/**
 * Four words, in billionths: system 0's energy before and after (0 where the range does not hold it), and the sums over the
 * range before and after.
 */
export function run({ steps }, round, state, lo, hi) {
  const words = [0, 0, 0, 0];
  for (let i = lo; i < hi; i++) {
    const system = solarSystem(i);
    const before = energy(system);
    for (let step = 0; step < steps; step++) advance(system, STEP);
    const after = energy(system);
    if (i === 0) {
      words[0] = before;
      words[1] = after;
    }
    words[2] += before;
    words[3] += after;
  }
  return new Uint8Array(BigInt64Array.from(words, BigInt).buffer);
}
