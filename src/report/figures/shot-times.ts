import type { Shot } from '../../capture/shot';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** When each shot of a few sheets was taken, against when it was due: on the line is on the beat. */
export function shotTimes(shots: readonly Shot[], interval: number, sheets = 12): Figure {
  const bySheet = new Map<string, number[]>();
  for (const { sheet, time } of shots) {
    const times = bySheet.get(sheet);
    if (times) times.push(Date.parse(time));
    else if (bySheet.size < sheets) bySheet.set(sheet, [Date.parse(time)]);
  }
  const points = [...bySheet.values()].flatMap((times) =>
    times.map((time, k) => ({ due: k * interval, taken: time - times[0] })),
  );
  const last = Math.max(0, ...points.map((point) => point.due));
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'due',
        x: [0, last],
        y: [0, last],
        line: { color: colours.neutral, width: 1, dash: 'dot' },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'taken',
        x: points.map((point) => point.due),
        y: points.map((point) => point.taken),
        marker: { color: colours.custom, size: 8, opacity: 0.6 },
        hovertemplate: 'due at %{x} ms, taken at %{y} ms<extra></extra>',
      },
    ],
    layout: {
      ...baseLayout(`The beat of the first ${bySheet.size} sheets`, 320),
      xaxis: { ...axisLines, title: { text: 'due, ms after the first shot of the sheet' } },
      yaxis: { ...axisLines, title: { text: 'taken, ms' } },
    },
    summary: `${points.length} shots of ${bySheet.size} sheets, one due every ${interval} ms.`,
  };
}
