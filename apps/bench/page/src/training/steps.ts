/** Steps of a training, after which the learning rate is 0. */
export const totalSteps = 600;
