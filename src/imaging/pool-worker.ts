import { parentPort } from 'node:worker_threads';
import { prepareAll } from './pipeline';
import type { Answer, Job } from './pool';

// The body of a worker of the pool: prepares each photo that it's sent. It loads nothing native.
parentPort?.on('message', ({ photo, choices }: Job) => {
  let answer: Answer;
  try {
    answer = { prepared: prepareAll(photo, choices) };
  } catch (error) {
    answer = { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(answer);
});
