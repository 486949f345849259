import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digits } from '../../../src/dataset/digits';

export interface KerasAnswer {
  /** Keras' outputs, `N×10`. */
  outputs: Float32Array;
  /** All that Keras said while it opened the file. */
  said: string[];
  keras: string;
  /** The accuracy that Keras' own evaluation finds, where labels were given. */
  accuracy?: number;
}

/** A file for Keras to open, and what else to do with it. */
export interface KerasJob {
  file: string;
  scale: number;
  /** Where Keras is to save the model again. */
  save?: string;
  /** Labels of the first digits, with which Keras trains one more step from the file's state. */
  labels?: number[];
  /** Where the weights after that step are to lie. */
  weights?: string;
}

/** Lets Keras open files and read the same digits with each, pixels by each file's own scale. */
export async function kerasPredict(
  python: string,
  files: KerasJob[],
  { images, labels }: Digits,
): Promise<KerasAnswer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-keras-'));
  try {
    const pixels = join(folder, 'pixels');
    await writeFile(pixels, images);
    const jobs = files.map((job, i) => ({ ...job, out: join(folder, String(i)) }));
    const script = join(__dirname, 'keras_predict.py');
    const text = await new Promise<string>((resolve, reject) => {
      execFile(
        python,
        [script, String(labels.length), pixels, JSON.stringify(jobs)],
        (error, stdout, stderr) => (error ? reject(new Error(stderr.slice(-2000))) : resolve(stdout)),
      );
    });
    const answers = JSON.parse(text.trim().split('\n').pop() ?? '') as Omit<KerasAnswer, 'outputs'>[];
    return await Promise.all(
      answers.map(async (answer, i) => {
        const bytes = Uint8Array.from(await readFile(jobs[i].out));
        return { ...answer, outputs: new Float32Array(bytes.buffer) };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
