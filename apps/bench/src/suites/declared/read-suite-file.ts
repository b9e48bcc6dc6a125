import {readFileSync} from 'node:fs';
import {basename, dirname, extname, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {nearestName} from '@isomargin/core';
import {Ajv2020, type ErrorObject, type ValidateFunction} from 'ajv/dist/2020.js';
import {namedBackbone} from '../../backbones/named.js';
import {messageOf, UserError} from '../../errors.js';
import {list} from '../../report/format.js';
import type {DataDefinition, Imbalance, SuiteDefinition} from './definition.js';

const SCHEMA = new URL('../../../suite.schema.json', import.meta.url);

/** Endings of suite files; a suite that is named without one of them is built in. */
export function isSuiteFile(name: string): boolean {
  return /\.(json|[cm]?js)$/i.test(name);
}

/**
 * Reads a suite file: JSON, or a module whose default export is the same as an object.
 *
 * @param path absolute
 * @returns with absolute paths
 * @throws UserError where the file cannot be read or is wrong: one error, with the place inside the file and the nearest name
 */
export async function readSuiteFile(path: string): Promise<SuiteDefinition> {
  const file = basename(path);
  const content = extname(path).toLowerCase() === '.json' ? readJson(path) : await importDefault(path);
  return withAbsolutePaths(checkSuite(content, file), dirname(path));
}

/**
 * @param file what errors call it
 * @throws UserError as {@link readSuiteFile} does
 */
export function checkSuite(content: unknown, file: string): SuiteDefinition {
  const refuse = (problem: string): never => {
    throw new UserError(`${file}: ${problem}`);
  };
  const validate = compiled();
  if (!validate(content)) {
    const errors = validate.errors ?? [];
    // A name that is mistyped is missing as well.
    const first = errors.find(({keyword}) => keyword === 'additionalProperties') ?? errors[0];
    refuse(problemText(first, content));
  }
  const definition = content as SuiteDefinition;
  const problem = dataProblem(definition.data) ?? imbalanceProblem(definition) ?? wholeProblem(definition);
  if (problem !== undefined) refuse(problem);
  return definition;
}

let validator: ValidateFunction | undefined;

function compiled(): ValidateFunction {
  if (validator === undefined) {
    const ajv = new Ajv2020({verbose: true, allErrors: true, allowUnionTypes: true, unicodeRegExp: true});
    // In words, for errors.
    ajv.addKeyword({keyword: 'allowed', schemaType: 'string'});
    validator = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  }
  return validator;
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
    throw new UserError(`The suite file ${path} ${why}.`, {cause: error});
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError(`${basename(path)} is no JSON: ${messageOf(error)}`, {cause: error});
  }
}

async function importDefault(path: string): Promise<unknown> {
  let module: {readonly default?: unknown};
  try {
    module = (await import(pathToFileURL(path).href)) as {readonly default?: unknown};
  } catch (error) {
    throw new UserError(`The suite file ${path} cannot be imported: ${messageOf(error)}`, {cause: error});
  }
  if (module.default === undefined) {
    throw new UserError(`${basename(path)} has no default export; one that is an object is expected.`);
  }
  return module.default;
}

/** `/imbalance/rare/0` as `imbalance.rare[0]`. */
function placeOf(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  return parts.reduce((place, part) => {
    if (/^\d+$/.test(part)) return `${place}[${part}]`;
    return place === '' ? part : `${place}.${part}`;
  }, '');
}

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value);

function problemText(error: ErrorObject | undefined, content: unknown): string {
  if (error === undefined) return 'is not what suite.schema.json describes.';
  const {instancePath, keyword, params, parentSchema, data} = error;
  const place = placeOf(instancePath);
  const of = (key: string): string => (place === '' ? key : `${place}.${key}`);
  if (keyword === 'additionalProperties') {
    const key = String(params.additionalProperty);
    const known = Object.keys((parentSchema?.properties ?? {}) as object);
    const nearest = nearestName(key, known);
    return `${of(key)} is unknown. ${nearest === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean '${nearest}'?`}`;
  }
  if (keyword === 'required') return `${of(String(params.missingProperty))} is missing.`;
  const what = place === '' ? 'the file' : place;
  if (keyword === 'enum') {
    const allowed = params.allowedValues as unknown[];
    const nearest = nearestName(String(data), allowed.map(String));
    return `${what} must be one of ${allowed.map(shown).join(', ')}, but is ${shown(data)}.${nearest === undefined ? '' : ` Did you mean '${nearest}'?`}`;
  }
  const allowed = (parentSchema as {readonly allowed?: string} | undefined)?.allowed;
  const wanted = allowed === undefined ? error.message : `must be ${allowed}`;
  return `${what} ${wanted}, but is ${shown(data ?? content)}.`;
}

const kinds = ['builtIn', 'csv', 'images', 'idx'] as const;

/** What belongs to one kind of data alone. */
const ofKinds: Readonly<Record<string, readonly (typeof kinds)[number][]>> = {
  label: ['csv'],
  header: ['csv'],
  size: ['images'],
  channels: ['images'],
  labels: ['idx'],
  testLabels: ['idx'],
  testPart: ['csv', 'images', 'idx'],
  title: ['csv', 'images', 'idx'],
};

function dataProblem(data: DataDefinition): string | undefined {
  const given = kinds.filter((kind) => data[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined) return `data must have one of ${kinds.join(', ')}.`;
  if (given.length > 1) return `data has ${list(given)}; one of them is expected.`;
  for (const [key, of] of Object.entries(ofKinds)) {
    if (data[key as keyof DataDefinition] !== undefined && !of.includes(kind)) {
      return `data.${key} belongs to ${list(of.map((one) => `'${one}'`))}, and this data is '${kind}'.`;
    }
  }
  if (kind === 'idx' && data.testPart !== undefined && data.testLabels === undefined) {
    return 'data.testLabels is missing: a test part that is an IDX file of images needs one of labels.';
  }
  if (data.testLabels !== undefined && data.testPart === undefined) {
    return 'data.testPart is missing: data.testLabels are those of its images.';
  }
  return undefined;
}

function imbalanceProblem({imbalance, name}: SuiteDefinition): string | undefined {
  if (imbalance === undefined) return undefined;
  const {rare, fractions, train, test, ratios, largest}: Imbalance = imbalance;
  const isTail = ratios !== undefined;
  const others = {rare, fractions, train, test};
  const mixed = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
  if (isTail && mixed !== undefined) {
    return `imbalance.${mixed} does not go with imbalance.ratios, which make every class rarer than the one before.`;
  }
  if (isTail) return undefined;
  if (largest !== undefined) return 'imbalance.largest belongs to imbalance.ratios, which is missing.';
  if (rare === undefined) return 'imbalance.rare is missing: the names of the classes that become rare.';
  if (fractions === undefined && train === undefined && test === undefined) {
    return "imbalance needs 'fractions', 'train' or 'test': what the rare classes keep.";
  }
  if (fractions !== undefined && (train !== undefined || test !== undefined)) {
    return `imbalance.${train === undefined ? 'test' : 'train'} does not go with imbalance.fractions.`;
  }
  if (train !== undefined && test !== undefined && train.length !== test.length) {
    return `imbalance.test has ${test.length} numbers and imbalance.train ${train.length}; as many of one as of the other are expected.`;
  }
  const sizes = test ?? train ?? [];
  const twice = sizes.find((size, at) => sizes.indexOf(size) !== at);
  return twice === undefined
    ? undefined
    : `imbalance.${test === undefined ? 'train' : 'test'} has ${twice} twice: data sets are named by it (${name}-${twice}).`;
}

function wholeProblem({data, test, folds, epochs, steps}: SuiteDefinition): string | undefined {
  if (epochs !== undefined && steps !== undefined) return 'steps does not go with epochs.';
  if (test !== undefined && folds !== undefined)
    return 'folds does not go with test: each fold is the test set once.';
  const held = test !== undefined ? 'test' : folds !== undefined ? 'folds' : undefined;
  if (held !== undefined && (data.builtIn !== undefined || data.testPart !== undefined)) {
    return `${held} is for data without a test part, and this data has one.`;
  }
  return undefined;
}

function withAbsolutePaths(definition: SuiteDefinition, folder: string): SuiteDefinition {
  const {data, backbone} = definition;
  const paths = ['csv', 'images', 'idx', 'labels', 'testPart', 'testLabels'] as const;
  const absolute = Object.fromEntries(
    paths.flatMap((key) => (data[key] === undefined ? [] : [[key, resolve(folder, data[key])]])),
  );
  const isPath = backbone !== undefined && namedBackbone(backbone) === undefined;
  return {
    ...definition,
    data: {...data, ...absolute},
    ...(isPath ? {backbone: resolve(folder, backbone)} : {}),
  };
}
