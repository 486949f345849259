export type { Digits } from './digits';
export { digitsHash } from './digits-hash';
export { type Idx, parseIdx, readIdx } from './idx';
export { type LoadMnistOptions, loadMnist, type Mnist, type MnistSource } from './mnist';
export { classCounts, pick, subset } from './subset';
