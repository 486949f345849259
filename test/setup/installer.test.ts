import { beforeEach, expect, it, vi } from 'vitest';
import { hostAnswers } from '../../src/setup/tensorflow/ask-host.mjs';
import { tensorflowBinding } from '../../src/setup/tensorflow/step.mjs';
import { verifyBinding } from '../../src/setup/tensorflow/verify.mjs';
import { bindWheel } from '../../src/setup/tensorflow/wheel.mjs';
import { runTool } from '../../src/setup/tool.mjs';
import { emptyFolder } from './stubs';

vi.mock('../../src/setup/tensorflow/ask-host.mjs');
vi.mock('../../src/setup/tensorflow/verify.mjs');
vi.mock('../../src/setup/tensorflow/wheel.mjs');
vi.mock('../../src/setup/tool.mjs');

let lines: string[];
beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(runTool).mockResolvedValue({ code: 0, output: '' });
  lines = [];
});

/** Runs the step where the host answers or not, and each trial of the binding ends so. */
async function bind(answers: boolean, ...trials: boolean[]): Promise<void> {
  vi.mocked(hostAnswers).mockResolvedValue(answers);
  for (const works of trials) vi.mocked(verifyBinding).mockResolvedValueOnce(works ? '2.21.0' : undefined);
  await tensorflowBinding(emptyFolder()).run((line) => lines.push(line));
}

it('a binding that works already is only written down', async () => {
  await bind(true, true);
  expect(hostAnswers).not.toHaveBeenCalled();
  expect(runTool).not.toHaveBeenCalled();
  expect(bindWheel).not.toHaveBeenCalled();
});

it('the package’s installer is taken where its host answers', async () => {
  await bind(true, false, true);
  expect(vi.mocked(runTool).mock.lastCall?.[1]).toEqual(['scripts/install.js', 'cpu', 'download']);
  expect(bindWheel).not.toHaveBeenCalled();
});

it('the wheel is taken where the host is out of reach', async () => {
  await bind(false, false, true);
  expect(runTool).not.toHaveBeenCalled();
  expect(bindWheel).toHaveBeenCalledOnce();
  expect(lines.at(-1)).toMatch(/does not answer: taking libtensorflow from the Python wheel/);
});

it('the wheel is taken where the installer leaves nothing that works, though it says nothing of it', async () => {
  await bind(true, false, false, true);
  expect(runTool).toHaveBeenCalledOnce();
  expect(bindWheel).toHaveBeenCalledOnce();
  expect(lines.at(-1)).toMatch(/the installer failed/);
});

it('a binding that never works ends in one line with what it takes', async () => {
  await expect(bind(true, false, false, false)).rejects.toThrow(/does not load here: this needs Linux/);
});
