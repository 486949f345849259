import { type Analysis, analyse, type View } from './analyse';
import { darkness } from './background';
import { stretch } from './contrast';
import { type GreyImage, side } from './image';
import { render, viewOf } from './pipeline';
import type { Step } from './steps';
import { steps } from './steps';

/** One picture on a photo's way from the shutter to 28×28. */
export interface Stop {
  /** `photo` for the start, then the steps in their order, then `picture` for the end. */
  step: 'photo' | Step | 'picture';
  picture: GreyImage;
  /** What was done, in one sentence. */
  note: string;
}

/**
 * Follows a photo through the steps chosen, a picture and a sentence for each.
 *
 * `background` and `contrast` show the whole photo (reduced), from `size` on pictures are 28×28.
 */
export function walk(photo: GreyImage, chosen: ReadonlySet<Step>): Stop[] {
  const analysis = analyse(photo);
  const stops: Stop[] = [
    { step: 'photo', picture: photo, note: `The photo as shot, ${photo.width}×${photo.height} pixels.` },
  ];
  const done = new Set<Step>();
  for (const step of steps) {
    if (!chosen.has(step)) continue;
    done.add(step);
    const seen = viewOf(analysis, done);
    stops.push({ step, picture: pictureAfter(seen, done), note: noteOn(step, seen, seen !== analysis) });
  }
  const { image, refused } = render(analysis, chosen);
  const verdict = refused === undefined ? 'What the model reads, 28×28 pixels.' : `Refused: ${refused}.`;
  stops.push({ step: 'picture', picture: { width: side, height: side, pixels: image }, note: verdict });
  return stops;
}

function pictureAfter(analysis: Analysis, done: ReadonlySet<Step>): GreyImage {
  if (done.has('size') || done.has('centring')) {
    return { width: side, height: side, pixels: render(analysis, done).image };
  }
  return large(analysis, analysis.frame, done);
}

/** The whole photo after the steps that change tones alone. */
function large(analysis: Analysis, view: View, done: ReadonlySet<Step>): GreyImage {
  const even = done.has('background');
  const values = even || done.has('contrast') ? darkness(view, analysis, even) : undefined;
  if (values && done.has('contrast')) stretch(values, analysis.residue, analysis.depth);
  const dark = done.has('polarity') || !analysis.inkIsDark;
  const pixels = new Uint8ClampedArray(view.width * view.height);
  for (let i = 0; i < pixels.length; i++) {
    const value = values ? 255 * values[i] : 255 - view.light[i];
    pixels[i] = dark ? value : 255 - value;
  }
  return { width: view.width, height: view.height, pixels: new Uint8Array(pixels.buffer) };
}

function noteOn(step: Step, analysis: Analysis, flattened: boolean): string {
  const { place, photo, inkIsDark, depth, residue, centre } = analysis;
  switch (step) {
    case 'background':
      return flattened
        ? "The sheet's four corners found and its perspective flattened, the light evened out, everything but the digit turned into paper."
        : 'The light evened out and everything but the digit turned into paper.';
    case 'contrast':
      return `Ink that swallows ${percent(depth)} of the light or more made full, less than ${percent(residue)} made none.`;
    case 'polarity':
      return inkIsDark ? 'Dark ink on light paper turned over.' : 'Light ink on dark paper, left as it is.';
    case 'size':
      return `The digit, ${Math.round(place.width)}×${Math.round(place.height)} pixels of ${photo.width}×${photo.height}, cut out and its long side fitted to 20.`;
    case 'centring':
      return `The ink's centre of mass moved from ${percent(centre.x / photo.width)} across and ${percent(centre.y / photo.height)} down to the middle.`;
    case 'scale':
      return 'Bytes multiplied by 1/255 on their way to the model: the picture stays the same.';
  }
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
