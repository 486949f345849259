import { z } from 'zod';
import { Attribution } from './attribution';
import { Check } from './checks';
import { Cure } from './cure';
import { Silent } from './silent';
import { Size } from './size';

/** What explains the matrix: the part of `report.json` under `drift` that attribution and cure leave. */
export const Findings = z.object({
  /** Accuracy and loss of each direction. */
  attribution: z.array(Attribution),
  /** What each model claims of itself, for each cell of the matrix. */
  silent: z.array(Silent),
  size: Size,
  cure: Cure,
  checks: z.array(Check),
});
export type Findings = z.infer<typeof Findings>;
