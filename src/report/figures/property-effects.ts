import { signed } from '../../common/numbers';
import { defaultThresholds } from '../../drift/checks';
import type { PropertyDrift } from '../../drift/comparison';
import { axisLines, baseLayout, colours, type Figure } from './figure';

/** From here on Cliff's delta is a large effect (J. Romano et al., 2006). */
const large = defaultThresholds.effect;

/** The properties under one condition. */
export interface Condition {
  readonly name: string;
  readonly properties: readonly PropertyDrift[];
}

/**
 * How far each property of the photos lies from MNIST's, as shot and prepared: Cliff's delta with its interval,
 * the property that differs most as shot at the top.
 */
export function propertyEffects(before: Condition, after: Condition): Figure {
  const names = before.properties.map(({ name }) => name);
  const dots = ({ name, properties }: Condition, color: string, symbol: 'circle' | 'square-open') => {
    const own = names.map((property) => properties.find((one) => one.name === property)?.effect);
    return {
      type: 'scatter' as const,
      mode: 'markers' as const,
      name,
      x: own.map((effect) => effect?.value ?? null),
      y: [...names],
      error_x: {
        type: 'data' as const,
        symmetric: false,
        array: own.map((effect) => (effect ? Math.max(0, effect.high - effect.value) : 0)),
        arrayminus: own.map((effect) => (effect ? Math.max(0, effect.value - effect.low) : 0)),
        color,
        thickness: 1.5,
        width: 4,
      },
      marker: { color, size: 10, symbol, line: { color, width: 2 } },
      hovertemplate: `%{y}, ${name}: δ %{x:.2f}<extra></extra>`,
    };
  };
  const layout = baseLayout(
    'How far the photos lie from MNIST, property by property',
    150 + 32 * names.length,
  );
  const far = ({ properties }: Condition): PropertyDrift[] =>
    properties.filter(({ effect, q }) => Math.abs(effect.value) >= large && q <= 0.05);
  const told = (condition: Condition): string => {
    const names = far(condition).map(({ name, effect }) => `${name} (δ ${signed(effect.value)})`);
    return `${condition.name} ${names.length === 0 ? 'none does' : `${names.length === 1 ? 'it is' : 'these are'} ${names.join(', ')}`}`;
  };
  return {
    data: [dots(before, colours.custom, 'circle'), dots(after, colours.mnist, 'square-open')],
    layout: {
      ...layout,
      margin: { ...layout.margin, l: 150 },
      xaxis: {
        ...axisLines,
        title: { text: "Cliff's δ: −1 all photos lower, +1 all photos higher" },
        range: [-1.08, 1.08],
        zeroline: true,
      },
      yaxis: { ...axisLines, autorange: 'reversed' },
    },
    summary: `Which of ${names.length} properties differ by a large effect (|δ| ≥ ${large}) beyond chance: ${told(before)}; ${told(after)}.`,
  };
}
