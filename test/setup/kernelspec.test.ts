import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { kernelSpec } from '../../src/setup/kernelspec.mjs';
import { emptyFolder } from './stubs';

it('the kernel is registered once, and again where its files were changed', async () => {
  const root = emptyFolder();
  const step = kernelSpec(root);
  expect(step.ready()).toBe(false);
  await step.run(() => undefined);
  expect(step.ready()).toBe(true);

  const folder = join(root, '.venv', 'share', 'jupyter', 'kernels', 'tslab');
  const spec = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'));
  expect(spec).toMatchObject({
    argv: ['node', '{resource_dir}/kernel.cjs', '{connection_file}'],
    env: { TF_CPP_MIN_LOG_LEVEL: '1' },
  });
  // No absolute path: the folder can be moved.
  expect(readFileSync(join(folder, 'kernel.cjs'), 'utf8')).not.toContain(root);

  writeFileSync(join(folder, 'kernel.json'), '{}');
  expect(step.ready()).toBe(false);
});
