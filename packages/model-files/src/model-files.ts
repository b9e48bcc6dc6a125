import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {io} from '@tensorflow/tfjs-core';
import {ModelFileError} from './error.js';
import {readModel} from './read-model.js';
import {writeModel} from './write-model.js';

/**
 * A model as files in a folder: `model.json` and its weights beside it, the format of tfjs-node's `file://` and of
 * tensorflowjs_converter.
 *
 *     await model.save(modelFiles('my-model'));
 *     const model = await loadLayersModel(modelFiles('my-model'));
 *
 * Saving replaces a model that is there in one step: whoever reads, or a crash, finds the old one or the new one, whole.
 * Folders that are missing are made; other files are left alone.
 *
 * @param place the folder, or for loading the path of a `model.json` of any name; a path or a file: address
 * @throws ModelFileError where `place` is no path; saving and loading reject with it where files are missing, cut short,
 *   no model, or refused by the system
 */
export function modelFiles(place: string | URL): Required<Pick<io.IOHandler, 'load' | 'save'>> {
  const path = resolve(pathOf(place));
  return {
    load: () => readModel(path),
    save: (artifacts) => writeModel(path, artifacts),
  };
}

function pathOf(place: unknown): string {
  const isAddress =
    place instanceof URL || (typeof place === 'string' && /^[a-z][a-z+.-]+:\/\//i.test(place));
  if (isAddress) {
    const url = new URL(place);
    if (url.protocol === 'file:') return fileURLToPath(url);
    throw new ModelFileError(
      `modelFiles: the place must be a path or a file: address, but is '${url.href}'.`,
    );
  }
  if (typeof place === 'string' && place !== '') return place;
  throw new ModelFileError(
    `modelFiles: the place must be a path or a file: address, but is ${place === '' ? 'empty' : String(place)}.`,
  );
}
