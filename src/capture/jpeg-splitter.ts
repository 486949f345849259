/** The most bytes that one picture of a stream may have. */
const largest = 32 * 2 ** 20;

/**
 * Cuts a stream of JPEGs that lie one behind the other into pictures.
 *
 * Gives the function that takes the next bytes, however they are cut, and gives back the pictures that they
 * complete. A picture ends at the marker FF D9 (ITU-T T.81, B.1.1.3): within the coded data an FF is always
 * followed by 00, so the first one that isn't in a segment is the end. Bytes before a picture's start are dropped,
 * and so is a picture of more than 32 MB.
 */
export function jpegSplitter(): (bytes: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  // Where the search for the end goes on: bytes once seen aren't looked at again.
  let at = 0;
  let inSegments = true;

  function end(): number {
    while (at + 1 < rest.length) {
      if (inSegments) {
        if (at === 0) at = 2;
        if (at + 4 > rest.length) return -1;
        const length = rest.readUInt16BE(at + 2);
        if (rest[at] !== 0xff || length < 2) return 0;
        if (at + 2 + length > rest.length) return -1;
        // SOS: what follows its header is coded data.
        inSegments = rest[at + 1] !== 0xda;
        at += 2 + length;
        continue;
      }
      const next = rest.indexOf(0xff, at);
      if (next < 0) {
        at = rest.length;
        return -1;
      }
      at = next;
      if (next + 1 >= rest.length) return -1;
      const marker = rest[next + 1];
      if (marker === 0xd9) return next + 2;
      const restart = marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7);
      // Anything else is the header of another scan, as progressive pictures have them.
      if (restart) at = next + (marker === 0xff ? 1 : 2);
      else inSegments = true;
    }
    return -1;
  }

  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const pictures: Buffer[] = [];
    for (;;) {
      if (at === 0) {
        const start = rest.indexOf(soi);
        rest = rest.subarray(start < 0 ? Math.max(rest.length - 1, 0) : start);
        if (start < 0) break;
      }
      const stop = end();
      if (stop < 0 && rest.length <= largest) break;
      if (stop > 0) pictures.push(Buffer.from(rest.subarray(0, stop)));
      // What is damaged or endless is left, and the next start is looked for behind its own.
      rest = rest.subarray(stop > 0 ? stop : 2);
      at = 0;
      inSegments = true;
    }
    return pictures;
  };
}

const soi = Buffer.from([0xff, 0xd8]);
