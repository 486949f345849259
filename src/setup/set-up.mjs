import { explainSystemError } from './errors.mjs';
import { kernelSpec } from './kernelspec.mjs';
import { withLock } from './lock.mjs';
import { nodePackages } from './node-packages.mjs';
import { pythonEnvironment } from './python/environment.mjs';
import { stepReporter } from './reporter.mjs';
import { tensorflowBinding } from './tensorflow/step.mjs';

/** @typedef {import('./steps.mjs').Step} Step */

/**
 * Brings the project's own environment to where every command runs; quiet and quick where it is there already.
 *
 * Packages of the two languages are installed at the same time; what builds on them comes after.
 *
 * @param {string} root the repository's root
 */
export async function setUp(root) {
  const stages = [
    [nodePackages(root), pythonEnvironment(root)],
    [tensorflowBinding(root), kernelSpec(root)],
  ];
  if (stages.flat().every((step) => step.ready())) return;
  try {
    await withLock(root, () => runStages(stages), {
      onWait: (pid) => console.error(`set-up: already running (process ${pid}), waiting for it`),
    });
  } catch (error) {
    throw explainSystemError(error);
  }
}

/**
 * Runs stages of steps, the steps of a stage at the same time, and leaves out what is ready.
 *
 * Throws the first failure of a stage, once its other steps have come to their ends.
 *
 * @param {Step[][]} stages
 * @param {ReturnType<typeof stepReporter>} [reporter]
 */
export async function runStages(stages, reporter = stepReporter()) {
  for (const steps of stages) {
    const results = await Promise.allSettled(steps.map((step) => runStep(step, reporter)));
    for (const result of results) if (result.status === 'rejected') throw explainSystemError(result.reason);
  }
}

/**
 * @param {Step} step
 * @param {ReturnType<typeof stepReporter>} reporter
 */
async function runStep(step, reporter) {
  if (step.ready()) return;
  reporter.start(step.name);
  try {
    await step.run((line) => reporter.line(step.name, line));
    reporter.end(step.name);
  } catch (error) {
    reporter.end(step.name, false);
    throw error;
  }
}
