import { UserError } from '../../../common/errors';
import { activationOf } from './activations';
import type { Fields, KerasConfig } from './kind';

/** Reads one layer's config; `where` names file and layer in every refusal. */
export function fieldsOf(
  config: KerasConfig,
  where: string,
  input: readonly number[],
  beforeKeras3: boolean,
): Fields {
  const rank = input.length + 1;
  const fail = (what: string): Error => new UserError(`${where}: ${what}`);
  const wrong = (field: string, expected: string): Error =>
    fail(`${field} should be ${expected} but is ${JSON.stringify(config[field])?.slice(0, 80)}`);
  // A number that only a hostile file would hold would be allocated before the weights are looked at.
  const most = 1e6;
  const isWhole = (value: unknown, least: number): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return {
    input,
    rank,
    fail,
    whole(field, least = 1) {
      const value = config[field];
      if (!isWhole(value, least)) throw wrong(field, `a whole number from ${least} to ${most}`);
      return value;
    },
    number(field, otherwise) {
      const given = config[field] ?? otherwise;
      // Some versions wrap an array of one: {"type": "ndarray", "value": 0.3}.
      const value = typeof given === 'object' && 'value' in given ? given.value : given;
      // A bound that isn't set is infinite.
      if (typeof value !== 'number' || (value !== otherwise && !Number.isFinite(value)))
        throw wrong(field, 'a number');
      return value;
    },
    flag(field, otherwise) {
      const value = config[field] ?? otherwise;
      if (typeof value !== 'boolean') throw wrong(field, 'true or false');
      return value;
    },
    pair(field, otherwise) {
      const value = config[field] ?? otherwise;
      const both = Array.isArray(value) ? value : [value, value];
      if (both.length !== 2 || !both.every((n) => isWhole(n, 1)))
        throw wrong(field, 'a pair of whole numbers above 0');
      return [both[0], both[1]];
    },
    oneOf(field, allowed, otherwise) {
      const value = config[field] ?? otherwise;
      const found = allowed.find((one) => one === value);
      if (found === undefined) throw wrong(field, allowed.join(' or '));
      return found;
    },
    wholes(field, otherwise) {
      const value = config[field] ?? otherwise;
      if (!Array.isArray(value) || !value.every((n) => isWhole(n, -1)))
        throw wrong(field, 'a list of whole numbers');
      return value;
    },
    axis() {
      // Some versions put it in a list.
      const [value, ...more] = [config.axis ?? -1].flat();
      if (more.length > 0 || !isWhole(value, -1) || value >= rank)
        throw wrong('axis', 'one axis of the input');
      return value < 0 ? rank - 1 : value;
    },
    dataFormat() {
      const value = config.data_format ?? 'channels_last';
      if (value !== 'channels_last' && value !== 'channels_first')
        throw wrong('data_format', 'channels_last or channels_first');
      return value === 'channels_first' ? 'channelsFirst' : 'channelsLast';
    },
    margins(field) {
      const value = config[field] ?? 1;
      const both = Array.isArray(value) ? value : [value, value];
      const pairs = both.map((side) => (Array.isArray(side) ? side : [side, side]));
      if (pairs.length !== 2 || !pairs.every((one) => one.length === 2 && one.every((n) => isWhole(n, 0))))
        throw wrong(field, 'a whole number, a pair or two pairs of them');
      const [[above, below], [left, right]] = pairs;
      return [
        [above, below],
        [left, right],
      ];
    },
    activation() {
      const found = activationOf(config.activation, beforeKeras3);
      if (found === undefined) throw wrong('activation', 'one that is known here (relu, tanh, softmax…)');
      return found;
    },
    only(field, allowed) {
      const value = config[field];
      if (value === undefined || allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return;
      throw wrong(field, allowed.map((one) => JSON.stringify(one)).join(' or '));
    },
  };
}
