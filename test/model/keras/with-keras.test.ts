import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../../../src/common/workspace';
import { digitCnn } from '../../../src/model/cnn';
import { evaluate } from '../../../src/model/evaluate';
import { readKeras } from '../../../src/model/keras/read';
import { writeKeras } from '../../../src/model/keras/write';
import { readWeights } from '../../../src/model/weights';
import { kerasPredict } from '../../bench/models/keras-predict';
import { formulaDigits } from '../formula';

const python = join(
  repository,
  '.venv-bench',
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);

// Keras comes with npm run models:check or npm run bench:train; without it the fixtures stand for it.
it.skipIf(!existsSync(python))(
  'Keras opens what is written here, predicts the same for 1,000 digits, and its own file of it reads back exactly',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inkdrift-'));
    try {
      const model = digitCnn(5);
      const [file, save] = [join(folder, 'ours.h5'), join(folder, 'theirs.h5')];
      const zeros = model.trainableWeights.map((weight) => new Float32Array(weight.read().size));
      await writeKeras(model, file, { adam: { steps: 7, m: zeros, v: zeros } });
      const digits = formulaDigits(1000);
      const [keras] = await kerasPredict(python, [{ file, scale: digits.scale, save }], digits);
      const { probabilities } = await evaluate(model, digits);
      const difference = probabilities.reduce(
        (most, p, i) => Math.max(most, Math.abs(p - keras.outputs[i])),
        0,
      );
      expect(difference).toBeLessThan(1e-6);
      expect(keras.step).toBe(7);
      // Keras 3 says this of every compiled .h5 file, those that it wrote itself among them.
      const unavoidable = /^Compiled the loaded model, but the compiled metrics have yet to be built/;
      expect(keras.said.filter((line) => !unavoidable.test(line))).toEqual([]);
      expect(readWeights((await readKeras(save)).model)).toEqual(readWeights(model));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
