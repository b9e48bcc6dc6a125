/**
 * The error of two copies of a package in one program: what one made is unknown to the other, which shows in errors about
 * anything else ('must all be tensors', 'Unknown layer').
 *
 * @param name the package
 */
export function twoCopies(owner: string, name: string): Error {
  return new Error(
    `${owner}: there are two copies of ${name}, and a layer of one does not work in a model of the other. Keep one: ` +
      `'npm ls ${name}' shows who installs them and 'npm dedupe' merges them; in Vite, name it in resolve.dedupe; ` +
      'in an import map, give it one address.',
  );
}
