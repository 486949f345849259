import { percent } from '../common/numbers';
import { findingInWords } from './judge-drift';
import type { TwoSetsResult } from './two-sets-result';

type Found = Omit<TwoSetsResult, 'verdict' | 'advice'>;

/** Says in a few sentences whether the sets differ in a way that matters, in what, and what the model makes of it. */
export function verdictOf(found: Found): string[] {
  const { findings, reference, current, model, thresholds, tests } = found;
  const { alpha, effect, auc } = thresholds;
  const sentences = [
    findings.length > 0
      ? `Drift: ${current.name} differs from ${reference.name} in ${findings.length} ${findings.length > 1 ? 'ways that matter' : 'way that matters'}, first of all: ${findingInWords(findings[0])}.`
      : `No drift that matters: nothing tells ${current.name} from ${reference.name} by as much as ${effect} of Cliff's delta or an AUC of ${auc}, with chance ruled out (q at most ${alpha}).`,
  ];
  const silent = tests.filter(({ q }) => q <= alpha).length;
  if (findings.length === 0 && silent > 0)
    sentences.push(
      `${silent} of ${tests.length} tests see a difference that is no chance, but too small to matter: so many pictures show the slightest.`,
    );
  if (model) sentences.push(...modelSentences(model));
  else
    sentences.push(
      'No model looked at them: pictures are compared by their properties and their pixels alone.',
    );
  return sentences;
}

function modelSentences({ name, reference, current, drop, foretold }: NonNullable<Found['model']>): string[] {
  const sentences: string[] = [];
  const points = (share: number): string => (100 * share).toFixed(1);
  if (reference.accuracy !== null && current.accuracy !== null && drop) {
    sentences.push(
      `The model ${name} reads ${percent(reference.accuracy)} of the reference right and ${percent(current.accuracy)} of the current set (lost: ${points(drop.value)} points, 95 % interval ${points(drop.low)} to ${points(drop.high)}).`,
    );
    if (drop.value > 0.05 && current.confidence !== null && current.confidence > current.accuracy + 0.1)
      sentences.push(`It fails silently: it is ${percent(current.confidence)} sure of its answers.`);
  } else {
    sentences.push(
      current.accuracy === null
        ? `How many digits of the current set the model ${name} reads right can't be told: none has a label.`
        : `The model ${name} reads ${percent(current.accuracy)} of the current set right; the reference has no labels.`,
    );
    if (current.confidence !== null && reference.confidence !== null)
      sentences.push(
        `It is ${percent(current.confidence)} sure of its answers there, and ${percent(reference.confidence)} on the reference.`,
      );
  }
  if (foretold !== null && current.accuracy === null)
    sentences.push(
      `Without labels its accuracy there is estimated at ${percent(foretold)} (average thresholded confidence).`,
    );
  return sentences;
}

/** By so much a remedy must lower the AUC, or raise the accuracy, to be advised. */
const worthwhile = 0.05;

const remedyWords = {
  none: '',
  inverted: 'inverting the pictures (light ink on dark ground is what MNIST has)',
  transposed: 'transposing the pictures (rows for columns, as EMNIST lies in its files)',
  recipe: "preparing them by MNIST's recipe (--prepare mnist)",
};

/** What to do about it, the most helpful first. */
export function adviceOf(found: Found): string[] {
  const { remedies, findings, model, current, reference } = found;
  const advice: string[] = [];
  const [none, ...changes] = remedies;
  const gain = (remedy: (typeof remedies)[number]): number =>
    remedy.accuracy !== null && none.accuracy !== null
      ? remedy.accuracy - none.accuracy
      : none.auc - remedy.auc;
  const helpful = changes.filter((remedy) => gain(remedy) >= worthwhile).sort((a, b) => gain(b) - gain(a));
  const { attribution } = found;
  if (attribution && attribution.gap >= worthwhile) {
    const [first] = [...attribution.shares].sort((a, b) => b.value - a.value);
    const points = (share: number): string => (100 * share).toFixed(1);
    advice.push(
      `Of the ${points(attribution.gap)} points of accuracy that MNIST's recipe gives back on ${attribution.count} photos, ${points(first.value)} come from ${first.step} (95 % interval ${points(first.low)} to ${points(first.high)}): begin there.`,
    );
  }
  for (const remedy of helpful) {
    const told = `AUC ${none.auc.toFixed(3)} to ${remedy.auc.toFixed(3)}`;
    const read =
      remedy.accuracy !== null && none.accuracy !== null
        ? `accuracy ${percent(none.accuracy)} to ${percent(remedy.accuracy)}, `
        : '';
    advice.push(`Try ${remedyWords[remedy.change]}: ${read}${told}, on ${remedy.count} pictures.`);
  }
  if (findings.some(({ name }) => name === 'labels'))
    advice.push(
      'The classes are shared out otherwise: compare equally many of each, or weigh them, before blaming the pictures.',
    );
  if (findings.length > 0 && helpful.length === 0)
    advice.push(
      model
        ? 'No simple change to the pictures helps: look at the properties at the head of the table, and tune the model on some of the current set.'
        : 'No simple change to the pictures helps: look at the properties at the head of the table.',
    );
  for (const set of [reference, current]) {
    const left = set.damaged.reduce((sum, { count }) => sum + count, 0);
    if (left > 0)
      advice.push(`${left} pictures of ${set.name} can't be opened and were left out: mend or remove them.`);
    if (set.compared < 100)
      advice.push(
        `${set.name} has only ${set.compared} pictures: small differences can't be told from chance.`,
      );
  }
  const { permutations } = found.settings;
  const questions = Math.max(found.tests.length, found.properties.length);
  if (questions / (permutations + 1) > found.thresholds.alpha)
    advice.push(
      `${permutations} permutations are too few for one test among ${questions} to be called no chance by itself: raise --permutations to ${Math.ceil(questions / found.thresholds.alpha)}.`,
    );
  if (findings.length === 0 && advice.length === 0) advice.push('Nothing needs to be done.');
  return advice;
}
