import type * as tf from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { decimal, percent } from '../../common/numbers';
import { oneLine } from '../../common/one-line';
import { hashWeights } from '../fingerprint';
import { type ModelMetadata, metadataSchema } from '../metadata';
import { readWeights } from '../weights';

/** What travels inside a file of this project's: what the model learnt, how, and the hash of its weights. */
export const cardSchema = metadataSchema.extend({
  /** The hash of the weights, by which a damaged or changed file is told. */
  weightsHash: z.string(),
});

export type ModelCard = z.infer<typeof cardSchema>;

/** The card of a model with this metadata. */
export function cardOf(model: tf.LayersModel, metadata: ModelMetadata): ModelCard {
  return { ...metadata, weightsHash: hashWeights(readWeights(model)) };
}

/** A card in a few lines, as it is shown when a model is loaded. */
export function cardText(card: ModelCard): string {
  const last = card.history[card.history.length - 1];
  return [
    `${card.name}: trained on ${card.source ?? card.data}, ${card.epochs} ${card.epochs === 1 ? 'epoch' : 'epochs'}, seed ${card.seed}, batches of ${card.batchSize}, trainer ${card.trainer}, ${card.created}`,
    `pictures: ${card.pipeline} pipeline, pixels ${card.scale === 1 ? '0-255' : '0-1'}`,
    ...(last
      ? [`last epoch: val_loss ${decimal(last.val_loss, 4)}, val_accuracy ${percent(last.val_accuracy, 2)}`]
      : []),
    `hashes: training data ${card.dataHash}, weights ${card.weightsHash}`,
  ]
    .map((line) => oneLine(line))
    .join('\n');
}
