import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {filesIn, runCaptured, tempFolder} from './capture.js';

const FILES = [
  '.github/workflows/ci.yml',
  '.github/workflows/publish.yml',
  '.gitignore',
  'LICENSE',
  'README.md',
  'package.json',
  'src/index.ts',
  'src/my-loss-head.ts',
  'test/contract.test.ts',
  'test/oracle.ts',
  'test/readme.test.ts',
  'tsconfig.build.json',
  'tsconfig.json',
];

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

test('writes a package and says what is next', async () => {
  const cwd = tempFolder();
  const {code, stdout, stderr} = await runCaptured(['my-loss', '--no-install', '--author', 'Jane Roe'], cwd);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(filesIn(cwd)).toEqual(FILES.map((path) => `my-loss/${path}`));
  expect(manifestOf(join(cwd, 'my-loss'))).toMatchObject({name: 'my-loss', author: 'Jane Roe'});
  expect(readFileSync(join(cwd, 'my-loss', 'LICENSE'), 'utf8')).toContain(
    `${new Date().getFullYear()} Jane Roe`,
  );
  expect(stdout).toContain('my-loss: my-loss, 13 files');
  expect(stdout).toContain('  cd my-loss\n  npm install\n  npm test\n');
  // It fits a terminal, apart from the address.
  const lines = stdout.split('\n').filter((line) => !line.includes('https://'));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.length).toBeLessThan(20);
  // As mkdir makes it, and not as a temporary folder.
  mkdirSync(join(cwd, 'plain'));
  expect(statSync(join(cwd, 'my-loss')).mode).toBe(statSync(join(cwd, 'plain')).mode);
});

const places: [args: string[], folder: string, name: string][] = [
  [['@me/ring-loss'], 'ring-loss', '@me/ring-loss'],
  [['ring', '--name', '@me/ring-loss'], 'ring', '@me/ring-loss'],
  [['--name', '@me/ring-loss'], 'ring-loss', '@me/ring-loss'],
  [['ring', '--dir', 'losses/new/ring'], 'losses/new/ring', 'ring'],
  [['Ring Loss', '--name', 'ring-loss'], 'Ring Loss', 'ring-loss'],
  [['ring', '--dir', '.'], '.', 'ring'],
];

test.each(places)('%j', async (args, folder, name) => {
  const cwd = tempFolder();
  const {code, stdout, stderr} = await runCaptured([...args, '--no-install'], cwd);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(manifestOf(join(cwd, folder)).name).toBe(name);
  expect(filesIn(join(cwd, folder)).length).toBe(FILES.length);
  expect(filesIn(cwd).length).toBe(FILES.length);
  if (folder === '.') expect(stdout).not.toContain('cd ');
});

const wrong: [args: string[], code: number, message: string][] = [
  [[], 2, 'The name is missing: npm create @isomargin/loss my-loss'],
  [['My Loss'], 1, "Try 'my-loss'."],
  [['fs'], 1, 'fs is a core module name'],
  [['my-loss', 'other'], 2, "Unexpected argument 'other'"],
  [['my-loss', '--nme', 'x'], 2, "Unknown option '--nme'. --help shows the options."],
  [['my-loss', '--dir'], 2, "'--dir <value>' argument missing"],
  [['my-loss', '--title', ''], 2, '--title needs a value.'],
  [['my-loss', '--title', 'two\nlines'], 2, '--title must be one line'],
  [['my-loss', '--author', 'bell\u0007'], 2, '--author must be one line'],
  [['my-loss', '--dir', 'x'.repeat(300)], 1, 'Cannot make the folder'],
];

test.each(wrong)('refuses %j', async (args, code, message) => {
  const cwd = tempFolder();
  const outcome = await runCaptured(args, cwd);
  expect(outcome.stderr).toContain(message);
  expect(outcome.code).toBe(code);
  expect(outcome.stderr).not.toMatch(/^\s+at /m);
  expect(outcome.stdout).toBe('');
  expect(filesIn(cwd)).toEqual([]);
});

test('a folder that has files is left as it is', async () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'my-loss'));
  for (const name of ['d', 'c', 'b', 'a', '.e']) writeFileSync(join(cwd, 'my-loss', name), name);
  const {code, stderr} = await runCaptured(['my-loss'], cwd);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `The folder ${join(cwd, 'my-loss')} is not empty: it has .e, a, b and 2 more. Choose another by --dir.\n`,
  );
  expect(filesIn(cwd)).toEqual(['my-loss/.e', 'my-loss/a', 'my-loss/b', 'my-loss/c', 'my-loss/d']);
});

test('a file, or a link to nowhere, is left as it is', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'a-file'), 'mine');
  symlinkSync(join(cwd, 'nowhere'), join(cwd, 'a-link'));
  for (const name of ['a-file', 'a-link', 'a-file/below']) {
    const {code, stderr} = await runCaptured(['my-loss', '--dir', name], cwd);
    expect(code).toBe(1);
    expect(stderr).toContain(join(cwd, name));
  }
  expect(filesIn(cwd)).toEqual(['a-file', 'a-link']);
  expect(readFileSync(join(cwd, 'a-file'), 'utf8')).toBe('mine');
  expect(existsSync(join(cwd, 'nowhere'))).toBe(false);
});

test('an empty folder is filled', async () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'my-loss'));
  expect((await runCaptured(['my-loss', '--no-install'], cwd)).code).toBe(0);
  expect(filesIn(cwd)).toEqual(FILES.map((path) => `my-loss/${path}`));
});

test('where nothing may be written, it says so and leaves nothing', async () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'locked'));
  chmodSync(join(cwd, 'locked'), 0o555);
  chmodSync(cwd, 0o755);
  const isRoot = process.geteuid?.() === 0;
  // Root may write anywhere, so that root is nobody for a while.
  if (isRoot) process.seteuid!(65534);
  const outcome = await runCaptured(['my-loss', '--dir', 'locked/deep/my-loss'], cwd).finally(() => {
    if (isRoot) process.seteuid!(0);
  });
  expect(outcome.stderr).toContain(`Cannot make the folder ${join(cwd, 'locked/deep/my-loss')}: EACCES`);
  expect(outcome.code).toBe(1);
  expect(filesIn(cwd)).toEqual([]);
});

test('asks for the name, and for the author where git does not know one, if there is somebody to ask', async () => {
  const cwd = tempFolder();
  const questions: string[] = [];
  const answers = ['@me/ring-loss', ' Jane Roe '];
  const ask = async (question: string): Promise<string> => {
    questions.push(question);
    return answers[questions.length - 1]!;
  };
  const {code} = await withoutGit(() => runCaptured(['--no-install'], cwd, {ask}));
  expect(code).toBe(0);
  expect(questions).toEqual([
    'Name of the package, such as my-loss or @me/my-loss: ',
    'Author, for LICENSE (The authors of @me/ring-loss): ',
  ]);
  expect(manifestOf(join(cwd, 'ring-loss')).author).toBe('Jane Roe');
});

test('the author is the user.name of git', async () => {
  const cwd = tempFolder();
  execFileSync('git', ['init', '--quiet', cwd]);
  execFileSync('git', ['-C', cwd, 'config', 'user.name', 'Jane Roe']);
  await runCaptured(['ring', '--no-install'], cwd);
  expect(manifestOf(join(cwd, 'ring')).author).toBe('Jane Roe');
});

test('without git and without anybody to ask, the author is the authors', async () => {
  const cwd = tempFolder();
  await withoutGit(() => runCaptured(['ring', '--no-install'], cwd));
  expect(manifestOf(join(cwd, 'ring')).author).toBe('The authors of ring');
});

test('--help shows every option', async () => {
  const {code, stdout} = await runCaptured(['--help'], tempFolder());
  expect(code).toBe(0);
  for (const name of ['name', 'dir', 'title', 'author', 'no-install', 'help'])
    expect(stdout).toContain(`--${name}`);
});

async function withoutGit<T>(action: () => Promise<T>): Promise<T> {
  const path = process.env.PATH;
  process.env.PATH = '';
  try {
    return await action();
  } finally {
    process.env.PATH = path;
  }
}
