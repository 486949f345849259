import pl from 'nodejs-polars';
import { expect, it, vi } from 'vitest';
import { showHtml } from '../../../src/report/notebook/display';
import { showTable } from '../../../src/report/notebook/table';

vi.mock('../../../src/report/notebook/display');

it('a table names its columns to a screen reader and sets numbers to the right', () => {
  showTable(pl.DataFrame({ model: ['a & b'], loss: [0.25] }), { format: { loss: (x) => x.toFixed(1) } });
  expect(vi.mocked(showHtml).mock.lastCall?.[0]).toBe(
    '<table class="inkdrift-table"><thead><tr><th scope="col" style="text-align: left">model</th>' +
      '<th scope="col" style="text-align: right">loss</th></tr></thead>' +
      '<tbody><tr><td style="text-align: left">a &amp; b</td><td style="text-align: right">0.3</td></tr></tbody></table>',
  );
});
