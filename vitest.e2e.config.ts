import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/end-to-end/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 900_000,
  },
});
