import type { Annotation, Layout } from 'plotly.js-dist';
import { decimal, signed } from '../../common/numbers';
import type { PropertyDrift } from '../../drift/comparison';
import type { Measured } from '../../drift/property-drift';
import { quantile } from '../../drift/statistics/effect-interval';
import { binShares, evenEdges } from '../../drift/statistics/histogram';
import { axisLines, baseLayout, colours, type Figure } from './figure';

const columns = 3;
const bins = 30;

/** The distributions of every property in both sets, one panel a property, the largest effect first. */
export function propertyDistributions(
  title: string,
  drift: readonly PropertyDrift[],
  sets: { reference: Measured; current: Measured },
  names: { reference: string; current: string },
): Figure {
  const rows = Math.ceil(drift.length / columns);
  const layout: Partial<Layout> & Record<string, unknown> = baseLayout(title, 110 + 190 * rows);
  const annotations: Partial<Annotation>[] = [];
  const gap = { x: 0.06, y: 0.42 / rows };
  const cell = { x: (1 - gap.x * (columns - 1)) / columns, y: (1 - gap.y * (rows - 1)) / rows };
  const data = drift.flatMap(({ name, unit, effect }, i) => {
    const key = i === 0 ? '' : String(i + 1);
    const left = (i % columns) * (cell.x + gap.x);
    const top = 1 - Math.floor(i / columns) * (cell.y + gap.y);
    layout[`xaxis${key}`] = {
      ...axisLines,
      domain: [left, left + cell.x],
      anchor: `y${key}`,
      title: { text: unit, standoff: 2, font: { size: 11 } },
    };
    layout[`yaxis${key}`] = {
      ...axisLines,
      domain: [Math.max(0, top - cell.y), top],
      anchor: `x${key}`,
      showticklabels: false,
      rangemode: 'tozero',
      ...(i % columns === 0 ? { title: { text: 'share', font: { size: 11 } } } : {}),
    };
    annotations.push({
      text: `<b>${name}</b>  δ ${signed(effect.value)}`,
      x: left,
      y: top,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'left',
      yanchor: 'bottom',
      showarrow: false,
      font: { size: 12 },
    });
    const values = [sets.reference, sets.current].map((set) =>
      set.values[name].filter((value) => !Number.isNaN(value)).sort(),
    );
    const low = Math.min(...values.map((sorted) => quantile(sorted, 0.005)));
    const high = Math.max(...values.map((sorted) => quantile(sorted, 0.995)));
    // A property that is the same for all still needs a bin to stand in.
    const width = (high > low ? high - low : 1) / bins;
    const edges = evenEdges(low, low + width * bins, bins);
    return (['reference', 'current'] as const).map((set, s) => ({
      type: 'scatter' as const,
      meta: unit ? `${name} (${unit})` : name,
      mode: 'lines' as const,
      name: names[set],
      legendgroup: set,
      showlegend: i === 0,
      x: Array.from({ length: bins }, (_, b) => low + (b + 0.5) * width),
      y: Array.from(binShares(values[s], edges)),
      xaxis: `x${key}`,
      yaxis: `y${key}`,
      // The dashes tell the sets apart where the print has no colour.
      line: {
        color: set === 'reference' ? colours.mnist : colours.custom,
        width: 2,
        shape: 'hvh' as const,
        dash: set === 'reference' ? ('solid' as const) : ('dash' as const),
      },
      fill: 'tozeroy' as const,
      fillcolor: set === 'reference' ? 'rgba(0,114,178,0.14)' : 'rgba(213,94,0,0.14)',
      hovertemplate: `${name} %{x:.2f} ${unit}: %{y:.1%}<extra>${names[set]}</extra>`,
    }));
  });
  const first = drift[0];
  return {
    data,
    layout: { ...layout, margin: { ...layout.margin, t: 110 }, annotations },
    summary: first
      ? `The sets differ most in ${first.name} (median ${decimal(first.reference[1], 2)}${first.unit && ` ${first.unit}`} in ${names.reference}, ${decimal(first.current[1], 2)}${first.unit && ` ${first.unit}`} in ${names.current}; Cliff's δ ${signed(first.effect.value)}, ${signed(first.effect.low)} to ${signed(first.effect.high)}). ${drift.filter(({ q }) => q <= 0.05).length} of ${drift.length} properties differ after correction for many tests.`
      : 'No property could be measured.',
  };
}
