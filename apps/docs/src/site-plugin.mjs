// Tells typedoc what the site's pages are: the guide, and every package's README before its declarations.
import {
  Comment,
  CommentTag,
  Converter,
  DocumentReflection,
  JSX,
  MinimalSourceFile,
  ReflectionKind,
} from 'typedoc';
import {withRepositoryLinks} from './markdown.mjs';
import {guide, packages, repository, root, start} from './pages.mjs';

/** Files that have a page of their own. */
const pageFiles = new Set([
  start.file,
  ...guide.filter(({isWhole}) => isWhole).map(({file}) => file),
  ...packages.flatMap(({readme, others}) => [readme.file, ...others.map(({file}) => file)]),
]);

/** The guide is open in the menu until the visitor closes it (typedoc keeps that under this key). */
const openGuide = "try { localStorage['tsd-accordion-Guide'] ??= 'true'; } catch {}";

export function sitePlugin(app) {
  app.renderer.hooks.on('head.end', () =>
    JSX.createElement('script', null, JSX.createElement(JSX.Raw, {html: openGuide})),
  );

  const isPage = (file) => pageFiles.has(file);

  const contentOf = ({file, text}, project) => {
    const linked = withRepositoryLinks(text, file, isPage, {root, repository});
    return app.converter.parseRawComment(new MinimalSourceFile(linked, file), project.files).content;
  };

  const addDocument = (parent, {title, group, isWhole = true, ...source}, context) => {
    const {project} = context;
    const frontmatter = group ? {group} : {};
    const document = new DocumentReflection(title, parent, contentOf(source, project), frontmatter);
    parent.addChild(document);
    project.registerReflection(document, undefined, isWhole ? source.file : undefined);
  };

  app.converter.on(Converter.EVENT_BEGIN, (context) => {
    for (const page of guide) addDocument(context.project, page, context);
    for (const {name, group, modules, readme} of packages)
      if (modules.length === 0) addDocument(context.project, {title: name, group, ...readme}, context);
  });

  // Before typedoc sorts what there is into groups, and resolves links.
  app.converter.on(
    Converter.EVENT_RESOLVE_BEGIN,
    (context) => {
      const {project} = context;
      project.readme = contentOf(start, project);
      project.files.registerReflectionPath(start.file, project);
      const moduleOf = new Map(
        project
          .getReflectionsByKind(ReflectionKind.Module)
          .map((module) => [project.files.getReflectionPath(module), module]),
      );
      for (const {group, modules, readme, others} of packages)
        for (const [index, {name, file}] of modules.entries()) {
          const module = moduleOf.get(file);
          if (!module) throw new Error(`typedoc has no module of ${file}`);
          module.name = name;
          module.comment ??= new Comment();
          module.comment.blockTags.push(new CommentTag('@group', [{kind: 'text', text: group}]));
          if (index > 0) continue;
          module.readme = contentOf(readme, project);
          project.files.registerReflectionPath(readme.file, module);
          for (const other of others) addDocument(module, other, context);
        }
    },
    1000,
  );
}
