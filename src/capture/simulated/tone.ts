/** Steps of the tone curve's table in the sensor's white, and in twice as much, where the table ends. */
export const white = 2048;
export const toneSteps = 2 * white;

/** Grey levels, 0 to 255, for light from none to twice the sensor's white. */
export const tone: Float32Array = toneCurve();

/** The tone curve for paper that gives back this share of the light: the steps are the light's. */
export function tonesOf(share: number): Float32Array {
  const [curve, last] = [tone, toneSteps - 1];
  const tones = new Float32Array(toneSteps);
  for (let i = 0; i < toneSteps; i++) tones[i] = curve[Math.min((i + 0.5) * share, last) | 0];
  return tones;
}

/** Linear light to grey levels: sRGB's curve, bent softly where it nears white as cameras do. */
function toneCurve(): Float32Array {
  return Float32Array.from({ length: toneSteps }, (_, i) => {
    const linear = (i + 0.5) / white;
    const knee = 0.7;
    const bent = linear < knee ? linear : knee + (1 - knee) * (1 - Math.exp(-(linear - knee) / (1 - knee)));
    return 255 * (bent <= 0.0031308 ? 12.92 * bent : 1.055 * bent ** (1 / 2.4) - 0.055);
  });
}
