import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createListener } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostAnswers } from '../../src/setup/tensorflow/ask-host.mjs';
import { compilerVariables } from '../../src/setup/tensorflow/compiler.mjs';
import { notePath, platform, wholeBinding } from '../../src/setup/tensorflow/note.mjs';
import { installerHost, tensorflowBinding } from '../../src/setup/tensorflow/step.mjs';
import { refuseSpaces } from '../../src/setup/tensorflow/wheel.mjs';
import { emptyFolder, stubPath } from './stubs';

describe.skipIf(process.platform === 'win32')('the compiler', () => {
  it('is asked for with its cure where it is missing', () => {
    expect(() => compilerVariables({ PATH: stubPath({ make: '' }) }, 'linux')).toThrow(
      /a C\+\+ compiler is missing\. Install it \(Debian, Ubuntu: sudo apt-get install g\+\+ make\)/,
    );
    expect(() => compilerVariables({ PATH: stubPath({ 'g++': '' }) }, 'linux')).toThrow(
      'but make is missing',
    );
    expect(() => compilerVariables({ PATH: stubPath({}) }, 'darwin')).toThrow(
      'a C++ compiler and make are missing. Install it (xcode-select --install)',
    );
  });

  it('is not started in a path that make would tear apart', () => {
    expect(() => refuseSpaces('/home/ada/my projects/inkdrift')).toThrow(
      /a space in its path: .*my projects/,
    );
    expect(() => refuseSpaces('/home/ada/inkdrift')).not.toThrow();
  });

  it('is g++ without further words, else named to node-gyp', () => {
    expect(compilerVariables({ PATH: stubPath({ 'g++': '', make: '' }) }, 'linux')).toEqual({});
    expect(compilerVariables({ PATH: stubPath({ 'clang++': '', gmake: '' }) }, 'linux')).toEqual({
      CXX: 'clang++',
      CC: 'clang',
      MAKE: 'gmake',
    });
    expect(compilerVariables({ PATH: '', CXX: 'g++-14', MAKE: 'make' }, 'linux')).toEqual({});
  });
});

describe('the installer’s host', () => {
  it('is the one that the package itself would ask', () => {
    expect(installerHost({})).toBe('https://storage.googleapis.com/');
    expect(installerHost({ TFJS_NODE_CDN_STORAGE: 'https://mirror.example/' })).toBe(
      'https://mirror.example/',
    );
  });

  it('answers with whatever status', async () => {
    const server = createServer((_, response) => response.writeHead(403).end());
    const port = await listen(server);
    expect(await hostAnswers(`http://127.0.0.1:${port}/`, { env: {} })).toBe(true);
    server.close();
  });

  it('is given up at once where it refuses, and soon where it is silent', async () => {
    const closed = createListener();
    const refusing = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    expect(await hostAnswers(`http://127.0.0.1:${refusing}/`, { env: {} })).toBe(false);

    const silent = createListener((socket) => socket.on('error', () => undefined));
    const port = await listen(silent);
    const since = Date.now();
    expect(await hostAnswers(`https://127.0.0.1:${port}/`, { env: {}, timeout: 200 })).toBe(false);
    expect(Date.now() - since).toBeLessThan(1500);
    silent.close();
  });

  it('is asked through the proxy where one is set', async () => {
    const port = 8443;
    const asked: (string | undefined)[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      asked.push(request.url);
      const known = request.url === `host.example:${port}`;
      socket.end(known ? 'HTTP/1.1 200 OK\r\n\r\n' : 'HTTP/1.1 502 Bad Gateway\r\n\r\n');
      socket.on('error', () => undefined);
    });
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` };
    expect(await hostAnswers(`https://host.example:${port}/`, { env })).toBe(true);
    expect(await hostAnswers('https://nowhere.example/', { env })).toBe(false);
    expect(asked).toEqual([`host.example:${port}`, 'nowhere.example:443']);
    proxy.close();
  });
});

describe('the binding', () => {
  const bound = (note: object = {}) => {
    const root = emptyFolder();
    const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(join(folder, 'deps', 'lib'), { recursive: true });
    writeFileSync(join(folder, 'deps', 'lib', 'libtensorflow.so.2'), '12345');
    const whole = {
      source: 'tensorflow-cpu wheel',
      tensorflow: '2.21.0',
      platform,
      files: { 'deps/lib/libtensorflow.so.2': 5 },
    };
    writeFileSync(notePath(root), JSON.stringify({ ...whole, ...note }));
    return { root, library: join(folder, 'deps', 'lib', 'libtensorflow.so.2') };
  };

  it('is left alone where its note and its files agree', () => {
    const { root } = bound();
    expect(wholeBinding(root)).toMatchObject({ source: 'tensorflow-cpu wheel', tensorflow: '2.21.0' });
    expect(tensorflowBinding(root).ready()).toBe(true);
  });

  it('is made where there is none', () => {
    expect(tensorflowBinding(emptyFolder()).ready()).toBe(false);
  });

  it('is mended where a file was cut short', () => {
    const { root, library } = bound();
    truncateSync(library, 3);
    expect(tensorflowBinding(root).ready()).toBe(false);
  });

  it('is made anew on another kind of machine', () => {
    expect(tensorflowBinding(bound({ platform: 'plan9-mips' }).root).ready()).toBe(false);
  });
});

async function listen(server: {
  listen(port: number, host: string, done: () => void): unknown;
  address(): unknown;
}) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}
