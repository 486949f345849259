import type { Tensor } from '../graph';
import type { Block } from '../network';
import { averagePool } from './average-pool';
import { convPool } from './conv-pool';
import { conv2d } from './conv2d';
import { crop } from './crop';
import { dense } from './dense';
import { dropout } from './dropout';
import type { Place, Written } from './kind';
import { maxPool } from './max-pool';
import { pairPool } from './pair-pool';
import { relu } from './relu';
import { reshape } from './reshape';

/** Writes one block into the graph, after `x`. */
export function write(place: Place, block: Block, x: Tensor): Written {
  switch (block.kind) {
    case 'conv2d':
      return conv2d(place, block, x);
    case 'maxPool':
      return maxPool(place, block, x);
    case 'averagePool':
      return averagePool(place, block, x);
    case 'pairPool':
      return pairPool(place, block, x);
    case 'convPool':
      return convPool(place, block);
    case 'dense':
      return dense(place, block, x);
    case 'dropout':
      return dropout(place, block, x);
    case 'relu':
      return relu(place, x);
    case 'reshape':
      return reshape(place, block, x);
    case 'crop':
      return crop(place, block, x);
  }
}
