import {LayersModel, model as makeModel, type SymbolicTensor} from '@tensorflow/tfjs-layers';
import {LossHead} from './loss-head.js';
import {twoCopies} from './one-copy.js';

/** A head at its place in a model. */
interface Place {
  readonly head: LossHead;
  /** The embeddings that the head is given there, as a tensor of the outermost model's graph. */
  readonly embeddings: () => SymbolicTensor;
}

/**
 * The loss head of a model, also of a model nested in it: after loading, to compile with `head.loss` again.
 *
 * @throws Error where the model has no loss head, or one of another copy of this package or of TensorFlow.js
 */
export function lossHeadOf(model: LayersModel): LossHead {
  return placeIn(model).head;
}

/**
 * The model without its head: from the same inputs to the embeddings [batch, d]. It shares the model's weights.
 *
 * @throws Error where the model has no loss head, or one of another copy of this package or of TensorFlow.js
 */
export function embeddingModel(model: LayersModel): LayersModel {
  return makeModel({inputs: model.inputs, outputs: placeIn(model).embeddings()});
}

function placeIn(model: LayersModel): Place {
  const owner = `The model '${model.name}'`;
  if (!(model instanceof LayersModel) && 'layers' in model) throw twoCopies(owner, '@tensorflow/tfjs-layers');
  const place = search(model.outputs, owner);
  if (place === undefined) {
    const layers = model.layers.map((layer) => layer.name).join(', ');
    throw new Error(`${owner} has no loss head; its layers are ${layers}.`);
  }
  return place;
}

/**
 * Walks from the outputs towards the inputs. By tensors and not by the list of layers, because a layer may have other
 * uses outside the model.
 */
function search(outputs: readonly SymbolicTensor[], owner: string): Place | undefined {
  const waiting = [...outputs];
  const seen = new Set<SymbolicTensor>();
  for (let tensor = waiting.shift(); tensor !== undefined; tensor = waiting.shift()) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    const {sourceLayer: layer, nodeIndex, inputs} = tensor;
    if (layer instanceof LossHead) {
      const [embeddings] = inputs;
      return {head: layer, embeddings: () => embeddings!};
    }
    if ('lossOf' in layer) throw twoCopies(owner, '@isomargin/core');
    if (layer instanceof LayersModel) {
      const place = search(layer.outputs, owner);
      if (place !== undefined) {
        const given = layer.getInputAt(nodeIndex);
        const inner = (): LayersModel => makeModel({inputs: layer.inputs, outputs: place.embeddings()});
        return {head: place.head, embeddings: () => inner().apply(given) as SymbolicTensor};
      }
    }
    waiting.push(...inputs);
  }
  return undefined;
}
