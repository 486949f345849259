import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { type CellRun, type Kernel, type RunOptions, startKernel } from './kernel-client';

let kernel: Kernel;

beforeAll(async () => {
  // From another folder than the repository's root, as JupyterLab does.
  kernel = await startKernel(
    join(repository, 'src', 'setup', 'kernel', 'start.js'),
    join(repository, 'notebooks'),
  );
}, 30_000);
afterAll(() => kernel.stop());

/** Runs a cell; after a failing one, for some 200 ms, tslab cancels whatever comes next, and that is waited out. */
async function run(code: string, options?: RunOptions): Promise<CellRun> {
  const cell = await kernel.run(code, options);
  let { status } = cell.reply;
  while (status !== 'ok') {
    await pause(50);
    status = (await kernel.run('0', { silent: true })).reply.status;
  }
  return cell;
}

const types = (cell: CellRun) => cell.outputs.map(({ type }) => type);
const text = (cell: CellRun) =>
  cell.outputs
    .map(({ type, content }) => (type === 'stream' ? content.text : ''))
    .join('')
    .trim();
const error = (cell: CellRun) => cell.outputs.find(({ type }) => type === 'error')?.content;

describe('cells', () => {
  it('are announced with their number, which the reply repeats', async () => {
    const first = await run('1 + 1');
    const second = await run("console.log('two')");
    expect(first.outputs[0]).toMatchObject({ type: 'execute_input', content: { code: '1 + 1' } });
    expect(text(first)).toBe('2');
    const number = Number(first.reply.execution_count);
    expect(first.outputs[0].content.execution_count).toBe(number);
    expect(second.reply).toMatchObject({ status: 'ok', execution_count: number + 1 });
    expect(text(second)).toBe('two');
  });

  it('that are silent take no number and announce nothing', async () => {
    const before = await run('0');
    const silent = await run('const hidden = 1', { silent: true });
    const after = await run('0');
    expect(types(silent)).toEqual([]);
    expect(after.reply.execution_count).toBe(Number(before.reply.execution_count) + 1);
  });

  it('run at the root of the repository with the environment of whoever started the kernel', async () => {
    const cell = await run('console.log(JSON.stringify([process.cwd(), process.env.PATH]))');
    expect(JSON.parse(text(cell))).toEqual([repository, process.env.PATH]);
  });

  it('lose no output, however many come at once, and end when the last is out', async () => {
    const cell = await run(
      "import * as tslab from 'tslab';\nfor (let i = 0; i < 3000; i++) tslab.display.text(String(i));",
    );
    expect(error(cell)).toBeUndefined();
    const shown = cell.outputs.filter(({ type }) => type === 'display_data');
    expect(
      shown.map(({ content }) => Number((content.data as Record<string, string>)['text/plain'])),
    ).toEqual(Array.from({ length: 3000 }, (_, i) => i));
  }, 20_000);

  it('import modules of src, which know where they lie', async () => {
    const cell = await run(
      "import { repository } from './src/common/workspace';\nimport { random } from './src/common/random';\n" +
        'console.log(JSON.stringify([repository, random(1).uniform() === random(1).uniform()]));',
    );
    expect(JSON.parse(text(cell))).toEqual([repository, true]);
  });

  it('import the packages that the project builds on', async () => {
    const cell = await run(
      "import * as tf from '@tensorflow/tfjs-node';\nimport pl from 'nodejs-polars';\nimport sharp from 'sharp';\n" +
        "import { z } from 'zod';\nimport { chromium } from 'playwright-core';\n" +
        'console.log([tf.tensor1d([1, 2]).sum().dataSync()[0], pl.DataFrame({ a: [1, 2] }).height, ' +
        "typeof sharp, z.number().parse(3), chromium.name()].join(' '));",
    );
    expect(error(cell)).toBeUndefined();
    expect(text(cell)).toBe('3 2 function 3 chromium');
  }, 30_000);
});

describe('errors', () => {
  it('are sent with name, message and a stack without the frames of tslab and Node', async () => {
    const cell = await run("function fail(): void { throw new RangeError('too far: 7'); }\nfail();");
    expect(cell.reply).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'too far: 7' });
    expect(error(cell)).toMatchObject({ ename: 'RangeError', evalue: 'too far: 7' });
    const trace = String(error(cell)?.traceback).replaceAll(',', '\n');
    expect(trace).toMatch(/RangeError: too far: 7\n\s+at fail \(this cell\)/);
    expect(trace).not.toMatch(/tslab|node:|evalmachine|setup/);
    expect(types(cell)).not.toContain('stream');
  });

  it('for the user show their message and no stack', async () => {
    const cell = await run(
      "import { UserError } from './src/common/errors';\nthrow new UserError('no camera at /dev/video9');",
    );
    expect(error(cell)?.traceback).toEqual(['UserError: no camera at /dev/video9']);
  });

  it('of a promise that the cell awaits are sent too', async () => {
    const cell = await run("await Promise.reject(new TypeError('late'));");
    expect(error(cell)).toMatchObject({ ename: 'TypeError', evalue: 'late' });
  });

  it('of the compiler name the line', async () => {
    const cell = await run("const one = 1;\nconst wrong: number = 'text';");
    expect(error(cell)).toMatchObject({
      ename: 'CompileError',
      evalue: "2:7 - Type 'string' is not assignable to type 'number'.",
    });
  });

  it('that a cell prints itself stay what it prints', async () => {
    const cell = await run("console.error('only a note')");
    expect(cell.reply.status).toBe('ok');
    expect(text(cell)).toBe('only a note');
  });

  it('cancel the cells behind them, which say so', async () => {
    const [failed, next] = await Promise.all([run("throw new Error('stop here')"), run('1')]);
    expect(failed.reply.status).toBe('error');
    expect(next.reply.status).toBe('aborted');
    expect((await run('2')).reply.status).toBe('ok');
  });

  it('let the cells behind them run where that was asked for', async () => {
    const options = { stopOnError: false };
    const [failed, next] = await Promise.all([
      run("throw new Error('go on')", options),
      run("console.log('still here')", options),
    ]);
    expect(failed.reply).toMatchObject({ status: 'error', evalue: 'go on' });
    expect(next.reply.status).toBe('ok');
    expect(text(next)).toBe('still here');
  });
});

describe('an interrupt', () => {
  /**
   * Runs a cell and interrupts it once it has printed something: after its first await, because Node loses a
   * signal that comes in the very millisecond in which a cell's synchronous part ends.
   */
  const interrupted = async (code: string) => {
    let once = false;
    return await run(code, {
      onOutput({ type }) {
        if (type !== 'stream' || once) return;
        once = true;
        kernel.process.kill('SIGINT');
      },
    });
  };
  const alive = async () => text(await run("'alive'"));

  it('ends a loop that never yields, and the kernel lives', async () => {
    const cell = run('for (;;) {}');
    // Nothing can be heard from inside such a loop: one that has not begun yet is interrupted again.
    const again = setInterval(() => kernel.process.kill('SIGINT'), 700);
    expect(error(await cell.finally(() => clearInterval(again)))).toMatchObject({ ename: 'Interrupted' });
    expect(await alive()).toBe('alive');
  });

  it('reaches work that listens, which ends in its own way', async () => {
    const cell = await interrupted(
      "import { interruptSignal } from './src/common/interrupt';\n" +
        "import { setTimeout as sleep } from 'node:timers/promises';\n" +
        "const signal = interruptSignal();\nawait sleep(100);\nconsole.log('up');\nlet turns = 0;\n" +
        'while (!signal.aborted) { turns++; await sleep(10); }\n' +
        'console.log(interruptSignal() !== signal);\nthrow signal.reason;',
    );
    expect(text(cell)).toBe('up\ntrue');
    expect(error(cell)?.traceback).toEqual(['UserError: interrupted; what was finished is kept']);
    expect(await alive()).toBe('alive');
  });

  it('ends a cell that waits for nothing in particular', async () => {
    const cell = await interrupted(
      "await new Promise((resolve) => setTimeout(resolve, 100));\nconsole.log('up');\nawait new Promise(() => undefined);",
    );
    expect(error(cell)).toMatchObject({ ename: 'Interrupted' });
    expect(await alive()).toBe('alive');
  });

  it('while no cell runs does no harm', async () => {
    kernel.process.kill('SIGINT');
    await pause(100);
    expect(await alive()).toBe('alive');
  });
});
