/** What long work says of itself while it runs. */
export interface ProgressUpdate {
  /** What is being done, in a few words: `training mnist`. */
  task: string;
  /** How much of it is done, in the unit that `total` counts. */
  done: number;
  /** How much there is in all. */
  total: number;
  /** Anything worth a glance: `loss 0.031, accuracy 0.991`. */
  detail?: string;
}

/** Receives updates; called often, so whoever shows them draws as seldom as it likes. */
export type OnProgress = (update: ProgressUpdate) => void;

/**
 * What every long piece of work accepts: a place to report to and a signal to stop at.
 *
 * Work that is aborted leaves what it has finished on disk and rejects with `signal.reason`.
 */
export interface LongWork {
  onProgress?: OnProgress;
  signal?: AbortSignal;
}
