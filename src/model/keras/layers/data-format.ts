import type { KerasConfig } from './kind';

/** Whether a layer of TensorFlow.js has the channels before rows and columns. */
export function channelsFirst(config: KerasConfig): boolean {
  return config.dataFormat === 'channelsFirst';
}

/** Keras' name for where the channels are. */
export function kerasFormat(first: boolean): string {
  return first ? 'channels_first' : 'channels_last';
}

/** How many channels an input without the batch has. */
export function channelsOf(config: KerasConfig, input: readonly number[]): number {
  return channelsFirst(config) ? input[0] : input[input.length - 1];
}
