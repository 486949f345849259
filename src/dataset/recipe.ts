import sharp from 'sharp';
import { sha256 } from '../common/files';
import { sourceHash } from '../common/source-hash';

/**
 * Names the way in which photos are prepared, as 64 hexadecimal digits: the source of `src/imaging` and the
 * versions of the libraries that decode.
 */
export async function recipe(): Promise<string> {
  return sha256(JSON.stringify([sharp.versions, await sourceHash('imaging')]));
}
