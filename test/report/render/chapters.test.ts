import { expect, it } from 'vitest';
import { scriptJson } from '../../../src/report/html';
import { anchorHeadings, tableOfContents } from '../../../src/report/render/headings';
import { parameterTable } from '../../../src/report/render/parameter-table';

it('anchorHeadings gives each heading an anchor of its own and leaves code alone', () => {
  const taken = new Set(['nb-results']);
  const { markdown, headings } = anchorHeadings(
    '# The *first* `one`\ntext\n~~~\n# code\n~~~\n## Results ##\n### [Linked](x.html) snake_case',
    'nb',
    taken,
  );
  expect(headings).toEqual([
    { level: 1, text: 'The first one', anchor: 'nb-the-first-one' },
    { level: 2, text: 'Results', anchor: 'nb-results-2' },
    { level: 3, text: 'Linked snake_case', anchor: 'nb-linked-snake-case' },
  ]);
  expect(markdown).toContain('<div class="anchor" id="nb-results-2"></div>\n\n## Results ##');
  expect(markdown).toContain('~~~\n# code\n~~~');
});

it('tableOfContents nests sections below their chapter and escapes their text', () => {
  const html = tableOfContents([
    { level: 1, text: 'A & B', anchor: 'a' },
    { level: 2, text: 'part', anchor: 'a-part' },
    { level: 3, text: 'left out', anchor: 'a-detail' },
    { level: 1, text: 'C', anchor: 'c' },
  ]);
  expect(html.replaceAll('\n', '')).toBe(
    '<ol><li><a href="#a">A &amp; B</a><ol><li><a href="#a-part">part</a></li></ol></li><li><a href="#c">C</a></li></ol>',
  );
});

it('parameterTable marks what was set and escapes texts', () => {
  const html = parameterTable(
    "const folder = 'a'; // Where\nconst n = 2;",
    '// Parameters\nvar folder = "<b>;";\n',
    'nb',
  );
  expect(html).toContain(
    '<tr class="set"><th scope="row"><code>folder</code></th><td><code>&#39;&lt;b&gt;;&#39;</code></td>',
  );
  expect(html).toContain('set for this run (default &#39;a&#39;)');
  expect(html).toContain('<tr><th scope="row"><code>n</code></th><td><code>2</code></td><td>default</td>');
});

it('scriptJson can neither end its script element nor open a comment', () => {
  const value = { text: '</script><!-- \u2028' };
  const json = scriptJson(value);
  expect(json).not.toMatch(/[<\u2028]/);
  expect(JSON.parse(json)).toEqual(value);
});
