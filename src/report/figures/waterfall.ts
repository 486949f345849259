import { decimal, percent } from '../../common/numbers';
import { largestShare } from '../../drift/attribution';
import type { Attribution } from '../../drift/findings';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** What a figure of an attribution says of its ends. */
export interface WaterfallEnds {
  /** Where it starts: `photos as shot`. */
  none: string;
  /** Where the steps lead: `photos by MNIST's recipe`. */
  all: string;
  /** Where it would end: `MNIST's own digits`. */
  target: string;
}

/** A gap from one end to the other, step by step: each step's Shapley value with its 95 % interval. */
export function waterfall(title: string, attribution: Attribution, ends: WaterfallEnds): Figure {
  const { metric, none, all, target, gap, residual, shares } = attribution;
  const form = (value: number): string =>
    metric === 'accuracy' ? percent(value) : decimal(value, Math.abs(value) >= 100 ? 0 : 2);
  const sign = (value: number): string =>
    `${value >= 0 ? '+' : '−'}${metric === 'accuracy' ? `${decimal(100 * Math.abs(value), 1)} points` : form(Math.abs(value))}`;
  const ordered = [...shares].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const x = [ends.none, ...ordered.map((share) => share.step), ends.all, 'residual', ends.target];
  const starts: number[] = [];
  let at = none;
  for (const share of ordered) {
    starts.push(at);
    at += share.value;
  }
  const bases = [0, ...starts, 0, all, 0];
  const heights = [none, ...ordered.map((share) => share.value), all, residual, target];
  const colour = (value: number): string => (value >= 0 ? colours.mnist : colours.custom);
  const fills = heights.map((value, i) =>
    i === 0 || i === ordered.length + 1 || i === heights.length - 1
      ? colours.neutral
      : i === heights.length - 2
        ? '#c4c8ce'
        : colour(value),
  );
  const least = (share: (typeof shares)[number]): number => share.value - share.low;
  const errors = heights.map((_, i) =>
    i > 0 && i <= ordered.length ? ordered[i - 1].high - ordered[i - 1].value : 0,
  );
  const errorsBelow = heights.map((_, i) => (i > 0 && i <= ordered.length ? least(ordered[i - 1]) : 0));
  const largest = largestShare(attribution);
  return {
    data: [
      {
        type: 'bar',
        x,
        y: heights,
        base: bases,
        marker: { color: fills, line: { color: colours.ink, width: 1 } },
        error_y: {
          type: 'data',
          symmetric: false,
          array: errors,
          arrayminus: errorsBelow,
          color: colours.ink,
          thickness: 1.5,
        },
        text: heights.map((value, i) => (bases[i] === 0 && i !== 1 ? form(value) : sign(value))),
        textposition: 'none',
        hovertemplate: '%{x}: %{text}<extra></extra>',
      },
    ] as Figure['data'],
    layout: {
      ...baseLayout(title, 420),
      showlegend: false,
      xaxis: { ...axisLines, showgrid: false },
      yaxis: {
        ...axisLines,
        title: { text: metric === 'accuracy' ? 'accuracy' : 'loss (cross-entropy, nats)' },
        ...(metric === 'accuracy' ? { tickformat: '.0%' } : {}),
      },
      annotations: heights.map((value, i) => ({
        x: x[i],
        y: Math.max(bases[i], bases[i] + value + errors[i], bases[i] + errors[i]),
        text:
          i === 0 || i === ordered.length + 1 || i === heights.length - 1
            ? form(value)
            : sign(value).replace(' points', ''),
        showarrow: false,
        yanchor: 'bottom' as const,
        font: { size: 12 },
      })),
    },
    summary:
      `From ${form(none)} to ${form(all)}, a change of ${sign(gap)}: ${largest.step} makes up ${sign(largest.value)} ` +
      `of it (95 % interval ${sign(largest.low)} to ${sign(largest.high)})${gap === 0 ? '' : `, ${percent(largest.value / gap, 0)} of all`}. ` +
      `No step accounts for the ${sign(residual)} between that and ${form(target)}.`,
  };
}

/** Each step alone, by Shapley value and left out, side by side: where the three differ, steps work together. */
export function interactionBars(title: string, attribution: Attribution): Figure {
  const { metric, shares } = attribution;
  const steps = shares.map((share) => share.step);
  const kinds = [
    { name: 'taken alone', values: shares.map((share) => share.alone), color: colours.neutral, pattern: '/' },
    { name: 'Shapley value', values: shares.map((share) => share.value), color: colours.mnist, pattern: '' },
    { name: 'left out', values: shares.map((share) => share.leftOut), color: colours.custom, pattern: '.' },
  ];
  const widest = shares.reduce((best, share) =>
    Math.abs(share.leftOut - share.alone) > Math.abs(best.leftOut - best.alone) ? share : best,
  );
  const form = (value: number): string =>
    metric === 'accuracy' ? `${decimal(100 * value, 1)} points` : decimal(value, 2);
  return {
    data: kinds.map(({ name, values, color, pattern }) => ({
      type: 'bar',
      name,
      x: steps,
      y: values,
      marker: {
        color,
        pattern: { shape: pattern, fillmode: 'overlay', fgcolor: 'white', solidity: 0.3 },
        line: { color: colours.ink, width: 0.5 },
      },
      hovertemplate: `%{x}, ${name}: %{y:.3f}<extra></extra>`,
    })) as Figure['data'],
    layout: {
      ...baseLayout(title, 380),
      barmode: 'group',
      xaxis: { ...axisLines, showgrid: false },
      yaxis: {
        ...axisLines,
        title: { text: metric === 'accuracy' ? 'change of accuracy' : 'change of loss (nats)' },
        ...(metric === 'accuracy' ? { tickformat: '+.0%' } : {}),
      },
    },
    summary: `The step whose effect hangs most on the others is ${widest.step}: alone it changes ${form(widest.alone)}, left out of all steps ${form(widest.leftOut)}.`,
  };
}
