import { z } from 'zod';

/** What one epoch gave, as it is stored. */
export const epochMetricsSchema = z.object({
  loss: z.number(),
  accuracy: z.number(),
  val_loss: z.number(),
  val_accuracy: z.number(),
});

/** What a saved model says of itself. */
export const metadataSchema = z.object({
  /** Its folder's name: `custom-as-shot`. */
  name: z.string().min(1),
  /** The data it learnt from: `custom` or `mnist`. */
  data: z.string().min(1),
  /** Where that data came from, in words: a simulated camera, or a stand-in for MNIST, is named as one. */
  source: z.string().min(1).optional(),
  /** The pipeline that its pictures went through, which every picture it is to read must go through too. */
  pipeline: z.enum(['as-shot', 'mnist']),
  /** What a byte is multiplied by: 1 or 1/255. */
  scale: z.number().positive(),
  /** The hash of the training set, as `hashDigits` gives it. */
  dataHash: z.string(),
  epochs: z.number().int().positive(),
  seed: z.number().int().nonnegative(),
  batchSize: z.number().int().positive(),
  /** Which trainer made it. */
  trainer: z.string(),
  /** How long its training took. */
  seconds: z.number().nonnegative(),
  history: z.array(epochMetricsSchema),
  /** When it was made, in ISO 8601. */
  created: z.string(),
});

export type ModelMetadata = z.infer<typeof metadataSchema>;
