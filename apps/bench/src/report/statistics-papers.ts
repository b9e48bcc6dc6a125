import type {Paper, Settings} from '../results/types.js';

const HOLM: Paper = {
  authors: 'Sture Holm',
  title: 'A Simple Sequentially Rejective Multiple Test Procedure',
  venue: 'Scandinavian Journal of Statistics 6',
  year: 1979,
  url: 'https://www.jstor.org/stable/4615733',
};
const DEMSAR: Paper = {
  authors: 'Janez Demšar',
  title: 'Statistical Comparisons of Classifiers over Multiple Data Sets',
  venue: 'Journal of Machine Learning Research 7',
  year: 2006,
  url: 'https://www.jmlr.org/papers/v7/demsar06a.html',
};
const FOLDS: readonly Paper[] = [
  {
    authors: 'Claude Nadeau, Yoshua Bengio',
    title: 'Inference for the Generalization Error',
    venue: 'Machine Learning 52',
    year: 2003,
    url: 'https://doi.org/10.1023/A:1024068626366',
  },
  {
    authors: 'Remco R. Bouckaert, Eibe Frank',
    title: 'Evaluating the Replicability of Significance Tests for Comparing Learning Algorithms',
    venue: 'PAKDD',
    year: 2004,
    url: 'https://doi.org/10.1007/978-3-540-24775-3_3',
  },
];

/** The papers of the tests that a report makes: Holm's correction, those for folds, and those over data sets. */
export function statisticsPapers({datasets, folds}: Pick<Settings, 'datasets' | 'folds'>): Paper[] {
  return [HOLM, ...(folds === undefined ? [] : FOLDS), ...(datasets.length < 2 ? [] : [DEMSAR])];
}
