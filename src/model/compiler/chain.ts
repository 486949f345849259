import type { Graph, Tensor } from './graph';
import { write } from './layers/index';
import type { Place } from './layers/kind';
import type { Network } from './network';
import { size } from './network';
import { cast, multiply, reshape } from './ops';

/** Bytes of a picture that travel as one 32-bit number; TensorFlow.js has no tensor of bytes. */
export const bytesPerWord = 4;

/**
 * Turns pictures, `N×196` words of four pixels each, into the network's input: unpacked, cast and scaled here, so
 * that they are kept and fed as bytes.
 */
export function unpack(g: Graph, words: Tensor, scale: Tensor, network: Network): Tensor {
  const { input } = network.blocks[0];
  const [bytes] = g.add('Bitcast', [words], { T: { type: 'int32' }, type: { type: 'uint8' } }, ['uint8']);
  const flat = reshape(g, bytes, [-1, size(input)]);
  return reshape(g, multiply(g, cast(g, flat, 'float'), scale), [-1, ...input]);
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
export function writeChain(place: Place, network: Network, input: Tensor): WrittenChain {
  const { graph: g } = place;
  let x = input;
  let features = input;
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
