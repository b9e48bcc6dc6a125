/** A loss as the page offers it, before anything of TensorFlow.js is loaded. */
export interface OfferedLoss {
  readonly name: string;
  readonly title: string;
}

/** Every loss of this repository; a test compares this list with what the packages export. */
export const offeredLosses: readonly OfferedLoss[] = [
  {name: 'softmax', title: 'Softmax'},
  {name: 'affinity', title: 'Affinity'},
  {name: 'hinge', title: 'Hinge'},
  {name: 'euclidean', title: 'Euclidean'},
  {name: 'center', title: 'Center'},
  {name: 'large-margin-softmax', title: 'Large-margin softmax'},
  {name: 'sphereface', title: 'SphereFace'},
  {name: 'cosface', title: 'CosFace'},
  {name: 'arcface', title: 'ArcFace'},
  {name: 'focal', title: 'Focal'},
  {name: 'class-balanced', title: 'Class-balanced'},
  {name: 'ldam', title: 'LDAM'},
  {name: 'balanced-softmax', title: 'Balanced softmax'},
  {name: 'logit-adjustment', title: 'Logit adjustment'},
  {name: 'fixed-simplex', title: 'Fixed simplex'},
  {name: 'false-error', title: 'Mean false error'},
  {name: 'contrastive', title: 'Contrastive'},
  {name: 'triplet', title: 'Triplet'},
  {name: 'softmax-contrastive', title: 'Softmax + contrastive'},
];

export const lossNames: readonly string[] = offeredLosses.map(({name}) => name);

export function titleOf(name: string): string {
  return offeredLosses.find((loss) => loss.name === name)?.title ?? name;
}
