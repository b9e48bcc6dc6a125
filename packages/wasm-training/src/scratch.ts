import type {TensorInfo} from '@tensorflow/tfjs-core';
import type {WasmBackend} from './backend.js';

/** The temporary tensors of one kernel call, all released by one `dispose`. */
export class Scratch {
  private readonly owned: TensorInfo[] = [];
  private readonly views: TensorInfo[] = [];

  constructor(private readonly backend: WasmBackend) {}

  /** A new float32 tensor with undefined contents. */
  temp(shape: number[]): TensorInfo {
    return this.release(this.backend.makeOutput(shape, 'float32'));
  }

  /** Hands a tensor over, to be released with the others. */
  release(tensor: TensorInfo): TensorInfo {
    this.owned.push(tensor);
    return tensor;
  }

  /**
   * A float32 tensor whose data are those of `base` from element `offset` on, so that a stock kernel can read
   * or write a part of it. `base` must live longer than the view.
   */
  view(base: TensorInfo, offset: number, shape: number[]): TensorInfo {
    const {memoryOffset} = this.backend.dataIdMap.get(base.dataId);
    const view = this.backend.makeOutput(shape, 'float32', memoryOffset + 4 * offset);
    this.views.push(view);
    return view;
  }

  /** Releases the views made so far, and the packed weights that the backend keeps for them. */
  disposeViews(): void {
    for (const {dataId} of this.views.splice(0)) {
      // Not backend.disposeData, which would free memory that belongs to the base tensor.
      this.backend.wasm.tfjs.disposeData(this.backend.dataIdMap.get(dataId).id);
      this.backend.dataIdMap.delete(dataId);
    }
  }

  dispose(): void {
    this.disposeViews();
    for (const {dataId} of this.owned.splice(0)) this.backend.disposeData(dataId);
  }
}
