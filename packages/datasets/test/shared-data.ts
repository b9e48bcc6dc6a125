import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The folder of real data beside the project, which is not part of it. */
const folder = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** The path of real data, or nothing where they are absent. */
export function sharedData(name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}
