import type { Data } from 'plotly.js-dist';
import { percent, whole } from '../../common/numbers';
import type { Cure, Size } from '../../drift/findings';
import type { Spread } from '../../drift/spread';
import { axisLines, baseLayout, colours, type Figure } from './figure';

interface Line {
  name: string;
  color: string;
  dash: 'solid' | 'dot' | 'dash';
  symbol: string;
  x: (number | string)[];
  spreads: Spread[];
}

/** The photo model as it learns from ever more sheets, tested on both sets. */
export function learningCurve(size: Size): Figure {
  const x = size.curve.map((point) => point.photos);
  const lines: Line[] = [
    {
      name: 'on unseen sheets of photos',
      color: colours.custom,
      dash: 'solid',
      symbol: 'circle',
      x,
      spreads: size.curve.map((point) => point.onCustom),
    },
    {
      name: 'on MNIST',
      color: colours.mnist,
      dash: 'dash',
      symbol: 'square',
      x,
      spreads: size.curve.map((point) => point.onMnist),
    },
  ];
  const [first, last] = [size.curve[0], size.curve[size.curve.length - 1]];
  return {
    data: lines.map(drawn),
    layout: {
      ...baseLayout('How the photo model grows with the number of photos', 400),
      xaxis: {
        ...axisLines,
        title: { text: "training photos, prepared by MNIST's recipe" },
        rangemode: 'tozero',
      },
      yaxis: { ...axisLines, title: { text: 'accuracy' }, tickformat: '.0%' },
    },
    summary:
      `From ${whole(first.photos)} to ${whole(last.photos)} photos, accuracy on unseen sheets goes from ${percent(first.onCustom.mean)} to ` +
      `${percent(last.onCustom.mean)}, and on MNIST from ${percent(first.onMnist.mean)} to ${percent(last.onMnist.mean)} ` +
      `(means over ${first.onCustom.values.length} seeds, with 95 % intervals).`,
  };
}

/** What a few photos of each digit bring back, and what is forgotten of MNIST meanwhile. */
export function cureCurve(cure: Cure): Figure {
  const lines = (['as-shot', 'mnist'] as const).flatMap((pipeline): Line[] => {
    const points = cure.points.filter((point) => point.pipeline === pipeline);
    const x = points.map((point) => String(point.k));
    const words = pipeline === 'as-shot' ? 'as shot' : "by MNIST's recipe";
    const dash = pipeline === 'as-shot' ? 'solid' : 'dash';
    return points.length === 0
      ? []
      : [
          {
            name: `photos ${words}`,
            color: colours.custom,
            dash,
            symbol: pipeline === 'as-shot' ? 'circle' : 'circle-open',
            x,
            spreads: points.map((point) => point.onCustom),
          },
          {
            name: `MNIST, after photos ${words}`,
            color: colours.mnist,
            dash,
            symbol: pipeline === 'as-shot' ? 'square' : 'square-open',
            x,
            spreads: points.map((point) => point.onMnist),
          },
        ];
  });
  const asShot = cure.points.filter((point) => point.pipeline === 'as-shot');
  const last = asShot[asShot.length - 1];
  const layout = baseLayout('The MNIST model, tuned on a few photos of each digit', 440);
  return {
    data: lines.map(drawn),
    layout: {
      ...layout,
      margin: { ...layout.margin, t: 104 },
      xaxis: { ...axisLines, type: 'category', title: { text: 'photos of each digit it was tuned on' } },
      yaxis: { ...axisLines, title: { text: 'accuracy' }, tickformat: '.0%', range: [0, 1.03] },
    },
    summary: last
      ? `With ${last.k} photos of each digit as shot the MNIST model reads ${percent(last.onCustom.mean)} of the photos instead of ${percent(asShot[0].onCustom.mean)}, and ${percent(last.onMnist.mean)} of MNIST instead of ${percent(asShot[0].onMnist.mean)}.`
      : 'No tuning was tried.',
  };
}

function drawn({ name, color, dash, symbol, x, spreads }: Line): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x,
    y: spreads.map((one) => one.mean),
    error_y: {
      type: 'data',
      symmetric: false,
      array: spreads.map((one) => one.high - one.mean),
      arrayminus: spreads.map((one) => one.mean - one.low),
      color,
      thickness: 1.2,
    },
    line: { color, dash, width: 2 },
    marker: { size: 8, color, symbol },
    hovertemplate: `${name}: %{y:.1%}<extra></extra>`,
  } as Partial<Data>;
}
