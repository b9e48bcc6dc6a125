// Run in a package's folder: packs it as it would be published and checks the tarball with publint and attw.
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {bin, run} from './setup.mjs';

const folder = mkdtempSync(join(tmpdir(), 'isomargin-pack-'));
const here = {cwd: process.cwd()};
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

run(bin('pnpm'), ['pack', '--pack-destination', folder], here);
const tarball = join(folder, readdirSync(folder)[0]);
run(bin('publint'), ['run', tarball, '--strict'], here);
run(bin('attw'), [tarball, '--profile', 'esm-only', '--no-emoji'], here);
