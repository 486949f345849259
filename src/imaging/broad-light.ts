/** A cell agrees with the broad course of the light when it differs from it by at most this share… */
const agreement = 0.04;

/** …and so many of the cells have to agree. */
const agreeing = 0.7;

/** The course is fitted to at most so many cells along each side: it has six unknowns. */
const fittedAlong = 20;

/** A paraboloid's terms: 1, x, y, x², xy, y². */
const terms = 6;

/**
 * The broad course of the light over a grid of cells: a paraboloid fitted to them, what is much darker or
 * brighter (ink, glare) left out round by round.
 *
 * Gives `undefined` where the light takes no such course: paper and table, or the edge of a shadow.
 */
export function broadLight(cells: Float32Array, columns: number, rows: number): Float32Array | undefined {
  if (columns < 8 || rows < 8) return undefined;
  const at = sampleOf(columns, rows);
  const basis = new Float64Array(at.length * terms);
  for (let k = 0; k < at.length; k++) fill(basis, k * terms, at[k], columns, rows);
  const fit = new Float64Array(at.length);
  fit.fill(Float32Array.from(at, (i) => cells[i]).sort()[at.length >> 1]);
  const dimmest = Math.max(4, 0.15 * fit[0]);
  let course: Float64Array = new Float64Array(terms);
  for (let width = 0.6; ; width *= 0.5) {
    const system = Array.from({ length: terms }, () => new Float64Array(terms + 1));
    let kept = 0;
    for (let k = 0; k < at.length; k++) {
      if (Math.abs(cells[at[k]] - fit[k]) > width * Math.max(8, fit[k])) continue;
      kept++;
      for (let r = 0; r < terms; r++) {
        const term = basis[k * terms + r];
        for (let c = r; c < terms; c++) system[r][c] += term * basis[k * terms + c];
        system[r][terms] += term * cells[at[k]];
      }
    }
    if (kept < 0.5 * at.length) return undefined;
    course = solve(system);
    let agree = 0;
    for (let k = 0; k < at.length; k++) {
      fit[k] = heightAt(course, basis, k * terms);
      if (fit[k] < dimmest) return undefined;
      if (Math.abs(cells[at[k]] - fit[k]) < agreement * fit[k]) agree++;
    }
    if (width < agreement) {
      if (agree < agreeing * at.length) return undefined;
      break;
    }
  }
  const own = new Float64Array(terms);
  const light = new Float32Array(cells.length);
  for (let i = 0; i < light.length; i++) {
    fill(own, 0, i, columns, rows);
    light[i] = Math.max(dimmest, heightAt(course, own, 0));
  }
  return light;
}

/** The cells that the course is fitted to: all, or every second, third… of each row and column. */
function sampleOf(columns: number, rows: number): number[] {
  const step = Math.ceil(Math.max(columns, rows) / fittedAlong);
  const at: number[] = [];
  for (let r = step >> 1; r < rows; r += step)
    for (let c = step >> 1; c < columns; c += step) at.push(r * columns + c);
  return at;
}

function fill(basis: Float64Array, from: number, cell: number, columns: number, rows: number): void {
  const x = (cell % columns) / columns - 0.5;
  const y = Math.floor(cell / columns) / rows - 0.5;
  basis[from] = 1;
  basis[from + 1] = x;
  basis[from + 2] = y;
  basis[from + 3] = x * x;
  basis[from + 4] = x * y;
  basis[from + 5] = y * y;
}

function heightAt(course: Float64Array, basis: Float64Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < terms; k++) sum += course[k] * basis[from + k];
  return sum;
}

/** Solves a symmetric system of which the upper half and, in the last column, the right side are given (Gauss). */
function solve(system: Float64Array[]): Float64Array {
  const n = system.length;
  for (let r = 1; r < n; r++) for (let c = 0; c < r; c++) system[r][c] = system[c][r];
  for (let k = 0; k < n; k++) {
    for (let r = k + 1; r < n; r++) {
      const factor = system[k][k] === 0 ? 0 : system[r][k] / system[k][k];
      for (let c = k; c <= n; c++) system[r][c] -= factor * system[k][c];
    }
  }
  const x = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    let rest = system[k][n];
    for (let c = k + 1; c < n; c++) rest -= system[k][c] * x[c];
    x[k] = system[k][k] === 0 ? 0 : rest / system[k][k];
  }
  return x;
}
