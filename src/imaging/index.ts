export { type Analysis, analyse } from './analyse';
export { cutSheet, type SheetDigit } from './cut-sheet';
export type { Refusal } from './find';
export { area, type GreyImage, side } from './image';
export { type OpenOptions, openPhoto } from './open';
export { type Prepared, prepare, prepareAll, render } from './pipeline';
export { combinations, type PipelineName, pipeline, pipelineNames, type Step, scaleOf, steps } from './steps';
export { type Stop, walk } from './walk';
