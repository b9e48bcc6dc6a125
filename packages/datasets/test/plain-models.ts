import {type ImageDataset, toFloat32} from '../src/index.js';

/** Test accuracy of softmax regression on pixels, by stochastic gradient descent over rows in order. */
export function linearAccuracy(train: ImageDataset, test: ImageDataset): number {
  const size = train.images.length / train.count;
  const {classes} = train;
  const weights = new Float32Array(classes * (size + 1));
  const images = toFloat32(train);
  const epochs = 6;
  for (let epoch = 0; epoch < epochs; ++epoch) {
    const rate = 0.02 * (1 - epoch / epochs);
    for (let row = 0; row < train.count; ++row) {
      const image = images.subarray(row * size, (row + 1) * size);
      const scores = linearScores(weights, image, classes);
      const highest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - highest));
      const sum = powers.reduce((total, power) => total + power, 0);
      for (let label = 0; label < classes; ++label) {
        const step = rate * (powers[label]! / sum - (train.labels[row] === label ? 1 : 0));
        const at = label * (size + 1);
        for (let i = 0; i < size; ++i) weights[at + i]! -= step * image[i]!;
        weights[at + size]! -= step;
      }
    }
  }
  return accuracy(test, (image) => {
    const scores = linearScores(weights, image, classes);
    return scores.indexOf(Math.max(...scores));
  });
}

function linearScores(weights: Float32Array, image: Float32Array, classes: number): number[] {
  const scores: number[] = [];
  for (let label = 0; label < classes; ++label) {
    const at = label * (image.length + 1);
    let score = weights[at + image.length]!;
    for (let i = 0; i < image.length; ++i) score += weights[at + i]! * image[i]!;
    scores.push(score);
  }
  return scores;
}

/** Test accuracy of the nearest training image's label. */
export function nearestNeighbourAccuracy(train: ImageDataset, test: ImageDataset): number {
  const images = toFloat32(train);
  return accuracy(test, (image) => {
    let nearest = Number.POSITIVE_INFINITY;
    let label = -1;
    for (let row = 0; row < train.count; ++row) {
      let distance = 0;
      const at = row * image.length;
      for (let i = 0; i < image.length; ++i) distance += (image[i]! - images[at + i]!) ** 2;
      if (distance < nearest) {
        nearest = distance;
        label = train.labels[row]!;
      }
    }
    return label;
  });
}

function accuracy(test: ImageDataset, predict: (image: Float32Array) => number): number {
  const size = test.images.length / test.count;
  const images = toFloat32(test);
  let right = 0;
  for (let row = 0; row < test.count; ++row) {
    if (predict(images.subarray(row * size, (row + 1) * size)) === test.labels[row]) ++right;
  }
  return right / test.count;
}
