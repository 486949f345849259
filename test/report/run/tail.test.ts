import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { followLines } from '../../../src/report/run/tail';

it('followLines hands over whole lines once, also where a character arrives in two parts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-test-tail-'));
  const path = join(folder, 'progress.jsonl');
  const lines: string[] = [];
  const tail = followLines(path, (line) => lines.push(line), 10);
  const bytes = Buffer.from('three × four\n');
  await wait(30);
  await appendFile(path, 'one\ntwo');
  await wait(50);
  expect(lines).toEqual(['one']);
  await appendFile(path, Buffer.concat([Buffer.from('\n'), bytes.subarray(0, 7)]));
  await wait(50);
  await appendFile(path, bytes.subarray(7));
  await appendFile(path, 'last\n');
  await tail.close();
  expect(lines).toEqual(['one', 'two', 'three × four', 'last']);
  await rm(folder, { recursive: true });
});
