import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { python } from '../../src/setup/paths.mjs';
import { runTool } from '../../src/setup/tool.mjs';
import { emptyFolder } from './stubs';

const script = join(repository, 'src', 'setup', 'tensorflow', 'unpack_wheel.py');
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** A wheel with these files, each holding its own name. */
function wheel(names: string[]): string {
  const path = join(emptyFolder(), 'toy.whl');
  const write =
    'import sys, zipfile\n' +
    'with zipfile.ZipFile(sys.argv[1], "w") as archive:\n' +
    '    for name in sys.argv[2:]: archive.writestr(name, name)';
  execFileSync(python(repository), ['-c', write, path, ...names]);
  return path;
}

const unpack = (path: string, folder: string) => runTool(python(repository), [script, path, folder]);

describe('unpacking the wheel', () => {
  it('takes the two libraries and the headers, and nothing else', async () => {
    const path = wheel([
      ...libraries.map((name) => `tensorflow/${name}`),
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/include/tensorflow/c/ops.inc',
      'tensorflow/include/README.md',
      'tensorflow/include/../../../outside.h',
      'tensorflow/python/__init__.py',
      'elsewhere/libtensorflow_cc.so.2',
    ]);
    const folder = join(emptyFolder(), 'deps');
    expect(await unpack(path, folder)).toEqual({ code: 0, output: '' });
    const files = readdirSync(folder, { recursive: true }).map(String);
    expect(files.filter((name) => /\.\w+$/.test(name)).sort()).toEqual([
      'include/tensorflow/c/c_api.h',
      'include/tensorflow/c/ops.inc',
      ...libraries.map((name) => `lib/${name}`),
    ]);
    expect(readFileSync(join(folder, 'lib', libraries[0]), 'utf8')).toBe(`tensorflow/${libraries[0]}`);
  });

  it('says which library a wheel lacks', async () => {
    const { code, output } = await unpack(wheel([`tensorflow/${libraries[0]}`]), emptyFolder());
    expect(code).toBe(1);
    expect(output.trim()).toBe(`the wheel has no ${libraries[1]}`);
  });
});
