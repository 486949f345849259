import { Writable } from 'node:stream';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { captureScreen, preview } from '../../src/cli/capture-screen';
import { shot } from '../dataset/shots';

/** A stream that remembers, as a terminal or as a file. */
function written(isTTY: boolean) {
  let text = '';
  const stream = new Writable({
    write(part, _encoding, done) {
      text += part;
      done();
    },
  });
  Object.assign(stream, { isTTY, columns: 60 });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

/** What a terminal shows in the end: lines drawn over by going up and clearing all below. */
function shown(text: string): string[] {
  let lines = [''];
  for (const part of text.replaceAll('\u001b', '␛').split(/(␛\[\d*[AJ]|\r|\n)/)) {
    const up = /^␛\[(\d+)A$/.exec(part);
    if (up) lines = lines.slice(0, lines.length - Number(up[1]));
    else if (part === '\n') lines.push('');
    else if (part === '\r' || part === '␛[J') lines[lines.length - 1] = '';
    else lines[lines.length - 1] += part;
  }
  return lines.filter((line) => line !== '');
}

const photo = sharp({ create: { width: 64, height: 48, channels: 3, background: '#888' } })
  .composite([
    { input: { create: { width: 32, height: 48, channels: 3, background: '#fff' } }, left: 0, top: 0 },
  ])
  .jpeg()
  .toBuffer();
const counts = [0, 0, 0, 5, 0, 0, 0, 0, 0, 0];

describe('captureScreen', () => {
  it('keeps one line of counts, one of progress, and a line for each remark', async () => {
    const { stream, text } = written(true);
    const screen = captureScreen(stream);
    screen.onProgress({ task: 'capturing', done: 0, total: 10, detail: 'digit 3, sheet 1' });
    screen.onShot(shot('s-3-000-0', 3, 's', { flags: ['blurred', 'cut'] }), await photo, counts);
    screen.onShot(shot('s-3-000-1', 3, 's'), await photo, counts);
    await expect.poll(text).toContain('▀');
    screen.onProgress({ task: 'capturing', done: 10, total: 10, detail: 'digit 3, sheet 2' });
    screen.close();
    screen.close();
    const lines = shown(text());
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('  s-3-000-0: blurred, cut');
    expect(lines[1]).toContain('2: 0  3: 5  4: 0');
    expect(lines[2]).toMatch(/capturing: 10 of 10 \(100 %\)/);
    for (const line of lines) expect(line.length).toBeLessThan(60);
  });

  it('writes remarks and progress alone to a file', async () => {
    const { stream, text } = written(false);
    const screen = captureScreen(stream);
    screen.onProgress({ task: 'capturing', done: 0, total: 10 });
    screen.onShot(shot('a', 3, 's', { flags: ['no-ink'] }), await photo, counts);
    screen.onShot(shot('b', 3, 's'), await photo, counts);
    screen.close();
    expect(text()).toBe('  capturing: 0 of 10 (0 %)\n  a: no-ink\n');
  });
});

describe('preview', () => {
  it('shows two pixels in a character: light where the photo is light', async () => {
    const lines = await preview(await photo);
    expect(lines).toHaveLength(15);
    for (const line of lines) {
      const cells = [...line.matchAll(/38;5;(\d+);48;5;(\d+)m▀/g)].map(([, top, bottom]) => [top, bottom]);
      expect(cells).toHaveLength(40);
      expect(cells[2]).toEqual(['255', '255']);
      // The normalising leaves out a hundredth at each end.
      expect(cells[37]).toEqual(['233', '233']);
    }
  });
});
