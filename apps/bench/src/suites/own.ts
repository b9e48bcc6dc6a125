import {existsSync, readdirSync, statSync} from 'node:fs';
import {basename} from 'node:path';
import {UsageError} from '../errors.js';
import type {SuiteDefinition} from './declared/definition.js';

/** The suite that is made for the data that `--data` names. */
export const OWN = 'own';

/**
 * A comparison on data of one's own: a CSV file by cross-validation; a folder with images, or with IDX or CIFAR-10 files,
 * by its test part or a fifth of it.
 *
 * @param data absolute
 * @throws UsageError where the path is not there, or is nothing that can be read
 */
export function ownDefinition(data: string | undefined): SuiteDefinition {
  if (data === undefined) {
    throw new UsageError(
      '--data: the suite own needs a CSV file, a folder with a folder of images for each class, or a folder with IDX files.',
    );
  }
  if (!existsSync(data)) throw new UsageError(`--data: ${data} does not exist.`);
  const name = OWN;
  const described = (what: string): Pick<SuiteDefinition, 'name' | 'description'> => ({
    name,
    description: `Own data: ${what} ${basename(data)}, classes as frequent as they are.`,
  });
  if (!statSync(data).isDirectory()) {
    if (/\.(csv|tsv)(\.gz)?$/i.test(data))
      return {...described('the table'), data: {csv: data}, folds: 5, seeds: 2};
    throw new UsageError(
      `--data: ${data} is no CSV file (.csv, .tsv). IDX files need a suite file, which says what is what; see the README.`,
    );
  }
  const entries = readdirSync(data, {withFileTypes: true});
  const isFile = (pattern: RegExp): boolean => entries.some((entry) => pattern.test(entry.name));
  if (isFile(/idx3-ubyte(\.gz)?$/) || isFile(/_batch(_\d)?\.bin(\.gz)?$/)) {
    return {...described('the image files of'), data: {idx: data}};
  }
  if (entries.some((entry) => entry.isDirectory() && !entry.name.startsWith('.'))) {
    return {...described('the images of'), data: {images: data}};
  }
  throw new UsageError(
    `--data: ${data} has neither folders of images nor IDX files; for a table name the CSV file itself.`,
  );
}
