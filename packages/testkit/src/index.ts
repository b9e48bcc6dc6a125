export {
  cosinesOf,
  crossEntropiesOf,
  type LossOracle,
  type LossProblem,
  type LossValues,
  linearScoresOf,
  lossProblem,
  type OracleWeight,
} from './oracle.js';
export {type LossReport, type Result, reportText} from './report.js';
export {type ContractOptions, checkLoss} from './run.js';
export type {LossFixture, LossUnderTest, ParentLoss, Setting} from './subject.js';
