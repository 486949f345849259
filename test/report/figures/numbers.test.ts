import { expect, it } from 'vitest';
import { captionHtml } from '../../../src/report/figures/figure';
import { numbersOf } from '../../../src/report/figures/numbers';

const axes = { xaxis: { title: { text: 'epoch' } }, yaxis: { title: { text: 'loss' } } };

it('gives a row for each point, with the ends of its error bar', () => {
  const figure = {
    data: [
      {
        type: 'scatter' as const,
        name: 'seen',
        x: [1, 2],
        y: [0.5, 0.25],
        error_y: { type: 'data' as const, array: [0.1, 0.1], arrayminus: [0.2, 0.05] },
      },
    ],
    layout: axes,
  };
  expect(numbersOf(figure)).toEqual({
    columns: ['series', 'epoch', 'loss', 'from', 'to'],
    rows: [
      ['seen', 1, 0.5, 0.3, 0.6],
      ['seen', 2, 0.25, 0.2, 0.35],
    ],
  });
});

it('tells panels that show different things apart by what they show', () => {
  const figure = {
    data: [
      { type: 'scatter' as const, x: [1], y: [0.5] },
      { type: 'scatter' as const, x: [1], y: [0.9], yaxis: 'y2' },
    ],
    layout: { ...axes, yaxis2: { title: { text: 'accuracy' } } },
  };
  expect(numbersOf(figure)).toEqual({
    columns: ['panel', 'epoch', 'y'],
    rows: [
      ['loss', 1, 0.5],
      ['accuracy', 1, 0.9],
    ],
  });
});

it('keeps the shape of a heat map', () => {
  const figure = {
    data: [{ type: 'heatmap' as const, x: ['a', 'b'], y: ['c'], z: [[1, 2]], meta: 'as <b>shot</b>' }],
    layout: { xaxis: { title: { text: 'read as' } }, yaxis: { title: { text: 'true' } } },
  };
  expect(numbersOf(figure)).toEqual({
    columns: ['panel', 'true \\ read as', 'a', 'b'],
    rows: [['as shot', 'c', 1, 2]],
  });
});

it('has no table for pictures, for lines to go by, and for more points than anyone reads', () => {
  const line = { type: 'scatter' as const, x: [0, 1], y: [0, 1], hoverinfo: 'skip' as const };
  const many = Array.from({ length: 4000 }, (_, i) => i);
  expect(numbersOf({ data: [{ type: 'image' as never }, line], layout: {} })).toBeUndefined();
  expect(numbersOf({ data: [{ type: 'scatter', x: many, y: many }], layout: {} })).toBeUndefined();
});

it('writes names into the caption as text, whatever stands in them', () => {
  const figure = {
    data: [{ type: 'bar' as const, name: 'a & b', x: ['<script>'], y: [1 / 3] }],
    layout: axes,
    summary: 'One of three & <more>.',
  };
  const html = captionHtml(figure);
  expect(html).toContain('One of three &amp; &lt;more&gt;.');
  expect(html).toContain('a &amp; b');
  expect(html).toContain('0.3333');
  expect(html).not.toContain('<script>');
});
