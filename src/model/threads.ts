/**
 * Imported first, before anything that loads TensorFlow, where training is the job: one thread for each
 * operation.
 *
 * The compiled training step runs one shard of the batch on each core, and splitting its small operations over
 * cores as well would cost more than it gives. The variable counts for the whole process and is read once, when
 * the library loads; a value that is set already stays. A large matrix product elsewhere in such a process runs
 * on one core.
 */
process.env.TF_NUM_INTRAOP_THREADS ??= '1';

export const intraOpThreads = Number(process.env.TF_NUM_INTRAOP_THREADS);
