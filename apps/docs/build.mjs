// Makes the site: static files in dist/, with relative links, for any host.
import {copyFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Application, OptionDefaults} from 'typedoc';
import {packages, repository, root} from './src/pages.mjs';
import {sitePlugin} from './src/site-plugin.mjs';

const require = createRequire(import.meta.url);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const out = here('dist');

/** Code in headings is taken for text: typedoc leaves code out of a heading's anchor and of its entry in the menu. */
function headingsAsText(parser) {
  parser.core.ruler.after('inline', 'headings-as-text', ({tokens}) => {
    for (const [index, {type}] of tokens.entries())
      if (type === 'heading_open')
        for (const child of tokens[index + 1].children) if (child.type === 'code_inline') child.type = 'text';
  });
}

/** Builds the site; resolves to whether there was nothing to complain of. */
export async function build() {
  const app = await Application.bootstrapWithPlugins({
    name: 'isomargin',
    plugin: [sitePlugin],
    tsconfig: here('tsconfig.json'),
    entryPoints: packages.flatMap(({modules}) => modules.map(({file}) => file)),
    readme: 'none',
    out,
    customCss: here('site.css'),
    customJs: here('site.js'),
    disableGit: true,
    displayBasePath: root,
    sourceLinkTemplate: `${repository}/blob/main/{path}#L{line}`,
    navigationLinks: {GitHub: repository},
    headings: {readme: true, document: true},
    markdownItLoader: (parser) => {
      headingsAsText(parser);
      parser.renderer.rules.table_open = () => '<div class="table"><table>';
      parser.renderer.rules.table_close = () => '</table></div>';
    },
    navigation: {includeGroups: true, includeFolders: false},
    groupOrder: ['Guide', 'Losses', 'Tools', 'For authors of losses', 'Contribute', 'Documents', '*'],
    sort: ['alphabetical-ignoring-documents'],
    searchInDocuments: true,
    searchInComments: true,
    includeHierarchySummary: false,
    ignoredHighlightLanguages: ['mermaid'],
    modifierTags: [...OptionDefaults.modifierTags, '@nocollapse'],
    notRenderedTags: [...OptionDefaults.notRenderedTags, '@nocollapse'],
    excludePrivate: true,
    excludeInternal: true,
    hideGenerator: true,
    // The types are checked by the packages themselves, with the compiler that they are built by.
    skipErrorChecking: true,
    validation: {notExported: false, invalidLink: true, invalidPath: true},
  });
  const project = await app.convert();
  if (!project) return false;
  app.validate(project);
  await app.generateOutputs(project);
  copyFileSync(require.resolve('@mermaid-js/tiny/dist/mermaid.tiny.js'), join(out, 'assets', 'mermaid.js'));
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await build()) ? 0 : 1;
