/** Columns that a terminal surely has. */
const WIDTH = 100;

/** Text in lines of a terminal, each after `indent` spaces, those after the first after `hanging` more. */
export function wrap(text: string, indent: number, hanging = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = WIDTH - indent - (lines.length > 0 ? hanging : 0);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, at) => `${' '.repeat(indent + (at > 0 ? hanging : 0))}${one}\n`).join('');
}
