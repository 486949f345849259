/** The attribute in which this project's files carry their model card. */
export const cardAttribute = 'inkdrift_card';

/** The group in which Keras keeps a model's weights. */
export const weightsGroup = 'model_weights';
