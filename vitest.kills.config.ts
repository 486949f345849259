import { defineConfig } from 'vitest/config';

// By itself, because it takes a minute or more: 200 captures are started and killed.
export default defineConfig({
  test: {
    include: ['test/kills/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 600_000,
  },
});
