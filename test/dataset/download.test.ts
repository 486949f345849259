import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type DownloadLimits, download } from '../../src/dataset/download';
import { type LoopbackServer, serve } from './server';

const limits: DownloadLimits = { most: 1000, answer: 300, stall: 200, pause: 5 };

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function started(listener: RequestListener): Promise<LoopbackServer> {
  server = await serve(listener);
  return server;
}

describe('download', () => {
  it('gives what the server sends, and tells how far it is', async () => {
    const { url } = await started((_request, response) => response.end(Buffer.alloc(700, 7)));
    const updates: number[] = [];
    const bytes = await download(`${url}file.gz`, limits, {
      onProgress: ({ task, done, total }) => {
        expect([task, total]).toEqual(['downloading file.gz', 700]);
        updates.push(done);
      },
    });
    expect(Buffer.from(bytes).equals(Buffer.alloc(700, 7))).toBe(true);
    expect(updates.at(-1)).toBe(700);
  });

  it('follows a redirect', async () => {
    const { url } = await started((request, response) => {
      if (request.url === '/new') response.end('moved');
      else response.writeHead(302, { location: '/new' }).end();
    });
    expect(Buffer.from(await download(`${url}old`, limits)).toString()).toBe('moved');
  });

  it('asks again after an error of the server', async () => {
    const { url, asked } = await started((_request, response) => {
      if (asked.length < 3) response.writeHead(500 + asked.length).end();
      else response.end('at last');
    });
    expect(Buffer.from(await download(url, limits)).toString()).toBe('at last');
    expect(asked.length).toBe(3);
  });

  it('gives up after three errors of the server', async () => {
    const { url, asked } = await started((_request, response) => response.writeHead(503).end());
    await expect(download(url, limits)).rejects.toThrow(/the server answered 503/);
    expect(asked.length).toBe(3);
  });

  it("doesn't ask again for what isn't there", async () => {
    const { url, asked } = await started((_request, response) => response.writeHead(404).end());
    await expect(download(url, limits)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/answered 404/),
    });
    expect(asked.length).toBe(1);
  });

  it('waits longer before each further attempt', async () => {
    const times: number[] = [];
    const { url } = await started((_request, response) => {
      times.push(performance.now());
      response.writeHead(500).end();
    });
    await expect(download(url, { ...limits, pause: 80 })).rejects.toThrow();
    expect(times[1] - times[0]).toBeGreaterThan(70);
    expect(times[2] - times[1]).toBeGreaterThan(150);
  });

  it('leaves a server that never answers, once and soon', async () => {
    const { url, asked } = await started(() => undefined);
    const start = performance.now();
    await expect(download(url, limits)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/no answer within 0.3 s/),
    });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(asked.length).toBe(1);
  });

  it('says so where no server is', async () => {
    const { url, close } = await serve(() => undefined);
    await close();
    await expect(download(url, limits)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
  });

  it('gives up on a body that stalls, and tries again', async () => {
    const { url, asked } = await started((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      if (asked.length === 2) response.end('x'.repeat(96));
    });
    expect((await download(url, limits)).length).toBe(100);
    expect(asked.length).toBe(2);
  });

  it('gives up on a body that drips on for ever', async () => {
    const { url } = await started((_request, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    await expect(download(url, { ...limits, whole: 150, attempts: 1 })).rejects.toMatchObject({
      kind: 'broken',
    });
  });

  it('takes a body that breaks off for broken, not for the whole', async () => {
    const { url, asked } = await started((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await expect(download(url, limits)).rejects.toMatchObject({ kind: 'broken' });
    expect(asked.length).toBe(3);
  });

  it('reads no more than it may, announced or not', async () => {
    let sent = 0;
    const { url } = await started((request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'content-length': '5000000000' });
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000))) sent += 10_000;
      };
      response.on('drain', pour);
      pour();
    });
    for (const path of ['announced', 'silent']) {
      await expect(download(url + path, limits)).rejects.toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(/longer than the 1000 bytes/),
      });
    }
    expect(sent).toBeLessThan(50_000_000);
  });

  it('stops at once when it is aborted, while it waits and while it reads', async () => {
    for (const begun of [false, true]) {
      const controller = new AbortController();
      const { url } = await started((_request, response) => {
        if (begun) response.write('first');
        setTimeout(() => controller.abort(new Error('enough')), 20);
      });
      await expect(download(url, limits, { signal: controller.signal })).rejects.toThrow('enough');
      await server?.close();
    }
  });

  it('stops at once when it is aborted between two attempts', async () => {
    const controller = new AbortController();
    const { url } = await started((_request, response) => {
      response.writeHead(500).end();
      setTimeout(() => controller.abort(new Error('enough')), 30);
    });
    const start = performance.now();
    await expect(download(url, { ...limits, pause: 60_000 }, { signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
