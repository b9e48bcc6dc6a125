/** Names for an error text: the first of them. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `'${name}'`);
  return `${shown.join(', ')}${names.length > shown.length ? `, … (${names.length})` : ''}`;
}
