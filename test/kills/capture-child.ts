import { capture } from '../../src/capture/capture';
import { simulatedCamera } from '../../src/capture/simulated/camera';

// A capture that never ends by itself: it is killed.
process.stdout.write('started\n');
void capture({
  camera: simulatedCamera({ width: 64, height: 64 }),
  folder: process.argv[2],
  perClass: 10_000,
  shotsPerSheet: 2,
  // Told as each is on its way to the disk.
  onShot: () => process.stdout.write('shot\n'),
});
