import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * The variables that tell node-pre-gyp where Node's headers and node-gyp lie, as far as they can be found.
 *
 * Without headers node-gyp downloads them. The addon uses Node-API alone, which is the same in every Node since 10,
 * so another Node's headers serve as well.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
export function gypVariables(env) {
  const headers = [env.npm_config_nodedir, dirname(dirname(process.execPath)), '/usr/local', '/usr'].find(
    (prefix) => prefix && existsSync(join(prefix, 'include', 'node', 'node_api.h')),
  );
  const gyp = env.npm_config_node_gyp ?? gypOfNpm(env);
  return {
    ...(headers ? { npm_config_nodedir: headers } : {}),
    ...(gyp ? { npm_config_node_gyp: gyp } : {}),
  };
}

/**
 * The node-gyp that comes with npm: the npm that runs this, else the one on the PATH, which need not lie where
 * this Node does.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function gypOfNpm(env) {
  const clients = [
    env.npm_execpath,
    ...(env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
  ];
  for (const client of clients) {
    if (!client || !existsSync(client)) continue;
    const gyp = join(dirname(realpathSync(client)), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    if (existsSync(gyp)) return gyp;
  }
  return undefined;
}
