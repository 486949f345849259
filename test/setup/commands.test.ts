import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { tasksOf } from '../../src/setup/commands.mjs';
import { emptyFolder } from './stubs';

describe('the commands', () => {
  it('run one script each, with the arguments as they came', () => {
    const [task, ...others] = tasksOf(repository, 'evaluate', ['--photos', 'my photos', '--json']) ?? [];
    expect(others).toEqual([]);
    expect(task.argv.slice(-4)).toEqual([
      join(repository, 'src/cli/evaluate.ts'),
      '--photos',
      'my photos',
      '--json',
    ]);
  });

  it('compare the models with Keras through the script beside the benches', () => {
    const [task] = tasksOf(repository, 'models:check', ['--json']) ?? [];
    expect(task.argv.slice(-2)).toEqual([join(repository, 'test/bench/models.ts'), '--json']);
  });

  it('check format, types, notebooks and tests, in this order, with arguments for the tests alone', () => {
    const tasks = tasksOf(repository, 'test', ['drift']) ?? [];
    expect(tasks.map(({ title }) => title).slice(0, 4)).toEqual([
      'format and lint',
      'types',
      'notebooks',
      'unit tests',
    ]);
    expect(
      tasks.filter(({ argv }) => argv.includes('drift')).every(({ argv }) => /vitest/.test(argv[0])),
    ).toBe(true);
    expect(tasks[3].argv).toContain('drift');
  });

  it('are refused where they are unknown', () => {
    expect(tasksOf(repository, 'strat', [])).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('a spawned command', () => {
  const through = (script: string): ChildProcess => {
    const folder = emptyFolder();
    const module = pathToFileURL(join(repository, 'src', 'setup', 'spawn-through.mjs')).href;
    writeFileSync(join(folder, 'child.cjs'), script);
    writeFileSync(
      join(folder, 'parent.mjs'),
      `import { spawnThrough } from '${module}';\nprocess.exitCode = await spawnThrough(['child.cjs'], '${folder}');\n`,
    );
    return spawn(process.execPath, [join(folder, 'parent.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  };
  const output = async (child: ChildProcess) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { text, code };
  };

  it('passes its exit code on', async () => {
    expect(await output(through('process.exit(3)'))).toEqual({ text: '', code: 3 });
  });

  it('hears an interrupt once, and is waited for', async () => {
    const child = through(
      "let n = 0; process.on('SIGINT', () => { n++; setTimeout(() => { console.log('heard ' + n); process.exit(7); }, 200); });" +
        "setInterval(() => {}, 1000); console.log('up');",
    );
    child.stdout?.once('data', () => child.kill('SIGINT'));
    expect(await output(child)).toEqual({ text: 'up\nheard 1\n', code: 7 });
  });

  it('that a signal ends gives 128 and its number', async () => {
    expect(
      (await output(through("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)"))).code,
    ).toBe(143);
  });
});
