/** A connected patch of ink. */
export interface Component {
  /** Indices of its pixels in the picture, row by row. */
  readonly pixels: Int32Array;
  /** The first and the last column and row that it covers. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The ink of its pixels, summed. */
  readonly mass: number;
  /** The ink at its darkest: the 97th percentile, so that a single wrong pixel counts for nothing. */
  readonly peak: number;
  /** The pen's width, in pixels: twice the area by the length of its outline. */
  readonly thickness: number;
  /** How many pixels touch each side of the picture. */
  readonly contact: Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>;
}

/**
 * Gathers the pixels of a mask that touch each other, corners included, into components of at least `least`
 * pixels.
 *
 * Runs along the rows are joined to those of the row above (union-find), so that the work grows with the ink
 * and not with the paper.
 */
export function components(
  mask: Uint8Array,
  ink: Uint8Array,
  width: number,
  height: number,
  least: number,
): Component[] {
  const starts: number[] = [];
  const ends: number[] = [];
  const parent: number[] = [];
  const find = (run: number): number => {
    let root = run;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  };
  let above = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const first = starts.length;
    let candidate = above;
    for (let x = 0; x < width; x++) {
      if (!mask[row + x]) continue;
      const begin = x;
      while (x < width && mask[row + x]) x++;
      const run = starts.length;
      starts.push(row + begin);
      ends.push(row + x);
      parent.push(run);
      // A run above touches this one where they share a column or a corner.
      const low = row - width + begin - 1;
      const high = row - width + x + 1;
      while (candidate < first && ends[candidate] <= low) candidate++;
      for (let other = candidate; other < first && starts[other] < high; other++) {
        const a = find(other);
        const b = find(run);
        if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
    above = first;
  }
  const groups = new Map<number, number[]>();
  for (let run = 0; run < starts.length; run++) {
    const root = find(run);
    const group = groups.get(root);
    if (group) group.push(run);
    else groups.set(root, [run]);
  }
  const found: Component[] = [];
  for (const runs of groups.values()) {
    let count = 0;
    for (const run of runs) count += ends[run] - starts[run];
    if (count < least) continue;
    const pixels = new Int32Array(count);
    let at = 0;
    for (const run of runs) for (let i = starts[run]; i < ends[run]; i++) pixels[at++] = i;
    found.push(describe(pixels, mask, ink, width, height));
  }
  return found;
}

/** Measures a component whose pixels are known. */
export function describe(
  pixels: Int32Array,
  mask: Uint8Array,
  ink: Uint8Array,
  width: number,
  height: number,
): Component {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let mass = 0;
  let edges = 0;
  const contact = { left: 0, top: 0, right: 0, bottom: 0 };
  const values = new Uint8Array(pixels.length);
  for (let k = 0; k < pixels.length; k++) {
    const i = pixels[k];
    const y = Math.floor(i / width);
    const x = i - y * width;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    if (x === 0) contact.left++;
    else if (!mask[i - 1]) edges++;
    if (x === width - 1) contact.right++;
    else if (!mask[i + 1]) edges++;
    if (y === 0) contact.top++;
    else if (!mask[i - width]) edges++;
    if (y === height - 1) contact.bottom++;
    else if (!mask[i + width]) edges++;
    values[k] = ink[i];
    mass += ink[i];
  }
  values.sort();
  const peak = values[Math.floor(0.97 * (values.length - 1))];
  // Counted along the grid an outline in every direction is 4/π too long.
  const thickness = (2 * pixels.length) / Math.max(1, (edges * Math.PI) / 4);
  return { pixels, left, right, top, bottom, mass, peak, thickness, contact };
}
