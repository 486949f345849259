// The kernel's launcher: starts tslab at the repository's root, mended from outside.
// Usage: node start.js CONNECTION_FILE

const { join, resolve } = require('node:path');
const { loseNoBroadcast } = require('./broadcast');
const { useProjectCompiler } = require('./compiler');
const { sayWhatRuns } = require('./messages');
const { interruptSafely } = require('./interrupt');
const { mendShorthand } = require('./shorthand');

const root = resolve(__dirname, '..', '..', '..');
const tslab = join(root, 'node_modules', 'tslab', 'dist');

// `import … from './src/x'` in a cell means the repository's.
process.chdir(root);

const typescript = useProjectCompiler(tslab);
mendShorthand(require(join(tslab, 'converter.js')), typescript);
const { JupyterHandlerImpl, ZmqServer } = require(join(tslab, 'jupyter.js'));
loseNoBroadcast(ZmqServer);
const cells = sayWhatRuns(JupyterHandlerImpl, ZmqServer);
const { startKernel } = require(join(tslab, 'main.js'));

interruptSafely(cells, () =>
  cells.withConsole(() => startKernel({ configPath: process.argv[2], enableFindLocal: false })),
);
