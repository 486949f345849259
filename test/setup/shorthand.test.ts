import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { spellOut } from '../../src/setup/kernel/shorthand.js';

const require = createRequire(import.meta.url);
const tslab = dirname(require.resolve('tslab/package.json'));
const typescript = require(require.resolve('@tslab/typescript-for-tslab', { paths: [tslab] }));

test.each([
  ['train({ epochs, seed });', 'train({ epochs: epochs, seed: seed });'],
  ['const a = { b, c: { d } };', 'const a = { b: b, c: { d: d } };'],
  ['f(async () => ({ x, ...rest }));', 'f(async () => ({ x: x, ...rest }));'],
  ['({ a } = made);', '({ a: a } = made);'],
  ['({ a = 1 } = made);', '({ a: a = 1 } = made);'],
])('%s is spelt out', (code, spelt) => {
  expect(spellOut(typescript, code)).toBe(spelt);
});

test.each([
  "import { join } from 'node:path';",
  'export { a };',
  'const { a, b } = made;',
  'function f({ a }: { a: number }) { return a; }',
  "const text = '{ seed }'; // { seed }",
])('%s is left as it is', (code) => {
  expect(spellOut(typescript, code)).toBe(code);
});

test('code that does not parse is left for the compiler to complain about', () => {
  expect(() => spellOut(typescript, 'const = {{{')).not.toThrow();
});
