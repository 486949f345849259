/**
 * The differences between a photo as shot and a digit of MNIST, in the order in which they are taken away.
 *
 * - `background`: a sheet whose corners are in view seen from straight above, uneven light flattened, whatever
 *   isn't the digit turned into paper;
 * - `contrast`: ink stretched to the full range, what is left of the paper cut to nothing;
 * - `polarity`: light ink on dark paper, whatever the photo's own;
 * - `size`: the digit cut out, its long side fitted to 20 pixels, its pen to MNIST's;
 * - `centring`: the ink's centre of mass moved to the centre of the picture;
 * - `scale`: bytes fed to the model as 0-1 and not as 0-255.
 */
export const steps = ['background', 'contrast', 'polarity', 'size', 'centring', 'scale'] as const;

/** The name of one step. */
export type Step = (typeof steps)[number];

/** The two ends: nothing done, and everything done. */
export type PipelineName = 'as-shot' | 'mnist';

/** The names of the pipelines. */
export const pipelineNames = ['as-shot', 'mnist'] as const satisfies readonly PipelineName[];

/** The steps of a pipeline: none for `as-shot`, all for `mnist`. */
export function pipeline(name: PipelineName): ReadonlySet<Step> {
  return new Set(name === 'mnist' ? steps : []);
}

/** What a byte is multiplied by on its way into a tensor: 1/255 when the step `scale` is on, else 1. */
export function scaleOf(chosen: ReadonlySet<Step>): number {
  return chosen.has('scale') ? 1 / 255 : 1;
}

/** Every way of switching the six steps on and off, from none to all: 64 sets, `scale` the highest bit. */
export function combinations(): ReadonlySet<Step>[] {
  return Array.from(
    { length: 2 ** steps.length },
    (_, bits) => new Set(steps.filter((_step, i) => bits & (1 << i))),
  );
}
