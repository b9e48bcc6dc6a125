import {
  addN,
  argMax,
  cast,
  equal,
  mul,
  type Scalar,
  serialization,
  softmax,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {InputSpec, layers, type Shape} from '@tensorflow/tfjs-layers';
import {
  checkedByHeads,
  type HeadConfig,
  type HeadOptions,
  layerArgNames,
  splitConfig,
} from './head-config.js';
import {type Labels, oneHotLabels} from './labels.js';
import {weightByClass} from './numerics/select.js';
import {twoCopies} from './one-copy.js';
import {OptionError, resolveOptions, show} from './options/check.js';
import type {GivenOptions, OptionSet} from './options/option.js';
import {EmbeddingMemory, type Remembered} from './remember.js';

/** A loss or a metric as `model.compile` takes it. */
export type CompiledFunction = (labels: Tensor, scores: Tensor) => Tensor;

/**
 * The last layer of a classifier: turns embeddings [batch, d] into class scores [batch, classes] and owns the
 * weights of its loss (class weights, prototypes, centres), so that the model trains, saves and loads them like
 * any layer's.
 *
 *     model.compile({optimizer: 'adam', loss: head.loss, metrics: [head.accuracy]});
 *
 * A subclass declares its options and implements `buildWeights`, `scoresOf` and `lossOf`. What depends on the weights alone
 * (a regularizer) it adds by `addLoss`, and `fit` adds it to the loss; `evaluate` and validation leave it out, as
 * they do for every tfjs layer.
 */
export abstract class LossHead<S extends OptionSet = OptionSet> extends layers.Layer {
  readonly classes: number;
  /** Every option with its value, defaults filled in. */
  readonly options: HeadOptions<S>;

  /**
   * Per-example losses [batch] for `model.compile({loss})`; also callable by hand with the scores that this head
   * returned. Labels are one-hot [batch, classes] or integers [batch]; `fit`, `evaluate` and `trainOnBatch` let one-hot
   * labels alone pass, which `labels` makes.
   *
   * @throws LabelError for labels that are out of range, not whole, or of a wrong shape
   */
  readonly loss: CompiledFunction;

  /**
   * Share of right predictions, 0 or 1 for each example [batch], for `model.compile({metrics})`. Unlike tfjs's
   * 'accuracy' it takes integer labels too.
   */
  readonly accuracy: CompiledFunction;

  private readonly made = new WeakSet<Tensor>();
  private readonly memory = new EmbeddingMemory();

  /**
   * @param owner the loss's name, for error texts
   * @param declared the loss's own options
   * @param config number of classes, options, and what every tfjs layer takes
   * @throws OptionError for an unknown option or a value that is not allowed
   * @throws Error where the layers of TensorFlow.js use another copy of its core than this package
   */
  protected constructor(
    protected readonly owner: string,
    declared: S,
    config: HeadConfig<S>,
  ) {
    if (config === null || typeof config !== 'object') {
      throw new OptionError(
        `${owner}: needs an object with the number of classes, {classes: …}, but got ${show(config)}.`,
      );
    }
    const {layerArgs, given} = splitConfig(config as Readonly<Record<string, unknown>>);
    const {classes, ...options} = given;
    const allDeclared = {...declared, ...checkedByHeads};
    const others = ['classes', ...layerArgNames];
    const resolved = resolveOptions(owner, allDeclared, options as GivenOptions<typeof allDeclared>, others);
    if (!Number.isSafeInteger(classes) || (classes as number) < 2) {
      throw new OptionError(`${owner}: classes must be an integer >= 2, but got ${show(classes)}.`);
    }
    super(layerArgs);
    // Another core would train, but not find the class of the head when it loads the model.
    if (!(this instanceof serialization.Serializable)) throw twoCopies(owner, '@tensorflow/tfjs-core');
    this.classes = classes as number;
    this.options = resolved as HeadOptions<S>;
    const classWeights = resolved.classWeights as readonly number[] | undefined;
    if (classWeights !== undefined && classWeights.length !== this.classes) {
      throw new OptionError(
        `${owner}: classWeights must have one number for each of the ${this.classes} classes, but has ${classWeights.length}.`,
      );
    }
    this.loss = (labels, scores) =>
      tidy(() => {
        this.checkShape(scores);
        this.checkOrigin(scores);
        const own = scores as Tensor2D;
        const oneHot = oneHotLabels(labels, this.classes, own.shape[0]);
        const losses = this.lossOf(own, oneHot, () => this.recall(own));
        return weightByClass(losses, oneHot, classWeights);
      });
    // tfjs names a metric after its function, and its own accuracy 'acc'.
    const acc: CompiledFunction = (labels, scores) =>
      tidy(() => {
        this.checkShape(scores);
        const oneHot = oneHotLabels(labels, this.classes, scores.shape[0]);
        return cast(equal(argMax(scores, 1), argMax(oneHot, 1)), 'float32');
      });
    this.accuracy = acc;
  }

  /** Adds the head's weights, for embeddings of `dimension` numbers. */
  protected abstract buildWeights(dimension: number): void;

  /** The weights that `weightDecay` applies to; no biases. Read anew on every call. */
  protected abstract decayedWeights(): readonly Tensor[];

  /** Class scores [batch, classes] of embeddings [batch, d]; the largest score is the prediction. */
  protected abstract scoresOf(embeddings: Tensor2D, training: boolean): Tensor2D;

  /**
   * Per-example losses [batch], without class weights.
   *
   * @param scores what `scoresOf` returned
   * @param oneHot [batch, classes], checked
   * @param recall the embeddings behind the scores, for heads with `needsEmbeddings`
   */
  protected abstract lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D;

  /** Whether `lossOf` needs more than the scores. It costs memory: prefer a loss of the scores alone. */
  protected get needsEmbeddings(): boolean {
    return false;
  }

  /** Whether the softmax of the scores are the probabilities that the loss trains. */
  protected get trainsProbabilities(): boolean {
    return false;
  }

  /** What `classVectors` returns, where the head has such vectors: a tensor of its own. */
  protected vectorsOfClasses(): Tensor2D | undefined {
    return undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    const dimension = shape.at(-1);
    if (shape.length !== 2 || dimension == null || dimension < 1) {
      throw new Error(
        `${this.owner}: embeddings must have shape [batch, d] with d known and at least 1, but come as [${shape.map((n) => n ?? 'batch')}]. ` +
          'Flatten or pool them before the head.',
      );
    }
    this.buildWeights(dimension);
    const weightDecay = this.options.weightDecay as number;
    if (weightDecay > 0) {
      this.addLoss(() =>
        tidy(
          () => mul(weightDecay, addN(this.decayedWeights().map((weight) => sum(square(weight))))) as Scalar,
        ),
      );
    }
    this.inputSpec = [new InputSpec({ndim: 2, axes: {[-1]: dimension}})];
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: {training?: boolean}): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const embeddings = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor2D;
      // A symbolic tensor that tfjs does not know as one. (Tensors with values it knows, whatever copy made them.)
      if ('sourceLayer' in embeddings) throw twoCopies(this.owner, '@tensorflow/tfjs-layers');
      const training = kwargs?.training === true;
      const scores = this.scoresOf(embeddings, training);
      this.made.add(scores);
      if (this.needsEmbeddings) this.memory.remember(scores, embeddings, training);
      return scores;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    return [shape[0] ?? null, this.classes];
  }

  override getConfig(): serialization.ConfigDict {
    const options = Object.entries(this.options).filter(([, value]) => value !== undefined);
    return {...super.getConfig(), classes: this.classes, ...Object.fromEntries(options)};
  }

  /**
   * What tfjs calls to make a head from a saved configuration.
   *
   * @throws OptionError where another version of the package knew other options or values
   */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    // tfjs adds the classes that its caller registered, which are no option.
    const {customObjects, ...own} = config;
    try {
      return new cls(own);
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      throw new OptionError(`${error.message} Saved by a newer version of the package: update it.`);
    }
  }

  private checkShape(scores: Tensor): void {
    if (scores.rank !== 2 || scores.shape[1] !== this.classes) {
      throw new Error(
        `${this.owner}: scores must have shape [batch, ${this.classes}], but have shape [${scores.shape}]. ` +
          'Is the head the last layer of the model?',
      );
    }
  }

  private checkOrigin(scores: Tensor): void {
    if (!this.built) {
      throw new Error(
        `${this.owner}: the loss is that of a head which is no part of the model, and would leave its weights out. ` +
          'Make the head the last layer.',
      );
    }
    if (!this.made.has(scores) && this.outboundNodes.length > 0) {
      const after = this.outboundNodes.map((node) => `'${node.outboundLayer.name}'`).join(', ');
      throw new Error(
        `${this.owner}: the loss needs the head's own scores, but the layer ${after} comes after the head and changes them. ` +
          'Make the head the last layer.',
      );
    }
  }

  private recall(scores: Tensor2D): Remembered {
    const remembered = this.memory.recall(scores);
    if (remembered === undefined) {
      throw new Error(
        `${this.owner}: the loss needs the embeddings behind the scores, and these scores did not come from this head. ` +
          "Pass the tensor that the head's call returned, unchanged.",
      );
    }
    return remembered;
  }

  /**
   * The vectors that embeddings are compared with, as they are compared: rows of the weights, directions, prototypes or
   * centres [k · classes, d], first one of every class, then the next of every class. Undefined where a head has none.
   * The caller disposes the tensor.
   *
   * @throws Error before the head is part of a model
   */
  classVectors(): Tensor2D | undefined {
    if (!this.built) {
      throw new Error(`${this.owner}: the head has no class vectors before it is part of a model.`);
    }
    return tidy(() => this.vectorsOfClasses());
  }

  /**
   * Class probabilities [batch, classes] of the scores that the head returned: their softmax, where that is what the loss
   * trains. Undefined for losses that train no probabilities (hinges, affinities, distances).
   */
  probabilities(scores: Tensor2D): Tensor2D | undefined {
    return this.trainsProbabilities ? softmax(scores) : undefined;
  }

  /**
   * Labels of any form as one-hot rows [n, classes], which `fit`, `evaluate` and `trainOnBatch` need: integers they refuse
   * before any loss sees them, because TensorFlow.js compares the shape of the labels with that of the scores.
   *
   * @throws LabelError as `readLabels` does
   */
  labels(labels: Labels): Tensor2D {
    return oneHotLabels(labels, this.classes);
  }
}
