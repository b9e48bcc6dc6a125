import {readFile, stat} from 'node:fs/promises';
import {dirname, isAbsolute, join, relative, resolve} from 'node:path';
import {io} from '@tensorflow/tfjs-core';
import {ModelFileError, refused} from './error.js';
import {weightBytes} from './weight-bytes.js';

/** The name of the file that describes a model. */
export const DESCRIPTION = 'model.json';

/**
 * @param path of a folder with a `model.json`, or of such a file
 * @throws ModelFileError
 */
export async function readModel(path: string): Promise<io.ModelArtifacts> {
  const file = await descriptionAt(path);
  const description = parse(file, await bytesOf(file));
  return io.getModelArtifactsForJSON(description, (manifest) => readWeights(file, manifest));
}

async function descriptionAt(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? join(path, DESCRIPTION) : path;
  } catch (error) {
    throw refused('load', path, error);
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw refused('load', file, error);
  }
}

function parse(file: string, bytes: Buffer): io.ModelJSON {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    const {message} = cause as Error;
    throw new ModelFileError(`load: '${file}' is no JSON, or was cut short: ${message}`, {cause});
  }
  const description = json as io.ModelJSON | null;
  const isModel = typeof description === 'object' && description !== null && 'modelTopology' in description;
  const manifest = isModel ? description.weightsManifest : undefined;
  if (!Array.isArray(manifest) || !manifest.every((group) => Array.isArray(group?.paths) && group.weights)) {
    throw new ModelFileError(
      `load: '${file}' is no model of TensorFlow.js: it must have modelTopology and weightsManifest.`,
    );
  }
  return description!;
}

async function readWeights(
  file: string,
  manifest: io.WeightsManifestConfig,
): Promise<[io.WeightsManifestEntry[], io.WeightData]> {
  const specs: io.WeightsManifestEntry[] = [];
  const parts: Buffer[] = [];
  for (const {paths, weights} of manifest) {
    const files = paths.map((path) => besides(file, path));
    const read = await Promise.all(files.map(bytesOf));
    const [found, expected] = [read.reduce((sum, {length}) => sum + length, 0), weightBytes(weights)];
    if (expected !== undefined && found !== expected) {
      throw new ModelFileError(
        `load: '${files.join("', '")}' must have ${expected} bytes for the weights in '${file}', but has ${found}. ` +
          (found < expected ? 'Was it cut short?' : 'Does it belong to another model?'),
      );
    }
    specs.push(...weights);
    parts.push(...read);
  }
  const all = Buffer.concat(parts);
  return [specs, all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer];
}

/** The file of a path that a description names. One from elsewhere must not read what is not its own. */
function besides(file: string, path: unknown): string {
  const folder = dirname(file);
  const found = resolve(folder, String(path));
  const way = relative(folder, found);
  if (typeof path === 'string' && way !== '' && !way.startsWith('..') && !isAbsolute(way)) return found;
  throw new ModelFileError(`load: '${file}' names weights outside its folder: '${path}'.`);
}
