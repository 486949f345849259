import type { Annotation, Data, Layout } from 'plotly.js-dist';
import { percent } from '../../common/numbers';
import type { Silent } from '../../drift/findings';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** A panel of a figure of claims: one crossing under its heading. */
export interface Claimed {
  title: string;
  silent: Silent;
}

/** Reliability diagrams side by side: how often a model is right where it is so sure. */
export function reliabilityDiagrams(title: string, panels: readonly Claimed[]): Figure {
  const data: Partial<Data>[] = [];
  const annotations: Partial<Annotation>[] = [];
  const layout: Partial<Layout> & Record<string, unknown> = { ...baseLayout(title, 330), showlegend: false };
  const gap = 0.05;
  const width = (1 - gap * (panels.length - 1)) / panels.length;
  panels.forEach(({ title: heading, silent }, i) => {
    const key = i === 0 ? '' : String(i + 1);
    const left = i * (width + gap);
    const filled = silent.bins.filter((bin) => bin.count > 0);
    data.push(
      {
        type: 'scatter',
        mode: 'lines',
        x: [0, 1],
        y: [0, 1],
        xaxis: `x${key}`,
        yaxis: `y${key}`,
        line: { color: colours.neutral, dash: 'dot', width: 1.5 },
        hoverinfo: 'skip',
      },
      {
        type: 'bar',
        meta: heading,
        x: filled.map((bin) => (bin.from + bin.to) / 2),
        y: filled.map((bin) => bin.accuracy),
        width: filled.map((bin) => bin.to - bin.from),
        xaxis: `x${key}`,
        yaxis: `y${key}`,
        marker: { color: colours[silent.model], line: { color: 'white', width: 1 } },
        text: filled.map(
          (bin) => `${bin.count} digits, sure to ${percent(bin.confidence)}, right ${percent(bin.accuracy)}`,
        ),
        textposition: 'none',
        hovertemplate: '%{text}<extra></extra>',
      },
    );
    layout[`xaxis${key}`] = {
      ...axisLines,
      title: { text: 'confidence' },
      range: [0, 1],
      tickformat: '.0%',
      dtick: 0.5,
      domain: [left, left + width],
      anchor: `y${key}`,
    };
    layout[`yaxis${key}`] = {
      ...axisLines,
      title: { text: i === 0 ? 'share read right' : '' },
      range: [0, 1],
      tickformat: '.0%',
      dtick: 0.5,
      showticklabels: i === 0,
      anchor: `x${key}`,
    };
    annotations.push({
      text: `${heading}<br>ECE ${percent(silent.ece)}`,
      x: left + width / 2,
      y: 1,
      xref: 'paper',
      yref: 'paper',
      yanchor: 'bottom',
      xanchor: 'center',
      showarrow: false,
      font: { size: 12 },
    });
  });
  layout.margin = { ...layout.margin, t: 104 };
  layout.annotations = annotations;
  const worst = panels.reduce((a, b) => (b.silent.ece > a.silent.ece ? b : a));
  return {
    data,
    layout,
    summary: `Bars on the dotted line would keep what they claim. Furthest from it is "${worst.title.replace(/,?<br>/g, ', ')}": sure to ${percent(worst.silent.confidence)}, right ${percent(worst.silent.accuracy)}, a calibration error of ${percent(worst.silent.ece)}.`,
  };
}

/** True accuracy beside what can be claimed without labels, crossing by crossing. */
export function labelFree(title: string, panels: readonly Claimed[]): Figure {
  const y = panels.map((panel) => panel.title);
  const dots = (name: string, symbol: string, color: string, value: (one: Silent) => number): Partial<Data> =>
    ({
      type: 'scatter',
      mode: 'markers',
      name,
      x: panels.map(({ silent }) => value(silent)),
      y,
      marker: { symbol, color, size: 12, line: { color: colours.ink, width: 1 } },
      hovertemplate: `${name}: %{x:.1%}<extra></extra>`,
    }) as Partial<Data>;
  const off = (value: (one: Silent) => number): number =>
    panels.reduce((sum, { silent }) => sum + Math.abs(value(silent) - silent.accuracy), 0) / panels.length;
  const layout = baseLayout(title, 130 + 44 * panels.length);
  return {
    data: [
      dots('the truth', 'diamond', colours.ink, (one) => one.accuracy),
      dots('average confidence', 'circle', colours.custom, (one) => one.confidence),
      dots('ATC', 'square', colours.mnist, (one) => one.atc),
    ],
    layout: {
      ...layout,
      xaxis: { ...axisLines, title: { text: 'accuracy' }, range: [-0.02, 1.02], tickformat: '.0%' },
      yaxis: { ...axisLines, autorange: 'reversed' },
    },
    summary: `Without labels, average confidence is ${percent(off((one) => one.confidence))} off the truth on average, average thresholded confidence (ATC) ${percent(off((one) => one.atc))}.`,
  };
}
