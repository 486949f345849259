import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Frame, simulatedCamera } from '../../src/capture';
import type { SimulatedOptions } from '../../src/capture/simulated/camera';
import { sha256 } from '../../src/common/files';

async function shoot(
  options: SimulatedOptions,
  label: number,
  number: number,
  shots = [0],
): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of simulatedCamera(options).burst({ label, number }, shots)) frames.push(frame);
  return frames;
}

describe('simulatedCamera', () => {
  it('takes the same photo, byte for byte, from the same seed, alone or within its burst', async () => {
    const burst = await shoot({ seed: 4 }, 3, 7, [0, 1, 2]);
    const [alone] = await shoot({ seed: 4 }, 3, 7, [2]);
    expect(sha256(alone.photo)).toBe(sha256(burst[2].photo));
    expect(sha256(burst[0].photo)).not.toBe(sha256(burst[1].photo));
    const [other] = await shoot({ seed: 5 }, 3, 7, [2]);
    expect(sha256(other.photo)).not.toBe(sha256(alone.photo));
  });

  it('writes the beat of 0.2 s into the times', async () => {
    const burst = await shoot({}, 1, 2, [0, 1, 2, 3, 4]);
    expect(burst.map(({ time }) => time.getTime() - burst[0].time.getTime())).toEqual([
      0, 200, 400, 600, 800,
    ]);
  });

  it('waits the beat out where it is asked to', async () => {
    const start = performance.now();
    await shoot({ realtime: true, width: 64, height: 64 }, 1, 2, [0, 1, 2]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(395);
  });

  it('takes photographs: colour JPEGs of bright, uneven, noisy paper with dark ink on it', async () => {
    for (let label = 0; label < 10; label++) {
      const [frame] = await shoot({ seed: 2 }, label, label);
      expect(await sharp(frame.photo).metadata()).toMatchObject({
        format: 'jpeg',
        width: 640,
        height: 480,
        channels: 3,
      });
      expect(frame.photo.length).toBeLessThan(90 * 1024);
      const { data, info } = await sharp(frame.photo).greyscale().raw().toBuffer({ resolveWithObject: true });
      const sorted = Float64Array.from(data).sort();
      const [ink, page] = [
        sorted[Math.floor(sorted.length * 0.003)],
        sorted[Math.floor(sorted.length * 0.6)],
      ];
      expect(page).toBeGreaterThan(150);
      expect(page - ink).toBeGreaterThan(70);
      // Noise: neighbours on bare paper differ a little.
      let steps = 0;
      for (let x = 301; x < 400; x++)
        steps += Math.abs(data[20 * info.width + x] - data[20 * info.width + x - 1]);
      expect(steps / 99).toBeGreaterThan(0.2);
      expect(steps / 99).toBeLessThan(12);
    }
  });

  it('shows the digit whole, roughly in the middle, 45 to 75 % of the height or a little more', async () => {
    for (let number = 0; number < 12; number++) {
      const [frame] = await shoot({ seed: 3 }, number % 10, number);
      const { data, info } = await sharp(frame.photo)
        .greyscale()
        .blur(1)
        .raw()
        .toBuffer({ resolveWithObject: true });
      let [top, bottom] = [info.height, 0];
      for (let y = 0; y < info.height; y++) {
        // Only the middle: a desk may show at the sides.
        for (let x = 160; x < 480; x++) {
          if (data[y * info.width + x] < 110) [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
        }
      }
      expect(top).toBeGreaterThan(0);
      expect(bottom).toBeLessThan(info.height - 1);
      expect((bottom - top) / info.height).toBeGreaterThan(0.3);
      expect((bottom - top) / info.height).toBeLessThan(0.95);
    }
  });

  it('takes photos of any size', async () => {
    const [frame] = await shoot({ width: 333, height: 217 }, 5, 0);
    expect(await sharp(frame.photo).metadata()).toMatchObject({ width: 333, height: 217 });
  });

  it('names in its session what changes its photos', () => {
    expect(simulatedCamera().session).toBe('simulated-1-640x480-24');
    expect(simulatedCamera({ seed: 2, width: 1280, height: 960, writers: 5 }).session).toBe(
      'simulated-2-1280x960-5',
    );
  });

  it.each([{ width: 10 }, { height: 480.5 }, { writers: 0 }, { seed: -1 }])('refuses %j', (options) => {
    expect(() => simulatedCamera(options)).toThrow(String(Object.values(options)[0]));
  });
});
