/**
 * The error of two copies of a package in one program: what one made is unknown to the other, which shows in errors about
 * anything else ('must all be tensors', 'Unknown layer').
 *
 * @param name the package
 */
export function twoCopies(owner: string, name: string): Error {
  return new Error(
    `${owner}: there are two copies of ${name}. ` +
      `Keep one: see 'npm ls ${name}', and run 'npm dedupe', or name it in your bundler's dedupe or alias.`,
  );
}
