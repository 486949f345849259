import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/end-to-end/**', 'test/kills/**'],
    pool: 'forks',
    // As many as there are cores, not one less: this is all that runs.
    maxWorkers: '100%',
    testTimeout: 20_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '1' },
  },
});
