import { measureBeat } from './beat-report';
import type { StreamCounts } from './nearest';
import type { Shot } from './shot';

/** How many photos bear each flag, the commonest first. */
export function countFlags(shots: readonly Shot[]): { flag: string; photos: number }[] {
  const counts = new Map<string, number>();
  for (const { flags } of shots) for (const flag of flags) counts.set(flag, (counts.get(flag) ?? 0) + 1);
  return [...counts]
    .map(([flag, photos]) => ({ flag, photos }))
    .sort((a, b) => b.photos - a.photos || (a.flag < b.flag ? -1 : 1));
}

/**
 * Tells in sentences how a session went: its beat and jitter, what a stream lost, what the checks found.
 *
 * @param virtual whether a simulated clock wrote the times
 */
export function describeSession(shots: readonly Shot[], counts?: StreamCounts, virtual = false): string[] {
  const beat = measureBeat(shots);
  const clock = virtual ? ' by the simulated clock, for which nobody waits' : '';
  const flags = countFlags(shots);
  const list = flags.map(({ flag, photos }) => `${flag} ${photos}`).join(', ');
  return [
    beat.intervals > 0
      ? `A shot was due every ${beat.due} ms; the median shot was ${beat.medianError.toFixed(1)} ms off, over ${beat.intervals} intervals, with a jitter of ${beat.jitter.toFixed(1)} ms${clock}.`
      : 'No two photos were taken to a beat.',
    ...(counts ? [`Frames dropped by the stream: ${counts.dropped}. Shots late: ${counts.late}.`] : []),
    flags.length > 0
      ? `What the checks remarked, in photos: ${list}.`
      : `The checks found nothing to remark in ${shots.length} photos.`,
  ];
}
