import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/**
 * Says whether a host answers, asked once: any answer counts, silence and refusal don't.
 *
 * Goes through the proxy that the environment names, as the installer itself does.
 *
 * @param {string} address of the host, `https://storage.googleapis.com/`
 * @param {{ timeout?: number, env?: NodeJS.ProcessEnv }} [options] the time-out in milliseconds
 * @returns {Promise<boolean>}
 */
export function hostAnswers(address, { timeout = 4000, env = process.env } = {}) {
  const proxy = env.HTTPS_PROXY || env.https_proxy || env.HTTP_PROXY || env.http_proxy;
  return new Promise((resolve) => {
    /** @param {boolean} answer */
    const end = (answer) => {
      clearTimeout(timer);
      asked?.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), timeout);
    /** @type {import('node:http').ClientRequest | undefined} */
    let asked;
    try {
      asked = proxy ? askThrough(proxy, address) : ask(address);
    } catch {
      return end(false);
    }
    asked.on('response', () => end(!proxy));
    asked.on('connect', (response) => end(response.statusCode === 200));
    asked.on('error', () => end(false));
    asked.end();
  });
}

/** @param {string} address */
function ask(address) {
  return (address.startsWith('https:') ? requestHttps : requestHttp)(address, { method: 'HEAD' });
}

/**
 * @param {string} proxy
 * @param {string} address
 */
function askThrough(proxy, address) {
  const { hostname, port, protocol } = new URL(address);
  const place = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
  const login = place.username
    ? {
        'Proxy-Authorization': `Basic ${Buffer.from(decodeURIComponent(`${place.username}:${place.password}`)).toString('base64')}`,
      }
    : {};
  const target = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  return (place.protocol === 'https:' ? requestHttps : requestHttp)(new URL('/', place), {
    method: 'CONNECT',
    path: target,
    headers: { Host: target, ...login },
  });
}
