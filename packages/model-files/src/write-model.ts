import {createHash, randomUUID} from 'node:crypto';
import {mkdir, open, readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {io} from '@tensorflow/tfjs-core';
import {ModelFileError, refused} from './error.js';
import {DESCRIPTION} from './read-model.js';
import {weightBytes} from './weight-bytes.js';

/** The names that this module gives to weights, and no others, are taken away with the model that they belong to. */
const OWN_WEIGHTS = /^weights-[0-9a-f]{16}\.bin$/;

/**
 * Writes the weights under a name of their own, and then puts a description that names them in the place of the one that is
 * there: at every moment the description's weights are those that it was made with.
 *
 * @param folder made where it is missing
 * @throws ModelFileError; what was there before is still there
 */
export async function writeModel(folder: string, artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
  const {modelTopology, weightSpecs = [], weightData} = artifacts;
  if (modelTopology instanceof ArrayBuffer) {
    throw new ModelFileError('save: only models with a JSON topology can be saved, and this one is binary.');
  }
  const weights = Buffer.from(io.CompositeArrayBuffer.join(weightData));
  const expected = weightBytes(weightSpecs);
  if (expected !== undefined && expected !== weights.length) {
    throw new ModelFileError(`save: the weights must have ${expected} bytes, but have ${weights.length}.`);
  }
  await attempt(folder, () => mkdir(folder, {recursive: true}));

  const file = join(folder, DESCRIPTION);
  const before = await weightsOf(file);
  const weightsName = `weights-${createHash('sha256').update(weights).digest('hex').slice(0, 16)}.bin`;
  const description = describe(artifacts, [{paths: [`./${weightsName}`], weights: weightSpecs}]);
  await replace(join(folder, weightsName), weights);
  try {
    await replace(file, Buffer.from(JSON.stringify(description)));
  } catch (error) {
    if (!before.includes(weightsName)) await rm(join(folder, weightsName), {force: true});
    throw error;
  }
  for (const name of before) if (name !== weightsName) await rm(join(folder, name), {force: true});
  return {modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts)};
}

function describe(artifacts: io.ModelArtifacts, weightsManifest: io.WeightsManifestConfig): io.ModelJSON {
  const {weightData, weightSpecs, getWeightStream, modelTopology, ...rest} = artifacts;
  return {...rest, modelTopology: modelTopology as object, weightsManifest};
}

/** The weights of the model that is there, if this module wrote them. */
async function weightsOf(file: string): Promise<string[]> {
  try {
    const {weightsManifest} = JSON.parse(await readFile(file, 'utf8')) as io.ModelJSON;
    const names = weightsManifest.flatMap(({paths}) => paths).map((path) => path.replace(/^\.\//, ''));
    return names.filter((name) => OWN_WEIGHTS.test(name));
  } catch {
    // There is none, or one that nobody can read.
    return [];
  }
}

/** Puts a file in the place of one that may be there, whole or not at all. */
async function replace(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await attempt(path, async () => {
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(bytes);
        // Else the new name may reach the disk before the bytes do.
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
    });
  } finally {
    await rm(temporary, {force: true});
  }
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw refused('save', path, error);
  }
}
