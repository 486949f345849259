export { type Camera, type Frame, interval, type Sheet } from './camera';
export { type Captured, type CaptureOptions, capture, customFolder, sheetsFor } from './capture';
export { type Imported, type ImportOptions, importFolder } from './folder';
export { readManifest, type Session, sessions } from './manifest';
export type { SetAside } from './reconcile';
export { Shot } from './shot';
export { type SimulatedOptions, simulatedCamera } from './simulated/camera';
export { type WebcamOptions, webcam } from './webcam';
