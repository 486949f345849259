/**
 * Imported first, before anything that loads TensorFlow, where training is the job.
 *
 * One thread for each operation: the compiled step runs one shard of the batch on each core, and splitting its
 * small operations over cores as well costs more than it gives. And oneDNN's operations on every processor:
 * TensorFlow takes them by itself only where the processor has instructions for neural networks, but they are
 * faster on the others too.
 *
 * Both count for the whole process and are read once, when the library loads; what is set already stays. A large
 * matrix product elsewhere in such a process runs on one core.
 */
process.env.TF_NUM_INTRAOP_THREADS ??= '1';
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';

/** How many threads one operation of TensorFlow may use in this process. */
export const intraOpThreads = Number(process.env.TF_NUM_INTRAOP_THREADS);
