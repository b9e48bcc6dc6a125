import {LayersModel, model as makeModel, type SymbolicTensor} from '@tensorflow/tfjs-layers';
import {LossHead} from './loss-head.js';

/**
 * The loss head of a model, also of a model nested in it: after loading, to compile with `head.loss` again.
 *
 * @throws Error where the model has no loss head
 */
export function lossHeadOf(model: LayersModel): LossHead {
  for (const layer of [...model.layers].reverse()) {
    if (layer instanceof LossHead) return layer;
    if (layer instanceof LayersModel) return lossHeadOf(layer);
  }
  throw new Error(
    `The model '${model.name}' has no loss head; its layers are ${model.layers.map((l) => l.name).join(', ')}.`,
  );
}

/**
 * The model without its head: from the same inputs to the embeddings [batch, d]. It shares the model's weights.
 *
 * @throws Error where the model has no loss head
 */
export function embeddingModel(model: LayersModel): LayersModel {
  return makeModel({inputs: model.inputs, outputs: embeddingsIn(model)});
}

function embeddingsIn(model: LayersModel): SymbolicTensor {
  for (const layer of [...model.layers].reverse()) {
    if (layer instanceof LossHead) return layer.getInputAt(layer.inboundNodes.length - 1) as SymbolicTensor;
    if (layer instanceof LayersModel) {
      const given = layer.getInputAt(layer.inboundNodes.length - 1);
      return embeddingModel(layer).apply(given) as SymbolicTensor;
    }
  }
  throw new Error(
    `The model '${model.name}' has no loss head; its layers are ${model.layers.map((l) => l.name).join(', ')}.`,
  );
}
