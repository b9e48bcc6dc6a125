/** A decoded image. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: red, green and blue. */
  readonly channels: 1 | 3;
  /** 0 to 255, row by row, pixel by pixel, channel by channel. */
  readonly data: Uint8Array;
}
