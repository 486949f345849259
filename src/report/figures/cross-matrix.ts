import type { Annotation } from 'plotly.js-dist';
import { decimal, percent } from '../../common/numbers';
import { cellOf, type DataSet, type MatrixCell, type SetNames } from '../../drift/matrix';
import type { PipelineName } from '../../imaging/steps';
import { axisLines, baseLayout, type Figure, inkOn, shareScale } from './figure';

const sets: DataSet[] = ['custom', 'mnist'];
const conditions: { pipeline: PipelineName; title: string }[] = [
  { pipeline: 'as-shot', title: 'as shot: each set as it comes' },
  { pipeline: 'mnist', title: "by MNIST's recipe: both prepared alike" },
];

/** The cross-validation matrix as a heat map: each model on each test set, under both pipelines. */
export function crossMatrix(cells: readonly MatrixCell[], names: SetNames): Figure {
  const annotations: Partial<Annotation>[] = [];
  const data = conditions.map(({ pipeline, title }, i) => {
    const key = i === 0 ? '' : '2';
    const at = (model: DataSet, set: DataSet): MatrixCell => cellOf(cells, model, set, pipeline);
    for (const model of sets) {
      for (const set of sets) {
        const cell = at(model, set);
        annotations.push({
          x: names[set],
          y: names[model],
          xref: i === 0 ? 'x' : 'x2',
          yref: i === 0 ? 'y' : 'y2',
          text: `<b>${percent(cell.accuracy)}</b><br>loss ${lossText(cell.loss)}<br>${cell.batches} batches`,
          showarrow: false,
          font: { color: inkOn(cell.accuracy), size: 14 },
        });
      }
    }
    annotations.push({
      text: title,
      x: i === 0 ? 0.22 : 0.78,
      y: 1,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'center',
      yanchor: 'bottom',
      showarrow: false,
    });
    return {
      type: 'heatmap' as const,
      meta: title,
      x: sets.map((set) => names[set]),
      y: sets.map((set) => names[set]),
      z: sets.map((model) => sets.map((set) => at(model, set).accuracy)),
      xaxis: `x${key}`,
      yaxis: `y${key}`,
      zmin: 0,
      zmax: 1,
      colorscale: shareScale,
      xgap: 3,
      ygap: 3,
      showscale: false,
      hovertemplate: 'trained on %{y}, tested on %{x}: %{z:.2%}<extra></extra>',
    };
  });
  const axis = { ...axisLines, showgrid: false, zeroline: false };
  const layout = baseLayout('Accuracy of each model on each test set', 400);
  return {
    data,
    layout: {
      ...layout,
      margin: { ...layout.margin, t: 92, l: 84 },
      xaxis: { ...axis, title: { text: 'tested on' }, domain: [0, 0.44] },
      yaxis: { ...axis, title: { text: 'trained on' }, autorange: 'reversed' },
      xaxis2: { ...axis, title: { text: 'tested on' }, domain: [0.56, 1], anchor: 'y2' },
      yaxis2: { ...axis, title: { text: 'trained on' }, autorange: 'reversed', anchor: 'x2' },
      annotations,
    },
    summary: conditions
      .map(({ pipeline, title }) => {
        const of = (model: DataSet, set: DataSet): string =>
          percent(cellOf(cells, model, set, pipeline).accuracy);
        return `${title[0].toUpperCase()}${title.slice(1).split(':')[0]}, the photo model reads ${of('custom', 'mnist')} of ${names.mnist} (at home ${of('custom', 'custom')}), the ${names.mnist} model ${of('mnist', 'custom')} of the photos (at home ${of('mnist', 'mnist')}).`;
      })
      .join(' '),
  };
}

function lossText(loss: number): string {
  return decimal(loss, loss >= 100 ? 1 : loss >= 10 ? 2 : 4);
}
