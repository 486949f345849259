import { compiledTrainer } from './compiler/compiled-trainer';
import type { Trainer } from './trainer';

/** The trainer to use where nothing speaks for another: compiled steps, `fitTrainer` for what can't be compiled. */
export const trainer: Trainer = compiledTrainer();
