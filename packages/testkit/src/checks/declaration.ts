import type {Check} from '../check.js';
import {failWith} from '../failure.js';

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const camelCase = /^[a-z][a-zA-Z0-9]*$/;
const packageName = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

export const declaration: Check = {
  name: 'declaration',
  title: 'what the loss says of itself is complete and sound',
  hint: 'See `LossDefinition` of @isomargin/core: programs find, describe and tune a loss by what it declares.',
  run({plugin}) {
    const {name, title, package: from, paper, task, options, traits = {}} = plugin;
    const wrong: string[] = [];
    const expect = (isRight: boolean, text: string): void => void (isRight || wrong.push(text));
    expect(
      kebabCase.test(name),
      `name must be lower case with hyphens, as for a command line, but is '${name}'.`,
    );
    expect(title?.trim().length > 0, 'title must be the name of the loss for people, but is empty.');
    expect(packageName.test(from), `package must be the name of an npm package, but is '${from}'.`);
    expect(
      ['classification', 'pairs'].includes(task),
      `task must be 'classification' or 'pairs', but is '${task}'.`,
    );
    if (paper !== undefined) {
      const {authors, title: of, venue, year, url} = paper;
      for (const [field, text] of Object.entries({authors, title: of, venue})) {
        expect(text?.trim().length > 0, `paper.${field} must be a text, but is empty.`);
      }
      expect(Number.isInteger(year) && year > 1900, `paper.year must be a year, but is ${year}.`);
      expect(/^https?:\/\//.test(url), `paper.url must be an address, but is '${url}'.`);
    }
    for (const [option, declared] of Object.entries(options)) {
      expect(
        camelCase.test(option),
        `The option '${option}' must be named in camelCase: TensorFlow.js rewrites other names when it saves.`,
      );
      expect((declared.description ?? '').trim().length > 0, `The option '${option}' has no description.`);
      expect(declared.allowed?.trim().length > 0, `The option '${option}' does not say what is allowed.`);
      const hasDefault = declared.default !== undefined;
      expect(
        !hasDefault || declared.accepts(declared.default),
        `The default of '${option}' is not allowed by its own declaration.`,
      );
      expect(!declared.accepts(Number.NaN), `The option '${option}' accepts NaN.`);
    }
    for (const [trait, said] of Object.entries(traits)) {
      const isReason = typeof said === 'string' && said.trim().length > 10;
      expect(
        isReason || typeof said === 'boolean',
        `traits.${trait} must be a reason of one sentence, but is ${JSON.stringify(said)}.`,
      );
    }
    failWith(wrong, 10);
  },
};
