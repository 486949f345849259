import { describe, expect, it } from 'vitest';
import { bestEpoch, rateFactor, shouldStop } from '../../src/model/schedule';

const history = [0.9, 0.5, 0.6, 0.5, 0.4999].map((val_loss, i) => ({
  ...{ loss: 1, accuracy: 0.5, val_loss },
  val_accuracy: [0.1, 0.2, 0.9, 0.9, 0.3][i],
}));

describe('a schedule', () => {
  it('falls along half a cosine', () => {
    const rates = [0, 1, 2, 3].map((epoch) => rateFactor({ kind: 'cosine' }, epoch, 4));
    [1, 0.853553, 0.5, 0.146447].forEach((rate, i) => {
      expect(rates[i]).toBeCloseTo(rate, 6);
    });
    expect(rateFactor({ kind: 'cosine', final: 0.2 }, 2, 4)).toBeCloseTo(0.6, 12);
  });

  it('falls in steps', () => {
    const rates = [0, 1, 2, 3, 4].map((epoch) =>
      rateFactor({ kind: 'step', every: 2, factor: 0.5 }, epoch, 9),
    );
    expect(rates).toEqual([1, 1, 0.5, 0.5, 0.25]);
    expect(() => rateFactor({ kind: 'step', every: 0 }, 0, 1)).toThrow('whole epochs');
  });

  it('is none by default', () => expect(rateFactor(undefined, 7, 9)).toBe(1));
});

describe('the best epoch', () => {
  it('is the first of the best by the metric that counts', () => {
    expect(bestEpoch(history)).toBe(4);
    expect(bestEpoch(history, { minDelta: 0.01 })).toBe(1);
    expect(bestEpoch(history, { monitor: 'val_accuracy' })).toBe(2);
    expect(bestEpoch([])).toBe(-1);
  });

  it('ends a training once patience is out', () => {
    expect(shouldStop(history.slice(0, 3), { patience: 2 })).toBe(false);
    expect(shouldStop(history.slice(0, 4), { patience: 2 })).toBe(true);
    expect(shouldStop(history, { patience: 2 })).toBe(false);
    expect(shouldStop(history, undefined)).toBe(false);
    expect(() => shouldStop(history, { patience: 0 })).toThrow('patience');
  });
});
