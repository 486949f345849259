import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/end-to-end/**', 'test/kills/**'],
    pool: 'forks',
    testTimeout: 20_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '1' },
  },
});
