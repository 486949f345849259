import type { Data } from 'plotly.js-dist';
import { percent } from '../../common/numbers';
import type { TrainingRecord } from '../schema';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** Loss and accuracy of one training, epoch by epoch, on the training data and on unseen data. */
export function trainingHistory(title: string, record: TrainingRecord): Figure {
  const { history } = record;
  const epochs = history.loss.map((_, i) => i + 1);
  const colour = colours[record.model];
  const line = (y: readonly number[], axis: '' | '2', unseen: boolean): Partial<Data> => ({
    type: 'scatter',
    mode: 'lines+markers',
    name: unseen ? 'unseen data' : 'training data',
    legendgroup: unseen ? 'unseen' : 'training',
    showlegend: axis === '',
    x: epochs,
    y: [...y],
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    line: { color: unseen ? colour : colours.neutral, width: 2, dash: unseen ? 'solid' : 'dot' },
    marker: { size: 5 },
    hovertemplate: 'epoch %{x}: %{y:.4f}',
  });
  const last = history.val_accuracy.length - 1;
  const epochAxis = {
    ...axisLines,
    title: { text: 'epoch' },
    tick0: 1,
    dtick: Math.ceil(epochs.length / 10),
  };
  return {
    data: [
      line(history.loss, '', false),
      line(history.val_loss, '', true),
      line(history.accuracy, '2', false),
      line(history.val_accuracy, '2', true),
    ],
    layout: {
      ...baseLayout(title, 360),
      xaxis: { ...epochAxis, domain: [0, 0.44] },
      yaxis: { ...axisLines, title: { text: 'loss (cross-entropy, nats)' }, rangemode: 'tozero' },
      xaxis2: { ...epochAxis, domain: [0.56, 1], anchor: 'y2' },
      yaxis2: { ...axisLines, title: { text: 'accuracy' }, anchor: 'x2', tickformat: '.0%' },
    },
    summary: `After ${epochs.length} epochs: accuracy ${percent(history.accuracy[last])} on the training data, ${percent(history.val_accuracy[last])} on unseen data.`,
  };
}
