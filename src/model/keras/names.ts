/** The attribute in which this project's files carry their model card. */
export const cardAttribute = 'inkdrift_card';

/** The group in which Keras keeps a model's weights. */
export const weightsGroup = 'model_weights';

/** The group in which this project's files carry the state of the optimizer. */
export const optimizerGroup = 'inkdrift/optimizer_weights';
