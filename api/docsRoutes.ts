/** The OpenAPI document and a page to read it, from local files and without inline scripts. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ApiError } from './problem.ts';
import { type AnyRoute, nothing, route } from './route.ts';

const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** Files of swagger-ui-dist that the page needs, by the name they are served under. */
const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};
const startScript = `window.addEventListener('load', () => {
  window.SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });
});
`;
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Meritlane API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</head>
<body><main id="docs"></main></body>
</html>
`;
/** Icons of the page are data; styles that scripts set on elements need no exception. */
const policy =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'";

const text = (contentType: string) => ({ contentType, schema: { type: 'string' } });

/** `/openapi.json`, `/docs` and the files of the page; `document` is asked for once. */
export const docsRoutes = (document: () => object): AnyRoute[] => [
  route({
    method: 'get',
    path: '/openapi.json',
    name: 'getOpenApi',
    tag: 'docs',
    doc: 'This document.',
    input: nothing,
    answers: { 200: { doc: 'OpenAPI 3.1.', schema: { type: 'object' } } },
    handle: (c) => c.json(document()),
  }),
  route({
    method: 'get',
    path: '/docs',
    name: 'getDocs',
    tag: 'docs',
    doc: 'A page to read this document and try it.',
    input: nothing,
    answers: { 200: { doc: 'The page.', ...text('text/html') } },
    handle(c) {
      c.header('Content-Security-Policy', policy);
      return c.html(page);
    },
  }),
  route({
    method: 'get',
    path: '/docs/{file}',
    name: 'getDocsFile',
    tag: 'docs',
    doc: 'Scripts and styles of the page.',
    input: z.strictObject({ file: z.string().max(40) }),
    answers: { 200: { doc: 'The file.', ...text('text/javascript') } },
    problems: ['api.notFound'],
    async handle(c, { file }) {
      const contentType = files[file];
      if (file === 'start.js')
        return c.body(startScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' });
      if (contentType === undefined || !Object.hasOwn(files, file)) throw new ApiError('api.notFound');
      c.header('Cache-Control', 'public, max-age=3600');
      return c.body(await readFile(join(folder, file), 'utf8'), 200, { 'Content-Type': contentType });
    },
  }),
];
