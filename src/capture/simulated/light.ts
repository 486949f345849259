import type { Random } from '../../common/random';

/** The light on a sheet. */
export interface Light {
  /** Brightness of evenly lit paper, linear, 1 being the sensor's white. */
  exposure: number;
  /** Red, green and blue: warm below 1 in blue, cold below 1 in red. */
  tint: readonly [number, number, number];
  /** The light falls off by this share from the frame's bright side to its dark one. */
  slope: number;
  /** The direction of that fall, in radians. */
  direction: number;
  /** The lens darkens the corners by this share. */
  vignette: number;
  /** The soft shadow of a hand or an arm, where one falls in. */
  shadow?: Shadow;
}

/** The shadow of an arm: a band with a round end. Lengths are in frame heights from the frame's middle. */
export interface Shadow {
  /** The round end. */
  x: number;
  y: number;
  /** Where the arm comes from, in radians. */
  direction: number;
  radius: number;
  /** How soft its border is: the distance from light to dark. */
  softness: number;
  /** The share of the light that it takes. */
  depth: number;
}

/** Draws the light for a sheet. */
export function lights(stream: Random): Light {
  const warmth = stream.normal(0, 0.05);
  const light: Light = {
    exposure: stream.between(0.78, 1.1),
    tint: [1 + 0.8 * warmth, 1, 1 - warmth],
    slope: Math.abs(stream.normal(0, 0.14)),
    direction: stream.between(0, 2 * Math.PI),
    vignette: stream.between(0.03, 0.2),
  };
  if (stream.uniform() >= 0.3) return light;
  const direction = stream.between(0, 2 * Math.PI);
  const distance = stream.between(0.3, 0.6);
  const shadow = {
    x: Math.cos(direction) * distance,
    y: Math.sin(direction) * distance,
    direction,
    radius: stream.between(0.1, 0.25),
    softness: stream.between(0.12, 0.35),
    depth: stream.between(0.08, 0.3),
  };
  return { ...light, shadow };
}

/** How far apart the points are at which the light is worked out, in pixels; between them it is interpolated. */
export const cell = 16;

/**
 * The brightness of the light over a frame, vignette included, at every `cell` pixels.
 *
 * Gives `columns × rows` numbers, the first for pixel 0, 0, enough of them to interpolate over the whole frame.
 */
export function illumination(
  light: Light,
  width: number,
  height: number,
): { columns: number; values: Float32Array } {
  const columns = Math.ceil(width / cell) + 1;
  const rows = Math.ceil(height / cell) + 1;
  const values = new Float32Array(columns * rows);
  const corner = (width * width) / (height * height) / 4 + 0.25;
  const [dx, dy] = [Math.cos(light.direction), Math.sin(light.direction)];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const x = (c * cell - width / 2) / height;
      const y = (r * cell - height / 2) / height;
      const fall = 1 - light.slope * (x * dx + y * dy);
      const lens = 1 - (light.vignette * (x * x + y * y)) / corner;
      values[r * columns + c] = light.exposure * fall * lens * (light.shadow ? shade(light.shadow, x, y) : 1);
    }
  }
  return { columns, values };
}

function shade(shadow: Shadow, x: number, y: number): number {
  const [px, py] = [x - shadow.x, y - shadow.y];
  const along = Math.max(px * Math.cos(shadow.direction) + py * Math.sin(shadow.direction), 0);
  const away = Math.hypot(px - along * Math.cos(shadow.direction), py - along * Math.sin(shadow.direction));
  const t = Math.min(Math.max((shadow.radius + shadow.softness - away) / shadow.softness, 0), 1);
  return 1 - shadow.depth * t * t * (3 - 2 * t);
}
