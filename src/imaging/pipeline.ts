import { type Analysis, analyse } from './analyse';
import { darkness } from './background';
import { centred, moveToCentre } from './centring';
import { stretch } from './contrast';
import { type GreyImage, side } from './image';
import { invert } from './polarity';
import { areaAverage, planeOf, whole } from './resample';
import { fitDigit, lay, ownPlace } from './size';
import type { Step } from './steps';

export { type PipelineName, pipeline, type Step, scaleOf, steps } from './steps';

/** A photo made ready for a model. */
export interface Prepared {
  /** 28×28 bytes, rows from top to bottom. */
  image: Uint8Array;
  /** Why the photo shouldn't be read: `no digit`, `more than one digit`, `digit cut at the border`. */
  refused?: string;
}

/**
 * Makes a photo ready for a model by the steps chosen; any of the 64 combinations works.
 *
 * Without steps it is the whole photo, area-averaged to 28×28; with all of them, MNIST's own recipe. A refused
 * photo still has its best effort as `image`, and is refused whatever the steps.
 */
export function prepare(photo: GreyImage, chosen: ReadonlySet<Step>): Prepared {
  return render(analyse(photo), chosen);
}

/** Makes a photo ready by each of several sets of steps, looking for its digit only once. */
export function prepareAll(photo: GreyImage, combinations: readonly ReadonlySet<Step>[]): Prepared[] {
  const analysis = analyse(photo);
  const known = new Map<string, Prepared>();
  return combinations.map((chosen) => {
    // `scale` leaves the bytes as they are.
    const name = [...chosen]
      .filter((step) => step !== 'scale')
      .sort()
      .join();
    const prepared = known.get(name) ?? render(analysis, chosen);
    known.set(name, prepared);
    return { ...prepared, image: prepared.image.slice() };
  });
}

/**
 * Makes one picture from what is known of a photo.
 *
 * All steps work on darkness (0 paper, 1 ink, whatever the photo's own polarity), and the last thing done is to
 * turn that back into the photo's polarity, or into MNIST's. The ink's box and centre come from the analysis,
 * so that `size` and `centring` mean the same whether or not the steps before them are on.
 */
export function render(whole: Analysis, chosen: ReadonlySet<Step>): Prepared {
  const analysis = viewOf(whole, chosen);
  const { refused } = analysis;
  const image = toBytes(shape(analysis, chosen), analysis.inkIsDark, chosen.has('polarity'));
  return refused === undefined ? { image } : { image, refused };
}

/** What the steps chosen work on: the photo, or its flattened sheet once `background` is among them. */
export function viewOf(analysis: Analysis, chosen: ReadonlySet<Step>): Analysis {
  return (chosen.has('background') ? analysis.flat : undefined) ?? analysis;
}

/** The darkness of the 28×28 pixels: share of the full range by which each is darker than white. */
function shape(analysis: Analysis, chosen: ReadonlySet<Step>): Float32Array {
  const paper = chosen.has('background') || chosen.has('contrast') ? 0 : 1 - analysis.paper / 255;
  if (chosen.has('size')) {
    const digit = fitDigit(tone(analysis, 'cut', chosen), analysis, paper);
    const { x, y } = chosen.has('centring') ? centred(digit) : ownPlace(digit, analysis);
    return lay(digit, x, y, paper);
  }
  const small = smallFrame(analysis, chosen);
  return chosen.has('centring') ? moveToCentre(small, analysis, paper) : small;
}

/** The darkness of the whole photo at 28×28. */
function smallFrame(analysis: Analysis, chosen: ReadonlySet<Step>): Float32Array {
  const { frame, photo, inkIsDark } = analysis;
  if (chosen.has('background') || chosen.has('contrast')) {
    const values = tone(analysis, 'frame', chosen);
    return areaAverage({ width: frame.width, height: frame.height, values }, whole(frame), side, side);
  }
  const light = areaAverage(planeOf(photo), whole(photo), side, side);
  return light.map((value) => (inkIsDark ? 1 - value / 255 : value / 255));
}

/** The steps `background` and `contrast` on the whole frame or the digit's cut. */
function tone(analysis: Analysis, part: 'frame' | 'cut', chosen: ReadonlySet<Step>): Float32Array {
  const view = analysis[part];
  const even = chosen.has('background');
  const stretched = chosen.has('contrast');
  if (!even && !stretched) return Float32Array.from(view.light, (value) => 1 - value / 255);
  const values = darkness(view, analysis, even);
  if (stretched) stretch(values, analysis.residue, analysis.depth);
  else for (let i = 0; i < values.length; i++) values[i] = Math.max(0, values[i]);
  return values;
}

function toBytes(values: Float32Array, inkIsDark: boolean, lightInk: boolean): Uint8Array {
  const bytes = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return lightInk || !inkIsDark ? bytes : invert(bytes);
}
