import { expect, it } from 'vitest';
import { unsupportedNode } from '../../src/setup/node-version.mjs';

it.each(['20.19.0', '20.20.2', '22.12.0', '22.21.1'])('Node %s is supported', (version) => {
  expect(unsupportedNode(version)).toBe('');
});

it.each(['18.20.4', '20.18.3', '21.7.3', '22.11.0', '23.1.0', '24.0.0', '26.2.0'])(
  'Node %s is refused with what is needed instead',
  (version) => {
    const message = unsupportedNode(version);
    expect(message).toContain(`Node ${version} is not supported`);
    expect(message).toContain('Node 20 (20.19 or later) or 22 (22.12 or later)');
    expect(message).not.toContain('\n');
  },
);
