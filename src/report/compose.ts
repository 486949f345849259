import { UserError } from '../common/errors';
import { standInBanner } from '../dataset/stand-in-banner';
import type { NotebookParameters } from './run/parameters';
import { type NotebookName, type Report, resultOf } from './schema';

/** What the notebooks of a run left. */
export interface RunResults {
  /** Each notebook's result, by its name; not checked yet. */
  results: Record<string, unknown>;
  stages: Report['stages'];
}

/** A report as far as the notebooks' results make it: all but its provenance. */
export type ReportBody = Omit<Report, 'provenance'>;

/**
 * Puts the notebooks' results together.
 *
 * Throws a `UserError` that names the notebook where a result is missing or of another shape than `schema.ts`
 * gives.
 */
export function composeReport({ results, stages }: RunResults): {
  body: ReportBody;
  hashes: Record<string, string>;
} {
  const capture = take(results, '01-capture');
  const balance = take(results, '02-balance');
  const model = take(results, '03-model');
  const { data, hashes, training } = take(results, '04-training');
  const { matrix, verdict } = take(results, '05-drift');
  const body: ReportBody = {
    schema: 1,
    verdict,
    banners: banners(data),
    model,
    capture,
    balance,
    data,
    training,
    matrix,
    stages,
  };
  return { body, hashes };
}

/** The values that a run had for every parameter: those given, else the notebooks' defaults. */
export function parametersOf(
  notebooks: readonly NotebookParameters[],
  given: Report['provenance']['parameters'],
): Report['provenance']['parameters'] {
  const defaults = notebooks.flatMap(({ parameters }) =>
    parameters.map((each) => [each.name, each.default] as const),
  );
  return { ...Object.fromEntries(defaults), ...given };
}

function banners({ custom, mnist }: Report['data']): string[] {
  const found: string[] = [];
  if (custom.source.startsWith('simulated')) {
    found.push(
      'The photos come from a simulated camera: virtual hands wrote the digits, and a computed lens photographed them. Everything after the shutter is the real path.',
    );
  }
  if (mnist.standIn) {
    found.push(standInBanner);
  }
  return found;
}

function take<N extends NotebookName>(
  results: Record<string, unknown>,
  notebook: N,
): ReturnType<(typeof resultOf)[N]['parse']> {
  const checked = resultOf[notebook].safeParse(results[notebook]);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0];
    throw new UserError(
      `${notebook} left no result that can be used (${path.join('.') || 'all of it'}: ${message})`,
    );
  }
  return checked.data as ReturnType<(typeof resultOf)[N]['parse']>;
}
