import { percent, whole } from '../common/numbers';
import { findingInWords } from '../drift/judge-drift';
import type { JudgedTest, SetSummary, TwoSetsResult } from '../drift/two-sets-result';

/** What was found, for a person: the verdict first, then what it rests on, then what to do. */
export function driftInWords(result: TwoSetsResult): string {
  const { verdict, findings, reference, current, model, properties, tests, thresholds, prepare } = result;
  const { remedies, attribution, advice } = result;
  const parts = [
    verdict.join('\n'),
    ...(findings.length > 1 ? [list('What matters', findings.map(findingInWords))] : []),
    ['The sets', setLine('reference', reference), setLine('current', current), preparation(prepare)].join(
      '\n  ',
    ),
  ];
  if (model) parts.push(modelLines(model).join('\n  '));
  parts.push(
    `Properties of the pictures, the largest effect first (Cliff's delta; + where the current set has more)\n${table(
      ['property', 'reference', 'current', '', 'effect', '95 % interval', 'KS', 'PSI', 'q', ''],
      properties.map(({ name, unit, reference, current, effect, ks, psi, q }) => [
        name,
        figure(reference[1]),
        figure(current[1]),
        unit,
        signed(effect.value),
        `${signed(effect.low)} to ${signed(effect.high)}`,
        ks.toFixed(2),
        psi.toFixed(2),
        q.toFixed(3),
        mark(Math.abs(effect.value) >= thresholds.effect && q <= thresholds.alpha),
      ]),
    )}`,
    `Tests${model ? ` in the eyes of ${model.name}` : ' on the pixels'}, each with its controls\n${table(
      ['test', 'seen in', 'statistic', 'p', 'q', 'effect', 'false alarms', 'notices', ''],
      tests.map((test) => [
        test.name,
        test.space,
        figure(test.statistic),
        test.p.toFixed(3),
        test.q.toFixed(3),
        test.effect ? `${test.effect.kind === 'auc' ? 'AUC' : 'moved'} ${test.effect.value.toFixed(3)}` : '',
        test.aa ? `${test.aa.alarms} of ${test.aa.splits} (to ${test.aa.range[1]})` : '',
        noticed(test),
        mark(matters(test, thresholds)),
      ]),
    )}`,
    ...(remedies.length > 0 ? [list('What was tried on the current set', remedies.map(remedyLine))] : []),
    ...(attribution
      ? [list("What each step of MNIST's recipe gives back", attribution.shares.map(shareLine))]
      : []),
    list('What to do', advice),
  );
  return parts.join('\n\n');
}

function matters({ effect, q }: JudgedTest, { alpha, auc, moved }: TwoSetsResult['thresholds']): boolean {
  return effect !== null && q <= alpha && effect.value >= (effect.kind === 'auc' ? auc : moved);
}

/** The weakest known shift of pictures that a test notices in most runs, and with how many digits. */
function noticed({ power }: JudgedTest): string {
  const enough = power.find(({ detected }) => detected >= 0.8);
  if (power.length === 0) return '';
  return enough ? `${enough.shift}, from ${enough.digits} digits` : 'none of the known shifts';
}

function preparation(prepare: TwoSetsResult['prepare']): string {
  return prepare === 'mnist'
    ? "pictures that weren't 28×28 with light ink on dark went through MNIST's recipe (--prepare mnist)"
    : "pictures of another size were resized to 28×28 and nothing else, as a model would be fed (--prepare mnist puts them through MNIST's recipe)";
}

function setLine(which: string, set: SetSummary): string {
  const { asTheyAre, resized, byRecipe } = set.treatment;
  const treated = [
    asTheyAre > 0 ? `${whole(asTheyAre)} as they are` : '',
    resized > 0 ? `${whole(resized)} resized` : '',
    byRecipe > 0 ? `${whole(byRecipe)} by the recipe` : '',
  ].filter(Boolean);
  const left = [
    ...set.damaged.map((one) => ({ ...one, fate: 'left out' })),
    ...set.doubtful.map((one) => ({ ...one, fate: 'kept' })),
  ];
  return [
    `${which}: ${set.name} (${set.kind}), ${whole(set.compared)} of ${whole(set.found)} pictures of ${set.size}, ${treated.join(', ')}`,
    `  ${classesLine(set.classes)}${set.sheets === null ? '' : `; ${whole(set.sheets)} sheets kept together`}`,
    ...left.map(({ reason, count, example, fate }) => `  ${count} ${fate}: ${reason} (${example})`),
    ...set.notes.map((note) => `  ${note}`),
  ].join('\n  ');
}

function classesLine(classes: SetSummary['classes']): string {
  if (!classes) return 'without labels';
  const entries = Object.entries(classes);
  const shown = entries
    .filter(([, count]) => count > 0)
    .slice(0, 20)
    .map(([name, count]) => `${name}: ${count}`);
  const more = entries.filter(([, count]) => count > 0).length - shown.length;
  const missing = entries.filter(([name, count]) => count === 0 && /^\d$/.test(name)).map(([name]) => name);
  return `classes ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}${missing.length > 0 ? `; none of ${missing.join(', ')}` : ''}`;
}

function modelLines({
  name,
  chosen,
  range,
  reference,
  current,
  foretold,
}: NonNullable<TwoSetsResult['model']>): string[] {
  const line = (which: string, one: typeof reference): string => {
    const truth =
      one.accuracy === null
        ? 'no digits with labels'
        : `${percent(one.accuracy, 2)} of ${whole(one.labelled)} labelled digits right${one.loss === null ? '' : `, loss ${one.loss.toFixed(4)}`}${one.ece === null ? '' : `, calibration error ${percent(one.ece)}`}`;
    return `${which}: ${truth}${one.confidence === null ? '' : `; ${percent(one.confidence)} sure of its answers`}`;
  };
  return [
    `The model ${name}${chosen === 'found' ? ' (found in the workspace; --model names another, or none)' : ''}, pixels fed as ${range}`,
    line('reference', reference),
    line('current', current),
    ...(foretold === null
      ? []
      : [`foretold for the current set without its labels: ${percent(foretold, 2)} right`]),
  ];
}

const remedyWords = {
  none: 'as it is',
  inverted: 'inverted',
  transposed: 'transposed, rows for columns',
  recipe: "prepared by MNIST's recipe",
};

function remedyLine({ change, count, auc, accuracy }: TwoSetsResult['remedies'][number]): string {
  const read = accuracy === null ? '' : `, ${percent(accuracy)} read right`;
  return `${remedyWords[change]}: told from the reference with an AUC of ${auc.toFixed(3)}${read} (${whole(count)} pictures)`;
}

function shareLine({
  step,
  value,
  low,
  high,
}: NonNullable<TwoSetsResult['attribution']>['shares'][number]): string {
  const points = (share: number): string => `${share < 0 ? '-' : '+'}${Math.abs(100 * share).toFixed(1)}`;
  return `${step}: ${points(value)} points of accuracy (95 % interval ${points(low)} to ${points(high)})`;
}

function list(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `- ${line}`)].join('\n  ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, k) => Math.max(title.length, ...rows.map((row) => row[k].length)));
  const isText = head.map((_, k) => rows.some((row) => !/^[-+\d.e]*$/.test(row[k])));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, k) => (isText[k] ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join('  ')}`.trimEnd();
  return [head, ...rows].map(line).join('\n');
}

function figure(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && size < 1e-3 ? value.toExponential(1) : value.toFixed(size < 10 ? 3 : 1);
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}

function mark(isLarge: boolean): string {
  return isLarge ? '<' : '';
}
