// In the browser's tests, `node:fs` is this: a file of the repository comes from vitest's own server, at once as there.
export function readFileSync(file: URL, encoding: 'utf8'): string {
  if (!(file instanceof URL) || encoding !== 'utf8')
    throw new Error(`readFileSync: only text at a URL, not ${file}`);
  const request = new XMLHttpRequest();
  request.open('GET', file, false);
  request.send();
  if (request.status !== 200) throw new Error(`${file}: ${request.status} ${request.statusText}`);
  return request.responseText;
}
