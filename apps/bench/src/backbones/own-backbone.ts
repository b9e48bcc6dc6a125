import {type Tensor, tidy, zeros} from '@tensorflow/tfjs-core';
import {LayersModel, layers, sequential} from '@tensorflow/tfjs-layers';
import {messageOf, UserError} from '../errors.js';
import type {Backbone} from './backbone.js';
import type {BackboneChoice} from './choose.js';
import {namedBackbone} from './named.js';

type Layer = layers.Layer;

/** What the function of a backbone module is given. */
export interface BackboneRequest {
  /** Of one example: [height, width, channels] of an image, [columns] of a row of a table. */
  readonly inputShape: readonly number[];
  /** Numbers that an embedding must have. */
  readonly embeddingSize: number;
  /** For the initial weights: the same seed must give the same weights. */
  readonly seed: number;
}

type MakeBackbone = (request: BackboneRequest) => unknown;

/**
 * A backbone as it was chosen.
 *
 * @throws UserError where its module cannot be imported or exports no function
 */
export async function loadBackbone({name, module}: BackboneChoice): Promise<Backbone> {
  if (module === undefined) return namedBackbone(name)!;
  let exported: {readonly default?: unknown};
  try {
    exported = (await import(module)) as {readonly default?: unknown};
  } catch (error) {
    throw new UserError(`--backbone: ${name} cannot be imported: ${messageOf(error)}`, {cause: error});
  }
  const make = exported.default;
  if (typeof make !== 'function') {
    throw new UserError(
      `--backbone: ${name} has ${make === undefined ? 'no default export' : `a default export that is ${describe(make)}`}; ` +
        'a function is expected that gets {inputShape, embeddingSize, seed} and returns layers or a model.',
    );
  }
  return {
    name,
    description: [`own backbone of ${name}`],
    layers: (shape, embeddingSize, seed) =>
      layersOf(name, make as MakeBackbone, {inputShape: [...shape], embeddingSize, seed}),
  };
}

/** @throws UserError where the function throws or returns something else */
function layersOf(name: string, make: MakeBackbone, request: BackboneRequest): Layer[] {
  let made: unknown;
  try {
    made = make(request);
  } catch (error) {
    throw new UserError(
      `--backbone: the function of ${name} throws for inputShape [${request.inputShape.join(', ')}]: ${messageOf(error)}`,
      {cause: error},
    );
  }
  const all = Array.isArray(made) ? made : [made];
  const stranger = all.find((layer) => !(layer instanceof layers.Layer));
  if (all.length === 0 || stranger !== undefined) {
    throw new UserError(
      `--backbone: the function of ${name} returns ${describe(made)}; a model or a list of layers of @tensorflow/tfjs-layers is expected.`,
    );
  }
  return all as Layer[];
}

/**
 * Builds a backbone once, on the current backend, and looks at what it makes of two examples.
 *
 * @returns a line a layer, for the report
 * @throws UserError where it does not fit the data, gives no embeddings of the right size, or other weights under the same seed
 */
export function tryBackbone(
  backbone: Backbone,
  {inputShape, embeddingSize, seed}: BackboneRequest,
): string[] {
  const {name} = backbone;
  const build = (): LayersModel => {
    const made = backbone.layers(inputShape, embeddingSize, seed);
    try {
      return asModel(made);
    } catch (error) {
      throw new UserError(
        `--backbone: the layers of ${name} do not fit together: ${messageOf(error)} (The first needs inputShape [${inputShape.join(', ')}].)`,
        {cause: error},
      );
    }
  };
  const [model, again] = [build(), build()];
  try {
    const shape = outputShape(model, name, inputShape);
    if (shape.length !== 2 || shape[1] !== embeddingSize) {
      throw new UserError(
        `--backbone: ${name} makes [${['batch', ...shape.slice(1)].join(', ')}] of a batch; embeddings [batch, ${embeddingSize}] are expected.`,
      );
    }
    const other = model.getWeights().findIndex((weight, at) => !areEqual(weight, again.getWeights()[at]));
    if (other >= 0) {
      throw new UserError(
        `--backbone: ${name} begins with other weights under the same seed (weight ${other}, ${model.weights[other]?.name}): ` +
          'give every initializer the seed, as in initializers.heNormal({seed}), so that all losses start alike.',
      );
    }
    return model.layers.map(
      (layer) => `${layer.getClassName()} to ${[layer.outputShape].flat().slice(1).join(' x ')}`,
    );
  } finally {
    model.dispose();
    again.dispose();
  }
}

function asModel(made: Layer[]): LayersModel {
  const [first] = made;
  return made.length === 1 && first instanceof LayersModel ? first : sequential({layers: made});
}

function outputShape(model: LayersModel, name: string, inputShape: readonly number[]): readonly number[] {
  try {
    return tidy(() => {
      const output = model.predict(zeros([2, ...inputShape])) as Tensor | Tensor[];
      if (Array.isArray(output)) throw new Error(`it has ${output.length} outputs`);
      return output.shape;
    });
  } catch (error) {
    throw new UserError(
      `--backbone: ${name} cannot be applied to examples of [${inputShape.join(', ')}]: ${messageOf(error)}`,
      {cause: error},
    );
  }
}

function areEqual(a: Tensor, b: Tensor | undefined): boolean {
  if (b === undefined) return false;
  const [left, right] = [a.dataSync(), b.dataSync()];
  return left.length === right.length && left.every((value, at) => value === right[at]);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list with something else';
  if (value instanceof Promise) return 'a promise';
  return typeof value === 'object'
    ? `an object (${value.constructor?.name ?? 'without a class'})`
    : `a ${typeof value}`;
}
