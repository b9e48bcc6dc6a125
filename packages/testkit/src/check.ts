import type {Contract} from './contract.js';

/** One requirement of the contract. */
export interface Check {
  /** Short name: 'gradients'. */
  readonly name: string;
  /** What holds where it passes, in words. */
  readonly title: string;
  /** What a failure usually means. */
  readonly hint: string;
  /** Why it does not apply to a loss, from the loss's own declaration; nothing where it applies. */
  readonly skip?: (contract: Contract) => string | undefined;
  /** @throws ContractError where the loss breaks the requirement */
  readonly run: (contract: Contract) => void | Promise<void>;
}
