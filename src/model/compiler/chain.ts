import type { Graph, Tensor } from './graph';
import { write } from './layers/index';
import type { Picture, Place } from './layers/kind';
import type { Network } from './network';
import { size } from './network';
import { bitcast, cast, multiply, reshape } from './ops';

/** Bytes of a picture that travel as one 32-bit number; TensorFlow.js has no tensor of bytes. */
export const bytesPerWord = 4;

/** Pictures as they are kept and fed: bytes, and what to multiply them by. */
export function picturesFrom(g: Graph, words: Tensor, scale: Tensor): Picture {
  return { bytes: bitcast(g, words, 'uint8'), scale };
}

/** A whole network written into a graph: its logits, its features, and the way back. */
export interface WrittenChain {
  /** `N×10`, before the softmax. */
  logits: Tensor;
  /** What the last dense block reads. */
  features: Tensor;
  /** The gradients by all trainable parameters, by name, from the gradient by the logits. */
  backward(gradient: Tensor): Record<string, Tensor>;
}

/** Writes the blocks of a network one after the other. */
export function writeChain(place: Place, network: Network): WrittenChain {
  const { graph: g, picture } = place;
  const { input } = network.blocks[0];
  const flat = cast(g, reshape(g, picture.bytes, [-1, size(input)]), 'float');
  let x = reshape(g, multiply(g, flat, picture.scale), [-1, ...input]);
  let features = x;
  const lastDense = network.blocks.map((block) => block.kind).lastIndexOf('dense');
  const written = network.blocks.map((block, i) => {
    if (i === lastDense) features = x;
    const result = g.within(block.name, () => write(place, block, x));
    x = result.output;
    return result;
  });
  const trainable = new Set(network.parameters.filter((p) => p.trainable).map((p) => p.name));
  const learns = network.blocks.map(
    (block) => 'kernel' in block && [block.kernel, block.bias].some((name) => name && trainable.has(name)),
  );
  const first = learns.indexOf(true);
  return {
    logits: x,
    features,
    backward(gradient) {
      const gradients: Record<string, Tensor> = {};
      let back = gradient;
      for (let i = network.blocks.length - 1; i >= first && first >= 0; i--) {
        const { name } = network.blocks[i];
        const result = g.within(`${name}/gradient`, () => written[i].backward(back, i > first));
        for (const [parameter, value] of Object.entries(result.parameters)) {
          if (trainable.has(parameter)) gradients[parameter] = value;
        }
        if (result.input) back = result.input;
      }
      return gradients;
    },
  };
}
