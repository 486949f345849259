import { fitTrainer } from './fit-trainer';
import type { Trainer } from './trainer';

/** The trainer to use where nothing speaks for another. */
export const trainer: Trainer = fitTrainer;
