import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { readIfThere, writeWhole } from '../../common/files';
import { repository } from '../../common/workspace';

/**
 * The script of Plotly, minified (4.5 of 10 MB), as a file that a page can include.
 *
 * The package carries it unminified only; the result is kept under `node_modules/.cache` by version.
 */
export async function plotlyScript(): Promise<string> {
  const source = createRequire(__filename).resolve('plotly.js-dist/plotly.js');
  const { version } = JSON.parse(await readFile(join(dirname(source), 'package.json'), 'utf8')) as {
    version: string;
  };
  const path = join(repository, 'node_modules', '.cache', 'inkdrift', `plotly-${version}.min.js`);
  if (await readIfThere(path)) return path;
  const { code } = await transform(await readFile(source, 'utf8'), {
    minify: true,
    target: 'es2020',
    legalComments: 'inline',
    charset: 'ascii',
  });
  // The script stands inside a <script> element: none of its texts may end that one.
  await writeWhole(path, code.replaceAll(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--'));
  return path;
}
