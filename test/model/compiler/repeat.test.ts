import * as tf from '@tensorflow/tfjs-node';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/model/compiler/graph';
import { add, floats, gather, multiply, placeholder } from '../../../src/model/compiler/ops';
import { repeat } from '../../../src/model/compiler/repeat';
import { openSession } from '../../../src/model/compiler/session';

describe('a loop in a graph', () => {
  it('hands its state from round to round, and gives the start where there is none', async () => {
    const graph = new Graph();
    const times = placeholder(graph, 'int32', []);
    const digits = placeholder(graph, 'float', [-1]);
    const result = repeat(graph, times, floats(graph, [0.5]), (round, state) =>
      add(graph, multiply(graph, state, floats(graph, [10])), gather(graph, digits, round)),
    );
    graph.signatures.run = { inputs: { times, digits }, outputs: { result } };
    const session = await openSession(graph);
    const found = [0, 1, 3, 5].map((rounds) =>
      tf.tidy(() => {
        const inputs = { times: tf.scalar(rounds, 'int32'), digits: tf.tensor1d([1, 2, 3, 4, 5]) };
        return session.run('run', inputs).result.dataSync()[0];
      }),
    );
    session.close();
    expect(found).toEqual([0.5, 6, 623, 62345]);
  });
});
