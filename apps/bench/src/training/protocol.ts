/** How every loss is trained: the same for all of them. */
export interface Protocol {
  readonly embeddingSize: number;
  readonly batchSize: number;
  readonly optimizer: string;
  readonly learningRate: number;
  readonly schedule: string;
}

export const protocol: Protocol = {
  embeddingSize: 64,
  batchSize: 128,
  optimizer: 'adam',
  learningRate: 0.001,
  schedule: 'cosine decay to 0 over all steps; the model of the last step is tested',
};
