/** What a path says about a file: source, test, guide (documentation), settings, or nothing that scoring counts. */

/** `ignored` covers vendored, generated and lock files, and formats that hold data. */
export type FileClass = 'code' | 'test' | 'guide' | 'settings' | 'ignored';

const ignoredFolders = new Set(
  'vendor vendored third_party third-party node_modules bower_components deps godeps dist build out coverage generated __generated__ __snapshots__ snapshots .yarn deno_dist deno-dist umd'.split(
    ' ',
  ),
);
const ignoredNames = new Set(
  'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml cargo.lock go.sum poetry.lock uv.lock bun.lock bun.lockb deno.lock gemfile.lock composer.lock'.split(
    ' ',
  ),
);
const testFolders = new Set(
  'test tests __tests__ spec specs e2e bench benchmarks testdata fixtures __fixtures__ integration-tests runtime-tests'.split(
    ' ',
  ),
);
const guideFolders = new Set(['doc', 'docs', 'website', '_posts']);
const guideExtensions = new Set(['md', 'mdx', 'rst', 'txt', 'adoc']);
const settingsExtensions = new Set('json jsonc json5 yaml yml toml ini cfg conf properties mk'.split(' '));
const codeExtensions = new Set(
  'ts tsx js jsx mjs cjs mts cts py pyi pyx rs go c cc cpp cxx h hh hpp java kt kts scala swift rb php cs fs dart lua sh bash zsh pl ex exs erl hs ml mli clj zig nim r jl sol vy move cairo sql graphql proto vue svelte css scss less html'.split(
    ' ',
  ),
);

/** The extension of `path` in lower case without its dot, or an empty string. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

/** The folder of `path`, empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The class of the file at `path`; nothing but the path is looked at. */
export function fileClassOf(path: string): FileClass {
  const segments = path.toLowerCase().split('/');
  const name = segments.pop() ?? '';
  const extension = extensionOf(path);
  const isIn = (folders: ReadonlySet<string>) => segments.some((segment) => folders.has(segment));
  if (isIn(ignoredFolders) || ignoredNames.has(name)) return 'ignored';
  if (/(?:\.min\.[a-z]+|\.bundle\.js|\.pb\.go|\.pb\.ts|_pb2\.py|\.g\.dart)$/.test(name)) return 'ignored';
  if (/^(?:changelog|changes|history|contributors|authors|license|licence|notice)\b/.test(name))
    return 'ignored';
  if (codeExtensions.has(extension)) {
    const isTest =
      isIn(testFolders) ||
      /[._-](?:test|spec|bench|test-d)\.[a-z]+$/.test(name) ||
      /^test_.*\.py$/.test(name);
    return isTest ? 'test' : 'code';
  }
  if (guideExtensions.has(extension) || name === 'readme' || isIn(guideFolders)) return 'guide';
  if (settingsExtensions.has(extension) || ['makefile', 'dockerfile', 'go.mod'].includes(name))
    return 'settings';
  return 'ignored';
}
