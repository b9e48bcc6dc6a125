import type {Contract} from '../contract.js';
import type {LossProblem, OracleWeight} from '../oracle.js';
import type {Size} from './tested-head.js';

/** Where the classes are in the space of the embeddings. */
export interface ClassVectors {
  /** Where they come from: "rows of 'centers'". */
  readonly name: string;
  /** One a class. */
  readonly rows: readonly (readonly number[])[];
}

/** The vectors of a loss: those that its author names, or those weights that have one a class. */
export function classVectorsOf({subject}: Contract, problem: LossProblem): ClassVectors[] {
  if (subject.classVectors !== undefined) {
    return [{name: 'class vectors', rows: subject.classVectors(problem)}];
  }
  return Object.entries(problem.weights).flatMap(([name, weight]) => {
    const layout = layoutOf(weight, problem);
    if (layout === undefined) return [];
    const {classes, dimension} = problem;
    const columns = weight.shape[1]!;
    const rows = Array.from({length: classes}, (_, j) =>
      Array.from({length: dimension}, (_, k) =>
        layout === 'rows' ? weight.values[j * columns + k]! : weight.values[k * columns + j]!,
      ),
    );
    return [{name: `${layout} of '${name}'`, rows}];
  });
}

/** Makes the vectors of all classes equal, in every weight that has one or several a class. */
export function withEqualClasses(weight: OracleWeight, size: Size): OracleWeight {
  const layout = layoutOf(weight, size);
  const [, columns = 1] = weight.shape;
  if (layout === undefined) {
    const isPerClass = weight.shape.length === 1 && weight.shape[0] === size.classes;
    return isPerClass ? {...weight, values: weight.values.map(() => weight.values[0]!)} : weight;
  }
  const values = weight.values.map((_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return layout === 'rows' ? weight.values[column]! : weight.values[row * columns]!;
  });
  return {...weight, values};
}

function layoutOf({shape}: OracleWeight, {classes, dimension}: Size): 'rows' | 'columns' | undefined {
  if (shape.length !== 2) return undefined;
  const [rows, columns] = shape as [number, number];
  if (columns === dimension && rows % classes === 0) return 'rows';
  return rows === dimension && columns % classes === 0 ? 'columns' : undefined;
}
