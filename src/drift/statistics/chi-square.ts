import { upperGamma } from './gamma';

/** The chi-square test that two rows of counts come from one distribution. */
export interface ChiSquare {
  readonly statistic: number;
  /** Classes that occur, less one. */
  readonly degrees: number;
  /** The chance of so large a statistic without a difference, for independent digits. */
  readonly p: number;
}

/** Compares two rows of counts, such as of classes; classes that neither holds are left out. */
export function chiSquare(first: ArrayLike<number>, second: ArrayLike<number>): ChiSquare {
  const [statistic, classes] = chiSquareStatistic(first, second);
  const degrees = Math.max(0, classes - 1);
  return { statistic, degrees, p: degrees > 0 ? upperGamma(degrees / 2, statistic / 2) : 1 };
}

/** The statistic, and how many classes occur. */
export function chiSquareStatistic(first: ArrayLike<number>, second: ArrayLike<number>): [number, number] {
  let a = 0;
  let b = 0;
  for (let k = 0; k < first.length; k++) {
    a += first[k];
    b += second[k];
  }
  let statistic = 0;
  let classes = 0;
  if (a === 0 || b === 0) return [0, 0];
  for (let k = 0; k < first.length; k++) {
    const both = first[k] + second[k];
    if (both === 0) continue;
    classes++;
    // The two cells of a class are off by the same count in opposite directions.
    const off = first[k] - (both * a) / (a + b);
    statistic += (off * off * (a + b) * (a + b)) / (both * a * b);
  }
  return [statistic, classes];
}
