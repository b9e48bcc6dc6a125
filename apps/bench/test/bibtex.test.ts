import {expect, test} from 'vitest';
import {builtInLosses} from '../src/losses/built-in.js';
import {chooseLosses} from '../src/losses/choose.js';
import {parseLossSpecs} from '../src/losses/parse-spec.js';
import {toBibtex} from '../src/report/bibtex.js';
import type {LossSettings, Paper} from '../src/results/types.js';
import {exampleResults} from './report-results.js';

const {datasets} = exampleResults().settings;
const loss = (name: string, paper?: Paper): LossSettings => ({
  name,
  title: name,
  package: name,
  options: {},
  ...(paper === undefined ? {} : {paper}),
});
const keys = (text: string): string[] => [...text.matchAll(/^@\w+\{(.*),$/gm)].map(([, key]) => key!);

test('the paper of every loss once, and what names none is said', async () => {
  const losses = await chooseLosses(parseLossSpecs('softmax,affinity,affinity:margin=0.5,hinge'), '.');
  const text = toBibtex({losses: losses.map(({settings}) => settings), datasets});
  expect(text).toContain(`@inproceedings{hayat2019gaussian,
  author = {Munawar Hayat and Salman Khan and Syed Waqas Zamir and Jianbing Shen and Ling Shao},
  title = {{Gaussian Affinity for Max-margin Class Imbalanced Learning}},
  booktitle = {ICCV},
  year = {2019},
  url = {https://arxiv.org/abs/1901.07711},
}
`);
  expect(text).toContain('  journal = {Journal of Machine Learning Research},\n  volume = {2},\n');
  expect(keys(text)).toEqual(['hayat2019gaussian', 'crammer2001algorithmic', 'holm1979simple']);
  expect(text.split('\n')[0]).toBe('Losses that name no paper: softmax');
});

test('the statistics of the report: for folds and for several data sets', () => {
  expect(keys(toBibtex({losses: [loss('a')], datasets}))).toEqual(['holm1979simple']);
  expect(keys(toBibtex({losses: [loss('a')], datasets: [...datasets, ...datasets], folds: 5}))).toEqual([
    'holm1979simple',
    'nadeau2003inference',
    'bouckaert2004evaluating',
    'demsar2006statistical',
  ]);
});

test('what TeX would take for a command is escaped, and two papers never have one key', () => {
  const paper: Paper = {
    authors: 'Zoë Ñandú_1, B & C',
    title: 'The 50 % of {A}_b^2 ~ $x\\y #1',
    venue: 'Conference on Machine Learning and R&D',
    year: 2020,
    url: 'https://example.org/a_b?c={d}%20',
  };
  const text = toBibtex({losses: [loss('@a', paper), loss('b', {...paper, title: 'The 50 more'})], datasets});
  expect(text).toContain('author = {Zoë Ñandú\\_1 and B \\& C}');
  expect(text).toContain(
    'title = {{The 50 \\% of \\textbraceleft{}A\\textbraceright{}\\_b\\textasciicircum{}2 \\textasciitilde{} \\$x\\textbackslash{}y \\#1}}',
  );
  expect(text).toContain('booktitle = {Conference on Machine Learning and R\\&D}');
  expect(text).toContain('url = {https://example.org/a_b?c=%7Bd%7D%20}');
  expect(keys(text).slice(0, 2)).toEqual(['nandu1202050', 'nandu1202050a']);
  expect(toBibtex({losses: [loss('@mine')], datasets})).toMatch(/^Losses that name no paper: mine\n/);
});

test('every loss that comes with the benchmark and has a paper is cited by a key of its own', async () => {
  const all = await builtInLosses();
  const papers = all.flatMap(({plugin}) => plugin.paper ?? []);
  const text = toBibtex({losses: papers.map((paper, index) => loss(`${index}`, paper)), datasets});
  expect(keys(text)).toHaveLength(new Set(papers.map(({title}) => title)).size + 1);
  expect(keys(text).filter((key) => !/^[a-z]+\d{4}[a-z]+$/.test(key))).toEqual([]);
});
