import { percent } from '../common/numbers';
import type { Comparison, DriftTest } from './comparison';
import { benjaminiHochberg } from './statistics/fdr';
import type { DriftThresholds, Finding, JudgedTest, ModelDrift } from './two-sets-result';

/** Where a difference begins to matter unless told otherwise; see `npm run drift -- --help`. */
export const defaultDriftThresholds: DriftThresholds = {
  // Eleven properties and 999 permutations: one alone reaches 0.011.
  alpha: 0.02,
  effect: 0.33,
  auc: 0.6,
  moved: 0.1,
  drop: 0.05,
};

/**
 * Gives each test its effect beside its p, corrected for their number.
 *
 * MMD, energy and Fréchet distance have no scale that means the same from set to set. What they find in a view is
 * as large as the classifier in the same view says; of counts it is the share of pictures that would have to change
 * class (the total variation distance).
 */
export function judgeTests(
  tests: readonly DriftTest[],
  moved: Partial<Record<'predictions' | 'labels', number>>,
): JudgedTest[] {
  const q = benjaminiHochberg(tests.map(({ p }) => p));
  return tests.map((test, i) => {
    if (test.space === 'predictions' || test.space === 'labels') {
      const value = moved[test.space];
      return { ...test, q: q[i], effect: value === undefined ? null : { kind: 'moved', value } };
    }
    const classifier = tests.find(({ name, space }) => name === 'domain classifier' && space === test.space);
    return { ...test, q: q[i], effect: classifier ? { kind: 'auc', value: classifier.statistic } : null };
  });
}

/** The share of one set's pictures that would have to change class to agree with the other (total variation). */
export function movedShare(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [first, second].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (a === 0 || b === 0) return 0;
  return first.reduce((sum, count, k) => sum + Math.abs(count / a - (second[k] ?? 0) / b), 0) / 2;
}

/** The differences that are both large and no chance, the accuracy first, then by how far they pass their threshold. */
export function findingsOf(
  properties: Comparison['properties'],
  tests: readonly JudgedTest[],
  drop: ModelDrift['drop'],
  { alpha, effect, auc, moved, drop: most }: DriftThresholds,
): Finding[] {
  const found: Finding[] = [];
  if (drop && drop.value >= most && drop.p <= alpha)
    found.push({ kind: 'accuracy', name: 'accuracy', effect: drop.value, threshold: most, q: drop.p });
  const others: Finding[] = [];
  for (const property of properties) {
    if (Math.abs(property.effect.value) < effect || property.q > alpha) continue;
    others.push({
      kind: 'property',
      name: property.name,
      effect: property.effect.value,
      threshold: effect,
      q: property.q,
    });
  }
  for (const space of new Set(tests.map((test) => test.space))) {
    // The tests of one view share their effect, and the surest of them decides.
    const [surest] = tests.filter((test) => test.space === space).sort((a, b) => a.q - b.q);
    const threshold = surest.effect?.kind === 'moved' ? moved : auc;
    if (!surest.effect || surest.effect.value < threshold || surest.q > alpha) continue;
    const kind = surest.effect.kind === 'moved' ? 'classes' : 'view';
    others.push({ kind, name: space, effect: surest.effect.value, threshold, q: surest.q });
  }
  // On a scale of 0 for no difference to 1 for the largest there is, so that AUC and delta can be told in one order.
  const size = ({ effect: value, kind }: Finding): number =>
    kind === 'view' ? 2 * value - 1 : Math.abs(value);
  return [...found, ...others.sort((a, b) => size(b) - size(a))];
}

/** A finding in a few words. */
export function findingInWords({ kind, name, effect, q }: Finding): string {
  const chance = `q ${q.toFixed(3)}`;
  if (kind === 'accuracy') return `accuracy falls by ${(100 * effect).toFixed(1)} points (p ${q.toFixed(3)})`;
  if (kind === 'property')
    return `${name} is ${effect > 0 ? 'larger' : 'smaller'} (Cliff's delta ${effect > 0 ? '+' : ''}${effect.toFixed(2)}, ${chance})`;
  if (kind === 'classes')
    return `${name} are shared out otherwise: ${percent(effect)} would have to change (${chance})`;
  return `a classifier that sees ${viewWords[name] ?? name} tells the sets apart with an AUC of ${effect.toFixed(3)} (${chance})`;
}

const viewWords: Record<string, string> = {
  features: "the model's features",
  softmax: "the model's probabilities",
  pixels: 'the pixels',
};
