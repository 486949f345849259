import { decimal, duration, percent, whole } from '../common/numbers';
import { cellOf, type MatrixCell, type SetNames, setNames } from '../drift/matrix';
import { escapeHtml, typeset } from './html';
import type { Report } from './schema';

/** The head of the report: the verdict, what to know before believing it, and the figures it rests on. */
export function headHtml(report: Report): string {
  const [first, ...rest] = report.verdict.map(typeset);
  const names = setNames(report.data.mnist.standIn);
  const banners = report.banners.map(
    (text) => `<p class="inkdrift-banner" role="note">${escapeHtml(text)}</p>`,
  );
  const figures: [string, string][] = [
    [whole(report.model.parameters), 'parameters in the model'],
    [whole(report.data.custom.images), `photos of digits, ${whole(report.balance.perClass)} of each`],
    [whole(report.data.mnist.train), `digits of ${names.mnist} to learn from`],
    [percent(cellOf(report.matrix, 'custom', 'custom', 'as-shot').accuracy), 'photo model on unseen photos'],
    [
      percent(cellOf(report.matrix, 'mnist', 'mnist', 'mnist').accuracy),
      `${names.mnist} model on its own test set`,
    ],
    [
      duration(report.provenance.seconds),
      report.training.some((one) => one.reused)
        ? 'for this run, with trainings of an earlier one'
        : 'to run all notebooks',
    ],
  ];
  return `<section class="inkdrift-head">
<h1>Why a digit reader fails on other people's digits</h1>
${banners.join('\n')}
<h2>Verdict</h2>
<p class="inkdrift-lead">${first}</p>
<ul class="inkdrift-verdict">${rest.map((sentence) => `<li>${sentence}</li>`).join('')}</ul>
<ul class="inkdrift-figures">${figures.map(([value, what]) => `<li><strong>${escapeHtml(value)}</strong> <span>${escapeHtml(what)}</span></li>`).join('')}</ul>
${matrixTable(report.matrix, names)}
</section>`;
}

function matrixTable(cells: readonly MatrixCell[], names: SetNames): string {
  const rows = (['as-shot', 'mnist'] as const).flatMap((pipeline) =>
    (['custom', 'mnist'] as const).map((model) => {
      const on = (data: 'custom' | 'mnist'): string => {
        const { accuracy, loss } = cellOf(cells, model, data, pipeline);
        return `<td style="text-align: right">${percent(accuracy)}</td><td style="text-align: right">${decimal(loss, loss >= 100 ? 1 : 4)}</td>`;
      };
      const condition = pipeline === 'as-shot' ? 'as shot' : "by MNIST's recipe";
      return `<tr><th scope="row" style="text-align: left">${condition}</th><td style="text-align: left">${names[model]}</td>${on('custom')}${on('mnist')}</tr>`;
    }),
  );
  return `<table class="inkdrift-table"><caption style="text-align: left">Accuracy and loss of each model on each test set</caption>
<thead><tr><th scope="col" style="text-align: left">pictures prepared</th><th scope="col" style="text-align: left">trained on</th><th scope="col">accuracy, ${names.custom}</th><th scope="col">loss, ${names.custom}</th><th scope="col">accuracy, ${names.mnist}</th><th scope="col">loss, ${names.mnist}</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}

/** The foot of the report: everything that is needed to run it again and get the same. */
export function provenanceHtml({ provenance, stages }: Report): string {
  const list = (entries: [string, string][]): string =>
    `<dl class="inkdrift-provenance">${entries.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
  const text = (record: Record<string, string | number | boolean>): [string, string][] =>
    Object.entries(record).map(([name, value]) => [name, String(value)]);
  return `<section class="inkdrift-foot">
<h1>Provenance</h1>
${list([
  ['commit', provenance.commit ?? 'unknown: not a checkout, or no git'],
  ['started', provenance.started],
  ['duration', duration(provenance.seconds)],
  ['machine', `${provenance.platform}, ${provenance.cpu}`],
  ['Node.js', provenance.node],
  ['Python', provenance.python],
  ['TensorFlow', `${provenance.tensorflow.version}, from ${provenance.tensorflow.source}`],
  ['browser', provenance.browser],
])}
<h2>Parameters and seeds</h2>
${list(text(provenance.parameters))}
<h2>Durations</h2>
${list(stages.map(({ notebook, seconds }) => [notebook, duration(seconds)]))}
<h2>Data (SHA-256)</h2>
${list(text(provenance.hashes))}
<h2>Packages</h2>
${list(text(provenance.packages))}
</section>`;
}
