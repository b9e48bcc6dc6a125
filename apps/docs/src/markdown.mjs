// Parts of Markdown files, and where their links go.
import {existsSync, statSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';

const fence = /^\s*(```|~~~)/;

/** Lines with whether they are outside of code blocks. */
function* linesOf(markdown) {
  let inCode = false;
  for (const line of markdown.split('\n')) {
    const isFence = fence.test(line);
    yield {line, isText: !inCode && !isFence};
    if (isFence) inCode = !inCode;
  }
}

/** Without the first heading: a page of the site shows its title itself. */
export const withoutTitle = (markdown) => markdown.replace(/^# .*\n+/, '');

/**
 * What stands under a heading, up to the next heading of its level or above; throws where there is no such heading.
 *
 * @param heading as it is written, with its #
 */
export function section(markdown, heading) {
  const level = heading.indexOf(' ');
  const lines = [];
  let open = false;
  for (const {line, isText} of linesOf(markdown)) {
    const found = isText ? /^(#+) /.exec(line) : null;
    if (open && found && found[1].length <= level) break;
    if (open) lines.push(line);
    else if (isText && line.trim() === heading) open = true;
  }
  if (!open) throw new Error(`no heading '${heading}'`);
  return `${lines.join('\n').trim()}\n`;
}

/**
 * Relative links to what is no page of the site and no picture lead to the file in the repository.
 *
 * @param file path of the Markdown file
 * @param isPage whether a path is a page of the site
 */
export function withRepositoryLinks(markdown, file, isPage, {root, repository}) {
  const target = (link) => {
    const [path] = link.split('#');
    const absolute = join(dirname(file), path);
    if (isPage(absolute) || /\.(png|jpe?g|svg|gif|webp)$/i.test(path)) return link;
    if (!existsSync(absolute))
      throw new Error(`${relative(root, file)} links to ${link}, which is not there`);
    const kind = statSync(absolute).isDirectory() ? 'tree' : 'blob';
    return `${repository}/${kind}/main/${relative(root, absolute)}`;
  };
  return [...linesOf(markdown)]
    .map(({line, isText}) =>
      isText
        ? line.replace(/\]\((?!#|[a-z][a-z\d+.-]*:)([\w./#-]+)\)/gi, (_, link) => `](${target(link)})`)
        : line,
    )
    .join('\n');
}
