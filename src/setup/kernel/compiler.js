const { dirname } = require('node:path');
const { keepTimersApart } = require('./timers');

/**
 * The compiler options that the kernel needs beside tslab's own, so that whatever `src` imports resolves in a
 * cell too: subpaths that only a package's `exports` name, the library of ES2023, types of the DOM.
 *
 * @param {{ ModuleResolutionKind: { Bundler: number } }} typescript tslab's TypeScript
 */
function projectOptions(typescript) {
  return {
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    skipLibCheck: true,
  };
}

/**
 * Loads TypeScript for tslab with `projectOptions` in force. To be called before tslab itself is loaded.
 *
 * @param {string} tslab the folder `dist` of tslab
 * @returns {any} the compiler
 */
function useProjectCompiler(tslab) {
  const id = require.resolve('@tslab/typescript-for-tslab', { paths: [dirname(tslab)] });
  const typescript = require(id);
  const loaded = require.cache[id];
  if (!loaded || typeof typescript.createWatchCompilerHost !== 'function') {
    throw new Error('this version of tslab does not compile as the launcher expects: install the pinned one');
  }
  loaded.exports = {
    ...typescript,
    /**
     * @param {string[]} rootFiles
     * @param {object} options
     * @param {unknown[]} rest
     */
    createWatchCompilerHost: (rootFiles, options, ...rest) =>
      keepTimersApart(
        typescript.createWatchCompilerHost(rootFiles, { ...options, ...projectOptions(typescript) }, ...rest),
      ),
  };
  return typescript;
}

module.exports = { projectOptions, useProjectCompiler };
