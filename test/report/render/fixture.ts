import type { Cell, Notebook, Output } from '../../../src/report/run/notebook-file';

/** A Markdown cell. */
export function markdown(source: string): Cell {
  return { cell_type: 'markdown', metadata: {}, source };
}

/** A code cell with its outputs. */
export function code(source: string, outputs: Output[] = [], tags?: string[]): Cell {
  return { cell_type: 'code', execution_count: 1, metadata: tags ? { tags } : {}, source, outputs };
}

/** An output of one or more forms. */
export function display(data: Record<string, unknown>): Output {
  return { output_type: 'display_data', metadata: {}, data };
}

/** A Plotly figure as the notebooks send it. */
export function plotly(data: object[], layout: object | undefined, summary: string): Output {
  return display({
    'application/vnd.plotly.v1+json': { data, ...(layout && { layout }) },
    'text/plain': summary,
  });
}

/** A notebook on the project's kernel. */
export function notebook(cells: Cell[], seconds?: number): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' },
      language_info: { name: 'typescript' },
      ...(seconds !== undefined && { papermill: { duration: seconds } }),
    },
    cells: cells.map((cell, id) => ({ ...cell, id: `c${id}` })),
  };
}

const epochs = Array.from({ length: 20 }, (_, i) => i + 1);

/** A notebook with all kinds of cells and outputs, and two figures. */
export function training(): Notebook {
  return notebook(
    [
      markdown('# Training\n\nThe **same** small model learns from each data set. It sees `2,840` pictures.'),
      code(
        "const epochs: number = 20; // How often the model sees every picture\nconst trainer: string = 'fit'; // Which trainer runs it\nconst fresh: boolean = false; // Train anew even where a model is saved\n",
        [],
        ['parameters'],
      ),
      code('// Parameters\nvar epochs = 3;\n', [], ['injected-parameters']),
      markdown('## How the loss falls\n\nBoth histories, on one scale.\n\n```ts\n# not a heading\n```'),
      code(
        "import { trainAll } from './src/model/train-all';\n\n// Every epoch sees each picture once.\nconst histories = await trainAll({ epochs, batch: 32 });\nconsole.log('models:', histories.length);",
        [
          { output_type: 'stream', name: 'stdout', text: 'models: 2\n' },
          { output_type: 'stream', name: 'stderr', text: 'a <b>warning</b> of TensorFlow\n' },
          plotly(
            [
              {
                type: 'scatter',
                name: 'loss',
                x: epochs,
                y: epochs.map((e) => 1 / e),
                line: { color: '#0072b2' },
              },
              {
                type: 'scatter',
                name: 'val_loss',
                x: epochs,
                y: epochs.map((e) => 0.2 + 0.9 / e),
                line: { color: '#d55e00' },
              },
            ],
            {
              title: { text: 'Loss </script><b>in bold</b>', x: 0, xanchor: 'left' },
              width: 820,
              height: 380,
              margin: { l: 64, r: 24, t: 64, b: 56 },
              xaxis: { title: { text: 'epoch' } },
              yaxis: { title: { text: 'loss' } },
            },
            'The loss falls from 1.000 to 0.050 on the training set, and stays at 0.245 on the validation set.',
          ),
        ],
      ),
      markdown('### A detail\n\n## Confusion'),
      code('showConfusion(matrix);', [
        plotly(
          [
            {
              type: 'heatmap',
              z: [
                [9, 1],
                [2, 8],
              ],
            },
          ],
          undefined,
          'Most pictures lie on the diagonal.',
        ),
        display({
          'text/html':
            '<table class="inkdrift-table"><caption style="text-align: left">By model</caption><thead><tr><th style="text-align: left">model</th><th style="text-align: right">accuracy</th><th style="text-align: right">loss</th></tr></thead><tbody><tr><td style="text-align: left">custom</td><td style="text-align: right">99.9 %</td><td style="text-align: right">0.0039</td></tr><tr><td style="text-align: left">mnist</td><td style="text-align: right">99.1 %</td><td style="text-align: right">0.0873</td></tr></tbody></table>',
          'text/plain': 'model accuracy loss',
        }),
      ]),
      code('throw new Error("no such layer");', [
        {
          output_type: 'error',
          ename: 'Error',
          evalue: 'no such <layer>',
          traceback: ['\u001b[31mError\u001b[0m: no such <layer>', '    at cell 5:1:7'],
        },
      ]),
      code('leaveResult(result);', [
        display({ 'application/vnd.inkdrift.result+json': { training: [1] }, 'text/plain': 'first' }),
        display({
          'application/vnd.inkdrift.result+json': { training: [1, 2] },
          'text/plain': 'The result is kept with this cell.',
        }),
      ]),
    ],
    62.4,
  );
}
