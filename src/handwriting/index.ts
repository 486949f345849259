export { type RasterOptions, rasterise } from './raster';
export { bounds, type Point, type Stroke } from './strokes';
export { virtualWriter, type Writer } from './writer';
