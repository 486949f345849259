import { resolve } from 'node:path';

/** The root of the repository: the folder that holds `package.json`, `notebooks` and `src`. */
export const repository = resolve(__dirname, '..', '..');

/** Where a run reads and leaves its files. */
export interface Workspace {
  /** Photos, manifests and prepared data sets. */
  data: string;
  /** Trained models and their checkpoints. */
  models: string;
  /** Rendered reports, one folder a run. */
  reports: string;
}

/**
 * The folders of the current run: those of the repository, or those under the folder that the environment
 * variable `INKDRIFT_WORKSPACE` names, so that a trial run leaves the real data alone.
 */
export function workspace(): Workspace {
  const root = resolve(process.env.INKDRIFT_WORKSPACE || repository);
  return { data: resolve(root, 'data'), models: resolve(root, 'models'), reports: resolve(root, 'reports') };
}
