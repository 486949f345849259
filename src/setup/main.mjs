// Sets the project up where it has to be, then runs a command: node src/setup/main.mjs COMMAND [arguments]
// In the syntax of old Nodes as far as the check of the version; everything else is imported after it.
import { unsupportedNode } from './node-version.mjs';

var problem = unsupportedNode(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
import('./run.mjs').then((module) => module.run(process.argv.slice(2)));
