/** What commands work with: output, environment, and how they end. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Client, createClient } from '../client/client.ts';
import type { Fetch } from '../client/transport.ts';

const defaultUrl = 'http://localhost:4000';

/** Where a command runs; a test gives its own. */
export interface CliEnvironment {
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Shows how far a long command is, in place of what it showed before; an empty text ends it. Only on a terminal. */
  readonly progress?: (text: string) => void;
  /** Asks for what nobody may see while it is typed. Only on a terminal. */
  readonly askSecret?: (question: string) => Promise<string>;
  readonly fetch?: Fetch;
}

export interface CommonOptions {
  readonly url: string;
  readonly json?: boolean;
}

/** Adds the options that every command has. */
export const common = (command: Command): Command =>
  command
    .option('--url <url>', 'the node to talk to', defaultUrl)
    .option('--json', 'print one JSON object as the last line');

/** The folder of keys and trusted chains: `$MERITLANE_HOME`, else `~/.meritlane`. */
export const homeOf = ({ variables }: CliEnvironment): string =>
  variables['MERITLANE_HOME'] ?? join(homedir(), '.meritlane');

/** A path as the person meant it: npm runs scripts in the package's folder and tells where it was called. */
export const pathFrom = ({ variables }: CliEnvironment, path: string): string =>
  resolve(
    (variables['npm_lifecycle_event'] === 'merit' ? variables['INIT_CWD'] : undefined) ?? process.cwd(),
    path,
  );

export const clientOf = ({ fetch }: CliEnvironment, { url }: CommonOptions): Client =>
  createClient({ url, ...(fetch === undefined ? {} : { fetch }) });

/** A value in lines for people: fields one a line, what is nested indented. */
const linesOf = (value: unknown, indent: string): string[] => {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return [`${indent}${value.join(' ')}`];
    return value.flatMap((item) => [`${indent}-`, ...linesOf(item, `${indent}  `)]);
  }
  if (typeof value !== 'object' || value === null) return [`${indent}${String(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (inner === undefined) return [];
    const nested = typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0;
    if (!nested) return [`${indent}${name}: ${typeof inner === 'object' ? 'none' : String(inner)}`];
    return [`${indent}${name}:`, ...linesOf(inner, `${indent}  `)];
  });
};

/** Prints a result: one JSON object, or lines for people. */
export const print = ({ stdout }: CliEnvironment, { json }: CommonOptions, result: object): void => {
  if (json === true) stdout(JSON.stringify(result));
  else for (const line of linesOf(result, '')) stdout(line);
};
